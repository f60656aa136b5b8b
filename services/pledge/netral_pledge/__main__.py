"""`python -m netral_pledge`: one process of pledge, told what it needs by `NETRAL_…`."""

from netral_chassis.process import main

from netral_pledge.service import service

if __name__ == "__main__":
    main(service())
