"""A real Kafka cluster (KRaft, combined nodes) on loopback, for one test session or one test."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from netral_testing.children import spawn
from netral_testing.ports import free_ports
from netral_testing.waiting import eventually

JARS = pathlib.Path(__file__).parents[3] / ".cache" / "kafka"
CLUSTER_ID = "bmV0cmFsLXRlc3QtMDAwMQ"
DIRECTORY_IDS = ("bmV0cmFsLXRlc3QtZGkwMA", "bmV0cmFsLXRlc3QtZGkwMQ", "bmV0cmFsLXRlc3QtZGkwMg")
START_ATTEMPTS = 3


class NodeExited(Exception):
    """A broker process ended by itself; the text is the end of its log."""


class Cluster:
    """One or three brokers, nodes numbered from 1, each a child process; `with Cluster() as cluster:` starts them all.

    Three nodes replicate every topic three times with `min.insync.replicas` 2. Topics are never made by themselves.
    """

    def __init__(self, *, nodes: int = 1, heap_mib: int = 256) -> None:
        self.nodes = nodes
        self._heap_mib = heap_mib
        self._home = tempfile.TemporaryDirectory(prefix="netral-kafka-")
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._ports: list[int] = []

    @property
    def bootstrap(self) -> str:
        """`host:port` of every node, comma-separated, for `bootstrap.servers`."""
        return ",".join(f"127.0.0.1:{port}" for port in self._ports[: self.nodes])

    def __enter__(self) -> Self:
        """Format and start every node; raises `NodeExited` if the third attempt, on other ports, fails too."""
        for attempt in range(1, START_ATTEMPTS + 1):
            self._ports = free_ports(2 * self.nodes)
            try:
                self._format()
                for node in self._numbers():
                    self.start(node)
                self.wait_ready()
            except BaseException as error:
                self._kill_all()
                if attempt == START_ATTEMPTS or not isinstance(error, NodeExited):
                    self._home.cleanup()
                    raise
            else:
                break
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kill_all()  # the data go too, and three nodes need six seconds to end in order
        self._home.cleanup()

    def start(self, node: int = 1) -> None:
        """Start a node that is down, on its old port with its old data; does not wait (`wait_ready`)."""
        if node in self._running:
            raise ValueError(f"node {node} is running")
        folder = self.folder(node)
        with open(folder / "out.log", "ab") as log:
            self._running[node] = spawn(
                [*java(self._heap_mib, folder), "kafka.Kafka", folder / "server.properties"], stdout=log
            )

    def wait_ready(self, *, timeout: float = 60.0) -> None:
        """Wait until every started node serves; raises `NodeExited`, or `TimeoutError` after `timeout` seconds."""
        if not self._running:
            raise ValueError("no node is started")

        def ready() -> bool:
            for node, process in self._running.items():
                if process.poll() is not None:
                    raise NodeExited(f"node {node}: exit code {process.returncode}\n{self.log(node)[-2000:]}")
            return brokers(self.bootstrap) >= len(self._running)

        eventually(ready, timeout=timeout, what="a Kafka cluster that serves")

    def kill(self, node: int = 1) -> None:
        """SIGKILL: the node is gone without a word, its data stay."""
        process = self._running.pop(node)
        process.kill()
        process.wait()

    def pause(self, node: int = 1) -> None:
        """SIGSTOP: connections stay open and nobody answers."""
        self._running[node].send_signal(signal.SIGSTOP)

    def resume(self, node: int = 1) -> None:
        """SIGCONT: the node goes on as if no time had passed."""
        self._running[node].send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End all nodes in order. At once, as the last of three would wait five minutes for a quorum that is gone."""
        for process in self._running.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                break
        self._kill_all()

    def create_topic(self, name: str, *, partitions: int = 1, config: Mapping[str, str] | None = None) -> None:
        """Make a topic and wait until it can be written to; raises `KafkaException` if it exists."""
        admin = AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})
        topic = NewTopic(name, num_partitions=partitions, replication_factor=self.nodes, config=dict(config or {}))
        admin.create_topics([topic])[name].result(30)

        def led() -> bool:
            found = admin.list_topics(name, timeout=5).topics[name].partitions
            return len(found) == partitions and all(partition.leader > 0 for partition in found.values())

        eventually(led, timeout=30, what=f"topic {name} with a leader in every partition")

    def log(self, node: int = 1) -> str:
        """What the node has written so far, warnings and worse."""
        return (self.folder(node) / "out.log").read_text(errors="replace")

    def folder(self, node: int) -> pathlib.Path:
        """Where the node's `server.properties`, `data` and `out.log` are."""
        return pathlib.Path(self._home.name) / f"node{node}"

    def _numbers(self) -> range:
        return range(1, self.nodes + 1)

    def _kill_all(self) -> None:
        for node in list(self._running):
            self.kill(node)

    def _format(self) -> None:
        clients, controllers = self._ports[: self.nodes], self._ports[self.nodes :]
        voters = ",".join(
            f"{node}@127.0.0.1:{port}:{DIRECTORY_IDS[node - 1]}" for node, port in enumerate(controllers, start=1)
        )
        formats = []
        for node in self._numbers():
            folder = self.folder(node)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            properties = folder / "server.properties"
            properties.write_text(node_properties(node, folder / "data", clients=clients, controllers=controllers))
            formats.append(spawn(format_command(properties, CLUSTER_ID, voters if self.nodes > 1 else "")))
        exit_codes = [process.wait() for process in formats]
        if any(exit_codes):
            raise NodeExited("kafka.tools.StorageTool could not format the storage")


def brokers(bootstrap: str) -> int:
    """How many brokers are in service, as the first that answers within a second says; 0 if none answers."""
    try:
        return len(AdminClient({"bootstrap.servers": bootstrap, "log_level": 0}).list_topics(timeout=1).brokers)
    except KafkaException:
        return 0


def java(heap_mib: int, scratch: pathlib.Path) -> list[str]:
    """The command line of a small JVM with Kafka's jars; it leaves temporary files in the folder `scratch` alone.

    Raises `FileNotFoundError` before `make components` ran.
    """
    if not any(JARS.glob("kafka_2.13-*.jar")):
        raise FileNotFoundError(f"no Kafka jars in {JARS}: run `make components`")
    program = shutil.which("java")
    if program is None:
        raise FileNotFoundError("no `java` on the PATH: run `make components`")
    return [
        program,
        "-Xms64m",
        f"-Xmx{heap_mib}m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        f"-Djava.io.tmpdir={scratch}",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-cp",
        f"{JARS}{os.sep}*",
    ]


def format_command(properties: pathlib.Path, cluster_id: str, voters: str = "") -> list[str]:
    """What prepares a node's storage; `voters` are the controllers of a cluster of several."""
    how = ["--initial-controllers", voters] if voters else ["--standalone"]
    return [
        *java(128, properties.parent),
        "kafka.tools.StorageTool",
        "format",
        *how,
        "-t",
        cluster_id,
        "-c",
        str(properties),
    ]


def node_properties(node: int, data: pathlib.Path, *, clients: list[int], controllers: list[int]) -> str:
    """`server.properties` of one combined broker and controller; the ports are those of all nodes, in order."""
    replicas = len(clients)
    in_sync = max(1, replicas - 1)
    listeners = f"PLAINTEXT://127.0.0.1:{clients[node - 1]},CONTROLLER://127.0.0.1:{controllers[node - 1]}"
    settings = {
        "process.roles": "broker,controller",
        "node.id": node,
        "listeners": listeners,
        "advertised.listeners": listeners,
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.quorum.bootstrap.servers": ",".join(f"127.0.0.1:{port}" for port in controllers),
        "log.dirs": data,
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": 0,
        "default.replication.factor": replicas,
        "min.insync.replicas": in_sync,
        "offsets.topic.num.partitions": 1,
        "offsets.topic.replication.factor": replicas,
        "transaction.state.log.num.partitions": 1,
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": in_sync,
        "share.coordinator.state.topic.num.partitions": 1,
        "share.coordinator.state.topic.replication.factor": replicas,
        "share.coordinator.state.topic.min.isr": in_sync,
        # the defaults (9 s, 2 s) make every fail-over twice as slow
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
        "controller.quorum.fetch.timeout.ms": 1500,
        "controller.quorum.election.timeout.ms": 1000,
        # the default takes 128 MiB of the heap
        "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())
