"""TCP ports for servers that must know their port before they start."""

import pathlib
import random
import socket

LOWEST = 20_000
EPHEMERAL = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(count: int) -> list[int]:
    """`count` different loopback ports that nobody listens on now; somebody may still take one before you do.

    They lie below the range that the kernel gives to outgoing connections: a port from that range can be taken by any
    client while a killed server is down, or worse, a client that keeps trying it can connect to itself.
    """
    end = int(EPHEMERAL.read_text().split()[0]) if EPHEMERAL.exists() else 32_768
    ports: list[int] = []
    for port in random.sample(range(min(LOWEST, end - 5_000), end), k=5_000):
        if len(ports) == count:
            break
        with socket.socket() as probe:
            # As servers do; else ports of connections closed a minute ago look taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
    return ports
