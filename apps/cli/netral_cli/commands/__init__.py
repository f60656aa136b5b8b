"""The commands, one file per group; each translates between a terminal and the services."""
