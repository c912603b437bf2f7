"""What a monitor may know of the running bot: counts and times, nothing of whom or what."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Counters in Prometheus' text format."""

    def __init__(self, *, unfinished: Callable[[], int], hurried: Callable[[], int]) -> None:
        """`unfinished` gives how many updates wait or are in hand, `hurried` how many questions were read once only."""
        self._registry = CollectorRegistry()
        self.updates = self._counter("updates", "Updates taken over from Telegram, repeated ones left out")
        self.questions = self._counter("questions", "Questions by what came of them", "outcome")
        self.stories = self._counter("stories", "Stories that readers brought, by what came of them", "outcome")
        self.errors = self._counter("errors", "Updates that failed, by the type of the error", "type")
        self.retries = self._counter("retries", "Requests to Telegram that failed and were made again", "reason")
        self.seconds = Histogram(
            "ontherecord_answer_seconds",
            "From the bot's taking up a question to its reply having arrived",
            registry=self._registry,
            buckets=_SECONDS,
        )
        self._gauge("queue", "Updates that wait or are in hand", unfinished)
        self._gauge("hurried", "Questions that many others kept from being read a second time", hurried)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)

    def _gauge(self, name: str, meaning: str, value: Callable[[], int]) -> None:
        Gauge(f"ontherecord_{name}", meaning, registry=self._registry).set_function(value)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"ontherecord_{name}", meaning, labels, registry=self._registry)
