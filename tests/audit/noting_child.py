"""A child process as `glidecheck.audit.child`, which notes what it reads, takes its time, and dies of what it is told to die of.

NOTES    file that gets one line, "<pid> <hash>", for each photo whose reading is begun
SLOW     seconds that a reading takes at least
POISON   what to do at which photo: "<hash>=segv <hash>=hang"
"""

import os
import signal
import time

from glidecheck.audit import child, product
from glidecheck.audit.evidence import Evidence
from glidecheck.audit.orders import Order
from glidecheck.model import Readings

read = product.read


def noted(order: Order) -> tuple[Readings, tuple[Evidence, ...]]:
    poison = dict(word.split("=") for word in os.environ.get("POISON", "").split())
    for piece in order.pieces:
        if "NOTES" in os.environ:
            with open(os.environ["NOTES"], "a") as notes:  # noqa: PTH123 - one write, appended: lines of several processes do not mix
                notes.write(f"{os.getpid()} {piece.sha256}\n")
        match poison.get(piece.sha256):
            case "segv":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "hang":
                time.sleep(600)
            case "bug":
                raise ZeroDivisionError("of a test")
    time.sleep(float(os.environ.get("SLOW", "0")))
    return read(order)


product.read = noted
if __name__ == "__main__":
    raise SystemExit(child.main())
