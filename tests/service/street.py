"""`glidecheck serve` as a process of its own, on recorded readings, with a fake platform: for what needs a kill, or a load."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import numpy as np
from channels import senders
from channels.fake_platform import Platform, Told
from golden.samples import replay
from PIL import Image
from service.house import ENVIRONMENT

LINES = ("Hydra Calm Serum", "Ingredients: Aqua, Retinol, Glycerin,", "Panthenol, Phenoxyethanol.")


def photo(folder: Path) -> Path:
    """A photo of a label: what is read of it is recorded, its pixels do not matter."""
    path = folder / "label.png"
    noise = np.random.default_rng(1).integers(0, 255, (75, 100, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((1600, 1200)).save(path)
    return path


class Street:
    """The service, its files, and the platform that it talks to."""

    def __init__(self, platform: Platform, folder: Path, **settings: str) -> None:
        self.platform = platform
        self.folder = folder
        self.port = _free()
        label = photo(folder)
        senders.serve(platform, Told(body=label.read_bytes()))
        given = {
            **ENVIRONMENT, "mode": "test", "test_host": platform.host, "db": str(folder / "serve.db"), "engine": "recorded",
            "second": "none", "jobs": "2", **settings,
        }  # fmt: skip
        mine = {k: v for k, v in os.environ.items() if not k.startswith("GLIDECHECK_")}
        self.environment = {
            **mine, **replay(folder / "readings", {label: LINES}), **{f"GLIDECHECK_{k.upper()}": v for k, v in given.items()}
        }  # fmt: skip
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False)
        self.process: subprocess.Popen[bytes] | None = None
        self.log = (folder / "serve.log").open("ab")

    def start(self) -> None:
        """Returns when requests are taken."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "glidecheck", "serve", "--port", str(self.port)],
            env=self.environment,
            cwd=self.folder,
            stderr=self.log,
            stdout=self.log,
            start_new_session=True,
        )
        until = time.monotonic() + 120
        said = "nothing"
        while time.monotonic() < until:
            assert self.process.poll() is None, self.told()
            with suppress(httpx.TransportError):
                answer = self.http.get("/readyz")
                if answer.status_code == 200:
                    return
                said = answer.text
            time.sleep(0.05)
        raise AssertionError(f"it does not get ready, and says {said}: {self.told()}")

    def told(self) -> str:
        """The end of its log."""
        return (self.folder / "serve.log").read_text("utf-8", "replace")[-3000:]

    def kill(self) -> None:
        """As a power cut would: service, worker and reading processes at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> int:
        """Ends it as systemd would; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
        self.http.close()
        self.log.close()

    def post(self, name: str, what: str, **options: str) -> bool:
        """Whether the message was acknowledged."""
        request = senders.made(name, what, self.platform.url, **options)
        try:
            return self.http.post(f"/webhooks/{name}", content=request.body, headers=request.headers).status_code == 200
        except httpx.TransportError:
            return False

    def depth(self) -> float:
        """Messages that are not answered yet, as /metrics tells."""
        line = next(line for line in self.http.get("/metrics").text.splitlines() if line.startswith("glidecheck_queue_depth "))
        return float(line.split()[1])


def _free() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
