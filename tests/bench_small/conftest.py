"""The benchmarks are scripts in a folder of their own; their parts are imported from there."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "bench"))
