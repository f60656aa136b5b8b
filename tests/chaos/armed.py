"""`python -m armed MODULE FOLDER`: the module as a process whose crash points are watched and armed from outside.

At SIGUSR1 it arms what FOLDER/order says, `<point> <exit|raise|freeze>`. FOLDER/said gets a line for the first passing
of each point in this life, `passed <point>`, for each arming, `armed <point> <how>`, and before it comes to pass,
`struck <point> <how>`.
"""

import os
import runpy
import signal
import sys
from functools import partial
from pathlib import Path
from types import FrameType

from netral_chassis import crash


class Watch:
    """The crash points of this process."""

    def __init__(self, folder: Path) -> None:
        self._order = folder / "order"
        self._said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for point in crash.POINTS:
            crash.arm(point, partial(self._say, f"passed {point}"))
        signal.signal(signal.SIGUSR1, self._obey)

    def _say(self, line: str) -> None:
        os.write(self._said, f"{line}\n".encode())

    def _obey(self, _number: int, _frame: FrameType | None) -> None:
        point, how = self._order.read_text().split()

        def strike() -> None:
            self._say(f"struck {point} {how}")
            crash.ACTIONS[how]()

        crash.arm(point, strike)
        self._say(f"armed {point} {how}")


if __name__ == "__main__":
    module, folder = sys.argv[1:]
    Watch(Path(folder))
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
