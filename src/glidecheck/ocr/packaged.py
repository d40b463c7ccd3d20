"""What the engines share that come as a package with a network in it."""

from __future__ import annotations

from importlib.metadata import version


class Packaged:
    """An engine's `name`, the `network` that it reads with, and the `package` that brings it."""

    __slots__ = ()

    name: str
    network: str
    package: str

    @property
    def version(self) -> str:
        """See model.Engine."""
        return f"{self.package} {version(self.package)}, {self.network}"
