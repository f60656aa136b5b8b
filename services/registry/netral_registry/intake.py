"""`python -m netral_registry.intake`: takes the batches that publishers send to the registry through the broker."""

from netral_chassis.intake import main

from netral_registry.service import service

if __name__ == "__main__":
    main(service())
