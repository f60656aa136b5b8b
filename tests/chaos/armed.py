"""`python -m armed MODULE POINT…`: the module as a process that dies at any of these crash points."""

import runpy
import sys

from netral_chassis import crash

if __name__ == "__main__":
    module, *points = sys.argv[1:]
    for point in points:
        crash.arm(point, "exit")
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
