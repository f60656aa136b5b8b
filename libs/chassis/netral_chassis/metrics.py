"""Every metric there is, by name. A typo is a type error; what is served is compared with this catalogue in tests."""

from collections.abc import Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import start_http_server

from netral_chassis.settings import PortTaken
from netral_chassis.transport import LOCAL, Transport


@dataclass(frozen=True, slots=True)
class Described:
    """One metric of the catalogue. `unit` is part of the name, as Prometheus wants it.

    `values`: of the only label, if all that it can be is known; each is served as 0 from the start.
    """

    name: str
    kind: str
    labels: tuple[str, ...]
    help: str
    values: tuple[str, ...] = ()


CATALOGUE = (
    Described("netral_rpc_requests_total", "counter", ("method", "code"), "Calls answered, by gRPC status code."),
    Described("netral_rpc_duration_seconds", "histogram", ("method",), "Time from the call to its answer."),
    Described("netral_access_refusals_total", "counter", ("method", "reason"), "Calls refused for want of a right."),
    Described(
        "netral_intake_records_total",
        "counter",
        ("outcome",),
        "Batches of publishers from the broker, by what became of them; counted by intakes alone.",
        ("taken", "unreadable", "key_unknown", "signature_wrong", "tenant_forged"),
    ),
    Described("netral_log_position", "gauge", (), "Last position of this service's own log."),
    Described("netral_outbox_events", "gauge", (), "Committed events that are not known to be published."),
    Described("netral_outbox_age_seconds", "gauge", (), "Since when the oldest of them waits."),
    Described("netral_relay_halted", "gauge", ("reason",), "1 while nothing is published for a reason."),
    Described("netral_view_position", "gauge", ("source",), "Last position of the source that the live views show."),
    Described("netral_view_lag_events", "gauge", ("source",), "Published events that the live views do not show."),
    Described(
        "netral_view_age_seconds", "gauge", ("source",), "Since when the live views were last known to be current."
    ),
    Described("netral_view_held", "gauge", ("source",), "1 while a gap in the source is being held."),
    Described("netral_view_halted", "gauge", ("source", "reason"), "1 while the source stands still for a reason."),
    Described("netral_feed_halted", "gauge", ("source", "reason"), "1 while events of the source lead to no reaction."),
    Described("netral_parked_streams", "gauge", (), "Streams with records that could not be applied."),
    Described("netral_foreign_records", "gauge", ("source",), "Records in the topic that no relay of ours wrote."),
    Described("netral_todo_due", "gauge", (), "Reactions whose time has come and that are not done."),
    Described("netral_todo_failing", "gauge", (), "Reactions not done that failed at least once."),
    Described("netral_generation", "gauge", (), "Number of the live generation of views."),
    Described("netral_ready", "gauge", (), "1 while the service answers and is up to date."),
)
VIEW_REASONS = FEED_REASONS = ("FORK", "TOO_MANY_PARKED", "INTERNAL")
RELAY_REASONS = ("LOG_AHEAD_OF_STORE", "INTERNAL")
# Nobody asks when a counter was made, and the catalogue does not name those series.
disable_created_metrics()  # type: ignore[no-untyped-call]
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The metrics of one process, on a registry of its own."""

    def __init__(self, more: Sequence[Described] = ()) -> None:
        """`more` are those of one service, beside the catalogue of all."""
        self.registry = CollectorRegistry()
        kinds = {"counter": Counter, "gauge": Gauge}
        self._all: dict[str, Counter | Gauge | Histogram] = {}
        for one in (*CATALOGUE, *more):
            if one.kind == "histogram":
                made: Counter | Gauge | Histogram = Histogram(
                    one.name, one.help, one.labels, registry=self.registry, buckets=_BUCKETS
                )
            else:
                made = kinds[one.kind](one.name, one.help, one.labels, registry=self.registry)
            self._all[one.name] = made
            for value in one.values:
                self.begin(one.name, value)

    def begin(self, name: str, *labels: str) -> None:
        """Serve it as 0 from now on: of what appears with a 1, Prometheus sees no increase."""
        self._all[name].labels(*labels)

    def count(self, name: str, *labels: str) -> None:
        """Add one."""
        metric = self._all[name]
        assert isinstance(metric, Counter)
        (metric.labels(*labels) if labels else metric).inc()

    def put(self, name: str, value: float, *labels: str) -> None:
        """Set a gauge."""
        metric = self._all[name]
        assert isinstance(metric, Gauge)
        (metric.labels(*labels) if labels else metric).set(value)

    def observe(self, name: str, seconds: float, *labels: str) -> None:
        """Add an observation."""
        metric = self._all[name]
        assert isinstance(metric, Histogram)
        metric.labels(*labels).observe(seconds)

    def serve(self, port: int, transport: Transport = LOCAL) -> None:
        """Answer `/metrics` from now on, to whom the service answers too. Raises `PortTaken`."""
        cert, key, ca = (str(file) if file else None for file in (transport.cert, transport.key, transport.client_ca))
        try:
            start_http_server(
                port, transport.address, self.registry, certfile=cert, keyfile=key, client_cafile=ca,
                client_auth_required=ca is not None,
            )  # fmt: skip
        except OSError as error:
            raise PortTaken(str(port)) from error
