"""`python -m netral_pledge`."""

from netral_chassis.process import main

from netral_pledge.service import service

main(service())
