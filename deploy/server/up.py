"""netral on the server profile of one machine: a local Kafka and PostgreSQL, `netral setup server`, `netral up`."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
from typing import NoReturn

from netral_chassis.home import said_in

ROOT = pathlib.Path(__file__).parents[2]
NETRAL = ROOT / ".venv" / "bin" / "netral"


def surroundings(home: pathlib.Path) -> dict[str, str]:
    """Environment variables of services on the servers of `home`; these run then, and hold all that netral needs.

    Raises `CalledProcessError` if they could not be started or set up; why, stands on standard error.
    """
    started = subprocess.run(
        [sys.executable, ROOT / "deploy" / "server" / "local.py", "--home", home, "start"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    servers = json.loads(pathlib.Path(started.stdout.strip().splitlines()[-1]).read_text())
    subprocess.run(
        [NETRAL, "--home", home, "setup", "server", "--bootstrap", servers["bootstrap"]],
        env=os.environ | {"NETRAL_ADMIN_DATABASE": servers["admin"]},
        check=True,
        stdout=sys.stderr,
    )
    return said_in(home)


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=pathlib.Path, default=ROOT / ".netral" / "server")
    parser.add_argument("--port-base", default="7400")
    chosen = parser.parse_args()
    try:
        environment = os.environ | surroundings(chosen.home)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    command = [str(NETRAL), "up", "--home", str(chosen.home), "--port-base", chosen.port_base]
    os.execve(NETRAL, command, environment)


if __name__ == "__main__":
    main()
