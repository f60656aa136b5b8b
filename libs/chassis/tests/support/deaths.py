"""Lives in processes of their own that end at a crash point."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import life
from netral_chassis.audit import audit

OFF_A_PLEDGE_DAY = ("vault.destroyed", "vault.wiped", "park.released", "submission.decided", "migrate.changed")
"""Points that are struck at in these lives alone; at the others, also in whole services (tests/chaos)."""
ENDS = {"exit": -signal.SIGKILL, "freeze": -signal.SIGKILL, "raise": 1}
"""Exit codes; one that is frozen is killed a moment later, as a probe would."""
PASSINGS = {"relay.checkpointed": 1, "park.released": 1, "vault.destroyed": 1, "vault.wiped": 1}
"""At which passing a life is under way, where that is not the second."""


def dies(point: str, how: str, directory: Path, *server: str) -> bool:
    """One life that ends at `point` in the way `how`; `False` if it went on to its own end."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "NETRAL_CRASH": f"{point}:{how}:{PASSINGS.get(point, 2)}",
    }
    command = [sys.executable, life.__file__, str(directory), *server]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        while how == "freeze" and process.poll() is None and not _is_stopped(process.pid):
            time.sleep(0.02)
        if how == "freeze":
            process.kill()
        return process.wait(120) == ENDS[how]


def another_life(directory: Path, *server: str) -> list[str]:
    """One life to its own end, in this process; what is lacking after it."""
    house = life.live(directory, *server)
    lacking = life.lacking(house) + list(audit(house.store).problems)
    house.close()
    return lacking


def _is_stopped(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False
