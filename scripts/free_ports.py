#!/usr/bin/env python3
"""The first of COUNT free loopback ports in a row (default 1). What is asked for here at the same time gets
others, and no connection that leaves this machine takes one before it is listened on: the ports lie below
those that the kernel gives to such connections."""
import fcntl
import os
import pathlib
import socket
import sys
import tempfile

FIRST = 12000
EPHEMERAL = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count=1):
    end = int(EPHEMERAL.read_text(encoding="ascii").split()[0]) if EPHEMERAL.exists() else 32768
    with open(pathlib.Path(tempfile.gettempdir()) / f"aor-ports-{os.getuid()}", "a+", encoding="ascii") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        turn.seek(0)
        first = int(turn.read() or FIRST)
        for _ in range(end - FIRST):
            if first + count > end:
                first = FIRST
            ports = range(first, first + count)
            if all(map(is_free, ports)):
                turn.truncate(0)
                turn.write(str(first + count))
                return first
            first += 1
    raise SystemExit(f"no {count} free ports in a row from {FIRST} to {end}")


if __name__ == "__main__":
    print(free_ports(*map(int, sys.argv[1:])))
