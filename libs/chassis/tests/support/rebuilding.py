"""A process that rebuilds the views of an embedded house, or dies of it: `python rebuilding.py <directory>`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from house import House, embedded
from netral_chassis.log import EventLog
from netral_chassis.parking import ParkingLimits
from netral_chassis.rebuild import Rebuild
from noted import TYPES, Notes

ALL = ParkingLimits(streams=100_000, share=1.0)


def rebuild_of(house: House, logs: Mapping[str, Callable[[], EventLog]] | None = None) -> Rebuild:
    """A rebuild by other code than that of the live views, which halts at nothing."""
    return Rebuild(
        house.storage, house.generations, [Notes()], TYPES, house.clock, logs or {"alpha": house.log},
        shape="shape-2", limits=ALL,
    )  # fmt: skip


if __name__ == "__main__":
    rebuild_of(embedded(Path(sys.argv[1]))).run(lambda _: None)
