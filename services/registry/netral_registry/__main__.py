"""`python -m netral_registry`: one process of the registry, told what it needs by `NETRAL_…`."""

from netral_chassis.process import main

from netral_registry.service import service

if __name__ == "__main__":
    main(service())
