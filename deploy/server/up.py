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


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=pathlib.Path, default=ROOT / ".netral" / "server")
    parser.add_argument("--port-base", default="7400")
    chosen = parser.parse_args()
    started = subprocess.run(
        [sys.executable, ROOT / "deploy" / "server" / "local.py", "--home", chosen.home, "start"],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if started.returncode:
        sys.exit(started.returncode)
    servers = json.loads(pathlib.Path(started.stdout.strip().splitlines()[-1]).read_text())
    topics.ensure(servers["bootstrap"], [topic(service) for service in SERVICES], 1)
    intake.ensure_topics(servers["bootstrap"], SERVICES, 1)
    environment = os.environ | {"NETRAL_PROFILE": "server", "NETRAL_BOOTSTRAP": servers["bootstrap"]}
    for service in SERVICES:
        urls = servers["urls"][service]
        environment[f"NETRAL_{service.upper()}_DATABASE"] = urls["main"]["owner"]
        environment[f"NETRAL_{service.upper()}_VAULT_DATABASE"] = urls["vault"]["owner"]
    netral = ROOT / ".venv" / "bin" / "netral"
    command = [netral, "up", "--home", chosen.home, "--port-base", chosen.port_base]
    os.execve(netral, [str(part) for part in command], environment)


if __name__ == "__main__":
    main()
