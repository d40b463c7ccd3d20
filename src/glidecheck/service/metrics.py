"""What /metrics tells: counts and times, no person, no text, no address."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from glidecheck.errors import StoreError

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("glidecheck_requests", "HTTP requests.", ("route", "method", "status"), registry=self.registry)
        self.seconds = Histogram("glidecheck_request_seconds", "Seconds to answer a request.", ("route",), registry=self.registry)
        self.ack = Histogram(
            "glidecheck_ack_seconds",
            "Seconds from a webhook's arrival to its acknowledgement.",
            ("channel",),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
            registry=self.registry,
        )
        self.messages = Counter("glidecheck_messages", "Messages stored.", ("channel", "kind"), registry=self.registry)
        self.repeats = Counter("glidecheck_repeats", "Messages that had come before.", ("channel",), registry=self.registry)
        self.limited = Counter("glidecheck_limited", "Messages and requests over a limit.", ("what",), registry=self.registry)
        self.refused = Counter("glidecheck_refused", "Webhook requests refused.", ("channel", "why"), registry=self.registry)
        self.scans = Counter("glidecheck_scans", "Products judged.", ("verdict", "reading", "face"), registry=self.registry)
        self.scan_seconds = Histogram(
            "glidecheck_scan_seconds",
            "Seconds to read and judge a product.",
            buckets=(0.1, 0.5, 1, 2, 4, 8, 16, 32, 64),
            registry=self.registry,
        )
        self.answers = Counter("glidecheck_answers", "Answers sent.", ("channel",), registry=self.registry)
        self.retries = Counter("glidecheck_answer_retries", "Answers that were tried again.", ("channel",), registry=self.registry)
        self.given_up = Counter("glidecheck_answers_given_up", "Answers given up.", ("channel", "why"), registry=self.registry)
        self.queue = Gauge("glidecheck_queue_depth", "Messages stored and not yet answered.", registry=self.registry)
        self.waiting = Gauge("glidecheck_scans_waiting", "Scans of the API that wait or are being read.", registry=self.registry)

        self.ready = Gauge("glidecheck_ready", "1 while messages can be stored and answered.", registry=self.registry)
        self.store_up = Gauge("glidecheck_store_up", "1 while the database was written a moment ago.", registry=self.registry)
        self.bugs = Counter("glidecheck_bugs", "Errors of glidecheck itself, by where.", ("where",), registry=self.registry)

    def depth(self, ask: Callable[[], float]) -> None:
        """Lets the queue's depth be asked for when the numbers are fetched: no number while the store cannot tell."""

        def told() -> float:
            try:
                return ask()
            except StoreError:
                return float("nan")

        self.queue.set_function(told)

    def text(self) -> bytes:
        return generate_latest(self.registry)
