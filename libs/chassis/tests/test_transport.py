"""TLS on every hop: the gRPC port, the metrics, the database, the broker; and what a certificate says of its holder."""

import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from called import CALLED, Answered, Asked, Called, servicer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from kafka.admin import KafkaAdminClient
from netral.common.v1.options_pb2 import Role
from netral_chassis import tokens, topics
from netral_chassis.access import Grant
from netral_chassis.certificates import Authority, pem
from netral_chassis.database import DatabaseGone
from netral_chassis.database_postgres import PostgresDatabase
from netral_chassis.kafka_tls import KafkaTls
from netral_chassis.log import LogUnavailable
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.metrics import Metrics
from netral_chassis.record import Record
from netral_chassis.rpc import Server
from netral_chassis.transport import CertificateWrong, Transport, certified, trusted_key
from netral_testing.kafka import Cluster
from netral_testing.ports import free_base, free_ports
from netral_testing.postgres import Server as PostgresServer
from netral_testing.postgres import unprivileged
from netral_testing.waiting import eventually
from note_running import start

KEY = Ed25519PrivateKey.generate()
OURS, OTHERS = Authority.new(), Authority.new("somebody else")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`ca.pem`, and a server's `cert.pem` and `key.pem` for loopback."""
    folder = tmp_path_factory.mktemp("tls")
    folder.chmod(0o755)
    cert, key = OURS.server(["localhost", "127.0.0.1"])
    for name, content in (("ca", pem(OURS.certificate)), ("cert", cert), ("key", key)):
        (folder / f"{name}.pem").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def server(files: Path) -> Iterator[Server]:
    """One that hears those alone whose certificates our authority signed."""
    made = Server(
        0,
        [servicer(Called())],
        key=KEY.public_key(),
        authority=lambda subject: (Grant(Role.ROLE_CLERK, "51"),) if subject == "user:clerk" else (),
        metrics=Metrics(),
        transport=Transport("127.0.0.1", files / "cert.pem", files / "key.pem", files / "ca.pem"),
    )
    made.start()
    yield made
    made.stop()


def call(
    server: Server, own: tuple[bytes, bytes] | None, *, roots: Authority = OURS, token: str = "", method: str = "Anyone"
) -> str:
    """Who the server takes us for; `own` is our certificate and its key. Raises `grpc.RpcError`."""
    cert, key = own or (None, None)
    credentials = grpc.ssl_channel_credentials(pem(roots.certificate), key, cert)
    with grpc.secure_channel(f"127.0.0.1:{server.port}", credentials) as channel:
        procedure = channel.unary_unary(
            f"/{CALLED.full_name}/{method}",
            request_serializer=Asked.SerializeToString,
            response_deserializer=Answered.FromString,
        )
        metadata = [("authorization", f"Bearer {token}")] if token else []
        return str(procedure(Asked(tenant="51.04"), metadata=metadata, timeout=20).text)


def refused(*arguments: object, **more: object) -> grpc.StatusCode:
    with pytest.raises(grpc.RpcError) as error:
        call(*arguments, **more)  # type: ignore[arg-type]
    return error.value.code()  # type: ignore[attr-defined, no-any-return]


def test_a_publisher_is_known_by_its_certificate(server: Server) -> None:
    assert call(server, OURS.publisher("51.04", "simpeg")) == "system:51.04/simpeg"


def test_a_publisher_may_publish_and_nothing_else(server: Server) -> None:
    assert refused(server, OURS.publisher("51.04", "simpeg"), method="OfTenant") is grpc.StatusCode.PERMISSION_DENIED


def test_a_token_says_who_calls_even_through_the_connection_of_a_publisher(server: Server) -> None:
    token = tokens.issue(KEY, "user:clerk")
    assert call(server, OURS.publisher("51.04", "simpeg"), token=token, method="OfTenant") == "user:clerk"


@pytest.mark.parametrize(
    "own",
    [
        pytest.param(None, id="none"),
        pytest.param(OTHERS.publisher("51.04", "simpeg"), id="of another authority"),
        pytest.param(OURS.publisher("51.04", "simpeg", days=-1), id="expired"),
        pytest.param(OURS.server(["localhost"]), id="of a server"),
    ],
)
def test_without_a_certificate_of_ours_nobody_is_heard(server: Server, own: tuple[bytes, bytes] | None) -> None:
    assert refused(server, own, token=tokens.issue(KEY, "user:clerk")) is grpc.StatusCode.UNAVAILABLE


@pytest.mark.parametrize("tenant", ["5104", "51.04.01", "51.4", "xx", ""])
def test_a_certificate_whose_name_is_no_source_needs_a_token(server: Server, tenant: str) -> None:
    own = OURS.publisher(tenant, "simpeg")
    assert refused(server, own) is grpc.StatusCode.UNAUTHENTICATED
    assert call(server, own, token=tokens.issue(KEY, "user:clerk")) == "user:clerk"


def test_a_certificate_with_two_sources_is_nobody() -> None:
    names = [b"netral://51.04/simpeg", b"netral://51.05/simpeg"]
    assert certified({"x509_subject_alternative_name": names}) is None
    assert certified({"x509_subject_alternative_name": names[:1]}) is not None
    assert certified({}) is None


def test_a_client_refuses_a_server_of_another_authority(server: Server) -> None:
    own = OURS.publisher("51.04", "simpeg")
    assert refused(server, own, roots=OTHERS) is grpc.StatusCode.UNAVAILABLE


def test_nothing_is_answered_in_the_clear(server: Server) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel, pytest.raises(grpc.RpcError) as error:
        channel.unary_unary(f"/{CALLED.full_name}/Anyone")(b"", timeout=20)
    assert error.value.code() is grpc.StatusCode.UNAVAILABLE  # type: ignore[attr-defined]


def test_metrics_are_served_by_tls_to_who_has_a_certificate(files: Path, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    Metrics().serve(port, Transport("127.0.0.1", files / "cert.pem", files / "key.pem", files / "ca.pem"))
    own = tmp_path / "own.pem"
    own.write_bytes(b"".join(OURS.publisher("00", "prometheus")))
    context = ssl.create_default_context(cafile=files / "ca.pem")
    with pytest.raises(OSError, match=r"(?i)certificate|reset|closed|EOF"):
        urllib.request.urlopen(f"https://127.0.0.1:{port}/metrics", context=context, timeout=10).read()
    context.load_cert_chain(own)
    assert b"netral_ready" in urllib.request.urlopen(f"https://127.0.0.1:{port}/metrics", context=context).read()


@pytest.mark.parametrize("broken", ["cert", "key", "client_ca"])
@pytest.mark.parametrize("content", [None, b"nothing", pem(OTHERS.key)])
def test_a_file_that_is_no_certificate_is_named(
    files: Path, tmp_path: Path, broken: str, content: bytes | None
) -> None:
    parts = {"cert": files / "cert.pem", "key": files / "key.pem", "client_ca": files / "ca.pem"}
    parts[broken] = tmp_path / "broken.pem"
    if content is not None:
        parts[broken].write_bytes(content)
    with pytest.raises(CertificateWrong, match=r"broken\.pem"):
        Transport("127.0.0.1", **parts).bind(grpc.server(None), 0)  # type: ignore[arg-type]


def test_an_issuer_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "issuer.pub").write_bytes(pem(OTHERS.certificate))
    for file in (tmp_path / "issuer.pub", tmp_path / "none.pub"):
        with pytest.raises(CertificateWrong, match=file.name):
            trusted_key(file, tmp_path / "x")


class TestService:
    """A whole process, as its settings say."""

    def told(self, home: Path, **changes: str) -> str:
        process = start(home, free_base(), changes)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "Traceback" not in told
        return told

    def test_it_listens_beyond_loopback_only_with_a_certificate(self, tmp_path: Path) -> None:
        assert "TLS_NEEDED" in self.told(tmp_path, NETRAL_LISTEN="0.0.0.0")

    def test_it_does_not_trust_a_local_issuer_beyond_loopback(self, tmp_path: Path, files: Path) -> None:
        tls = {"NETRAL_TLS_CERT": str(files / "cert.pem"), "NETRAL_TLS_KEY": str(files / "key.pem")}
        assert "LOCAL_ISSUER" in self.told(tmp_path, NETRAL_LISTEN="::", **tls)

    def test_half_a_certificate_is_told(self, tmp_path: Path, files: Path) -> None:
        assert "NETRAL_TLS_KEY" in self.told(tmp_path, NETRAL_TLS_CERT=str(files / "cert.pem"))

    def test_it_answers_who_has_a_certificate_and_a_token_of_the_trusted_issuer(
        self, tmp_path: Path, files: Path
    ) -> None:
        issuer = tmp_path / "issuer.pub"
        issuer.write_bytes(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        base = free_base()
        process = start(
            tmp_path / "home", base,
            {
                "NETRAL_LISTEN": "0.0.0.0", "NETRAL_TLS_CERT": str(files / "cert.pem"),
                "NETRAL_TLS_KEY": str(files / "key.pem"), "NETRAL_TLS_CLIENT_CA": str(files / "ca.pem"),
                "NETRAL_ISSUER_KEY": str(issuer),
            },
        )  # fmt: skip
        cert, key = OURS.publisher("51.04", "simpeg")
        try:
            credentials = grpc.ssl_channel_credentials(pem(OURS.certificate), key, cert)
            with grpc.secure_channel(f"127.0.0.1:{base}", credentials) as channel:
                grpc.channel_ready_future(channel).result(60)
                ask = channel.unary_unary("/netral.common.v1.OperationsService/Status")
                mine = tokens.issue(KEY, "user:operator")
                local = tokens.issue(tokens.issuer_key(tmp_path / "home" / "secrets" / "issuer.pem"), "user:operator")
                with pytest.raises(grpc.RpcError) as error:
                    ask(b"", metadata=[("authorization", f"Bearer {local}")], timeout=20)
                assert error.value.code() is grpc.StatusCode.UNAUTHENTICATED  # type: ignore[attr-defined]
                eventually(lambda: _answered(ask, mine), timeout=30)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _answered(ask: grpc.UnaryUnaryMultiCallable, token: str) -> bool:  # type: ignore[type-arg]
    try:
        return bool(ask(b"", metadata=[("authorization", f"Bearer {token}")], timeout=20))
    except grpc.RpcError:
        return False


def test_the_database_is_reached_by_tls_and_checked(files: Path) -> None:
    with PostgresServer() as server:
        for name in ("cert", "key", "ca"):
            target = server.folder / "data" / f"{name}.pem"
            subprocess.run(
                [
                    "install",
                    "-m",
                    "600",
                    *(["-o", user] if (user := unprivileged()) else []),
                    files / f"{name}.pem",
                    target,
                ],
                check=True,
            )
        settings = "ssl = on\nssl_cert_file = 'cert.pem'\nssl_key_file = 'key.pem'\nssl_ca_file = 'ca.pem'\n"
        with (server.folder / "data" / "postgresql.conf").open("a") as conf:
            conf.write(settings)
        (server.folder / "data" / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 trust\n")
        server.stop()
        server.start()
        right = f"{server.url}?sslmode=verify-full&sslrootcert={files / 'ca.pem'}"
        database = PostgresDatabase(right, "core")
        with database.read() as conn:
            asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            assert database.fetch(conn, asked, ()) == [(True,)]
        database.close()
        (files / "other.pem").write_bytes(pem(OTHERS.certificate))
        for wrong in ("sslmode=disable", f"sslmode=verify-full&sslrootcert={files / 'other.pem'}"):
            refused = PostgresDatabase(f"{server.url}?{wrong}", "core")
            with pytest.raises(DatabaseGone), refused.read():
                pass
            refused.close()


def test_the_broker_is_reached_by_tls_with_our_own_certificate(files: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    cert, key = OURS.publisher("00", "netral")
    (own / "cert.pem").write_bytes(cert)
    (own / "key.pem").write_bytes(key)
    (own / "store.pem").write_bytes((files / "key.pem").read_bytes() + (files / "cert.pem").read_bytes())
    with Cluster() as cluster:
        (port,) = free_ports(1)
        _also_by_tls(cluster, port, own / "store.pem", files / "ca.pem")
        tls = KafkaTls(files / "ca.pem", own / "cert.pem", own / "key.pem")
        topics.ensure(f"127.0.0.1:{port}", {"alpha.v1": topics.LOG}, 1, tls)
        log = KafkaLog(f"127.0.0.1:{port}", "alpha.v1", source="netral://alpha", tls=tls, send_seconds=20)
        log.send([Record("n/1", "t", bytes(16), b"d", b"m")])
        assert log.end() == 1
        assert [one.record.data for one in log.read(0, 1, 10)] == [b"d"]
        log.close()
        admin = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}", **tls.kafka_python())
        assert "alpha.v1" in admin.list_topics()
        admin.close()
        context = tls.context()
        assert context is not None
        assert context.verify_mode is ssl.CERT_REQUIRED
        with pytest.raises(LogUnavailable):
            KafkaLog(f"127.0.0.1:{port}", "alpha.v1", source="x", tls=KafkaTls(files / "ca.pem")).end()


def _also_by_tls(cluster: Cluster, port: int, store: Path, ca: Path) -> None:
    """Start the node again with a listener more, which asks its callers for certificates."""
    cluster.kill()
    properties = cluster.folder(1) / "server.properties"
    listeners = next(line for line in properties.read_text().splitlines() if line.startswith("listeners="))
    more = {
        "listeners": f"{listeners.partition('=')[2]},SSL://127.0.0.1:{port}",
        "advertised.listeners": f"{listeners.partition('=')[2]},SSL://127.0.0.1:{port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": store,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": ca,
        "ssl.client.auth": "required",
    }
    with properties.open("a") as file:
        file.write("".join(f"{name}={value}\n" for name, value in more.items()))
    cluster.start()
    cluster.wait_ready()
