"""TCP ports for servers that must know their port before they start."""

import pathlib
import random
import socket
from itertools import islice

LOWEST = 20_000
SYSTEM = 30  # ports: services, ten further on their metrics, and ten further those of intakes
EPHEMERAL = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(count: int) -> list[int]:
    """`count` different loopback ports that nobody listens on now; somebody may still take one before you do.

    They lie below the range that the kernel gives to outgoing connections: a port from that range can be taken by any
    client while a killed server is down, or worse, a client that keeps trying it can connect to itself.
    """
    ports = list(islice(filter(_is_free, _candidates()), count))
    if len(ports) < count:
        raise AssertionError("no free ports")
    return ports


def free_base() -> int:
    """A port base for a whole system: nobody listens on it or on the next thirty ports now."""
    return next(base for base in _candidates() if all(map(_is_free, range(base, base + SYSTEM))))


def _candidates() -> list[int]:
    end = int(EPHEMERAL.read_text().split()[0]) if EPHEMERAL.exists() else 32_768
    return random.sample(range(min(LOWEST, end - 5_000), end - SYSTEM), k=4_000)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do; else ports of connections closed a minute ago look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
