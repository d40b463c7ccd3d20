"""What systemd is told: that the service is ready, that it lives, that it stops. Nothing where nobody listens."""

from __future__ import annotations

import os
import socket


def tell(state: str) -> None:
    """Sends `state` ("READY=1", "WATCHDOG=1", "STOPPING=1") to whoever started us, where they asked for it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | getattr(socket, "SOCK_CLOEXEC", 0)) as s:
            s.sendto(state.encode(), address)
    except OSError:
        pass  # it is no part of what we are for
