"""`python -m netral_cli`: the `netral` command."""

from netral_cli.main import main

main()
