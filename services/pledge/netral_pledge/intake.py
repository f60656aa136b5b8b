"""`python -m netral_pledge.intake`: takes the batches that publishers send to pledge through the broker."""

from netral_chassis.intake import main

from netral_pledge.service import service

if __name__ == "__main__":
    main(service())
