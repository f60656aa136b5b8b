"""The `netral` command: runs the system, and talks to a running one by gRPC."""
