"""What the twin counts about itself, for Prometheus; each twin has a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """Counters and timings; the names are what `/metrics` shows."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.steps = Counter("yugang_steps", "Steps taken", registry=self.registry)
        self.letters = Counter("yugang_letters", "Letters given to a step", registry=self.registry)
        self.facts = Counter("yugang_facts", "Facts that became true", registry=self.registry)
        self.rejected = Counter("yugang_rejected", "Letters refused", ["reason"], registry=self.registry)
        self.step_s = self._timing("yugang_step_seconds", "One step of the engine")
        self.commit_s = self._timing("yugang_commit_seconds", "One commit of a step")
        self.waited_s = self._timing("yugang_waited_seconds", "From a letter's arrival to its commit")
        self.snapshot_s = self._timing("yugang_snapshot_seconds", "Taking a snapshot on the keeper's path")
        self.gauges = Gauge("yugang_now", "What stands now", ["what"], registry=self.registry)

    def _timing(self, name: str, meaning: str) -> Histogram:
        return Histogram(name, meaning, buckets=_SECONDS, registry=self.registry)

    def text(self) -> bytes:
        """Return all of it in the Prometheus text format."""
        return generate_latest(self.registry)
