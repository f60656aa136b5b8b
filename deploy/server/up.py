"""netral on the server profile of one machine: a local Kafka and PostgreSQL, topics made and checked, `netral up`."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
from typing import NoReturn

from netral_chassis import intake, topics
from netral_chassis.process import topic

ROOT = pathlib.Path(__file__).parents[2]
SERVICES = ("registry", "pledge")


def surroundings(home: pathlib.Path) -> dict[str, str]:
    """Environment variables of services on the servers of `home`; these run then, and their topics are made.

    Raises `CalledProcessError` if they could not be started; why, stands on standard error.
    """
    started = subprocess.run(
        [sys.executable, ROOT / "deploy" / "server" / "local.py", "--home", home, "start"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    servers = json.loads(pathlib.Path(started.stdout.strip().splitlines()[-1]).read_text())
    topics.ensure(servers["bootstrap"], [topic(service) for service in SERVICES], 1)
    intake.ensure_topics(servers["bootstrap"], SERVICES, 1)
    found = {"NETRAL_PROFILE": "server", "NETRAL_BOOTSTRAP": servers["bootstrap"]}
    for service in SERVICES:
        urls = servers["urls"][service]
        found[f"NETRAL_{service.upper()}_DATABASE"] = urls["main"]["owner"]
        found[f"NETRAL_{service.upper()}_VAULT_DATABASE"] = urls["vault"]["owner"]
    return found


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=pathlib.Path, default=ROOT / ".netral" / "server")
    parser.add_argument("--port-base", default="7400")
    chosen = parser.parse_args()
    try:
        environment = os.environ | surroundings(chosen.home)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    netral = ROOT / ".venv" / "bin" / "netral"
    command = [netral, "up", "--home", chosen.home, "--port-base", chosen.port_base]
    os.execve(netral, [str(part) for part in command], environment)


if __name__ == "__main__":
    main()
