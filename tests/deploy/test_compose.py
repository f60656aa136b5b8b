"""The compose file and its images: what listens, what is pinned, and that no secret stands in them.

Read as text, for the project needs no YAML otherwise; `docker compose config` judges the grammar where Docker is.
"""

import re
import runpy
from pathlib import Path

from netral_cli.connection import SERVICES

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "deploy" / "docker"
COMPOSE = (ROOT / "docker-compose.yml").read_text()
LINES = [line for line in COMPOSE.splitlines() if line.strip() and not line.lstrip().startswith("#")]
DOCKERFILES = [path.read_text() for path in sorted(DOCKER.glob("*Dockerfile"))]
EXACT = re.compile(r"[a-z/-]+:\d+\.\d+\.?\d*(-[a-z-]+)?|debian:bookworm-\d{8}-slim")


def block(name: str) -> list[str]:
    """The lines of one service."""
    start = LINES.index(f"  {name}:") + 1
    end = next(number for number in range(start, len(LINES)) if not LINES[number].startswith("    "))
    return [line.strip() for line in LINES[start:end]]


def values(key: str) -> list[str]:
    """What stands behind `key:` on its line, everywhere."""
    return [found.group(1) for line in LINES if (found := re.fullmatch(rf"\s*{key}:\s*(.+?)(?:\s+#.*)?", line))]


def test_every_published_port_is_on_loopback():
    published = [port for value in values("ports") for port in re.findall(r'"([^"]+)"', value)]
    assert len(published) == sum(line.strip().startswith("ports:") for line in LINES) == 2
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_what_shares_the_network_of_the_machine_is_netral_alone():
    # it listens on loopback only, whereas the images of others would listen everywhere
    sharing = {
        name for name in ("secrets", "postgres", "kafka", "setup", "netral") if "network_mode: host" in block(name)
    }
    assert sharing == {"netral", "setup"}


def test_no_project_name_is_set_which_older_compose_refuses():
    assert not any(re.match(r"(name|version):", line) for line in LINES)


def test_every_image_is_pinned_to_an_exact_release():
    bases = [name for text in DOCKERFILES for name in re.findall(r"^FROM (\S+)", text, re.MULTILINE)]
    images = values("image") + bases
    assert len(bases) == 4
    assert [image for image in images if not EXACT.fullmatch(image)] == []


def test_no_secret_stands_in_the_file():
    named = [line for line in LINES if re.search(r"password|secret|token|master", line, re.IGNORECASE)]
    allowed = re.compile(
        r"\s*(secrets:.*|-? ?admin-secret:.*|volumes: \[\"admin-secret:\S+\"\]|command: \[sh, \S+secrets\.sh\]|"
        r"POSTGRES_PASSWORD_FILE: /run/\S+)"
    )
    assert named
    assert [line for line in named if not allowed.fullmatch(line)] == []
    assert "://" not in COMPOSE


def test_netral_runs_as_nobody_special_and_writes_to_its_home_alone():
    shared = LINES[LINES.index("x-netral: &netral") : LINES.index("services:")]
    assert {"  read_only: true", "  cap_drop: [ALL]"} <= set(shared)
    assert not any(line.startswith(("user:", "cap_add:", "read_only:", "privileged:")) for line in block("netral"))
    final = (DOCKER / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)", final, re.MULTILINE) == ["netral"]


def test_what_is_installed_is_checked_against_the_hashes_of_the_lock():
    installs = re.findall(r"pip install[^&\n]*", (DOCKER / "Dockerfile").read_text())
    assert installs
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation" in line for line in installs)


def test_what_runs_never_sees_the_superuser_or_the_owner_of_its_tables():
    mounts = {name: {line for line in block(name) if "admin-secret" in line} for name in ("netral", "kafka", "setup")}
    assert [name for name, found in mounts.items() if found] == ["setup"]
    assert (DOCKER / "setup.sh").read_text().rstrip().endswith('rm -f "$NETRAL_HOME/secrets/owner.env"')


def test_every_service_has_its_health_check():
    offsets = runpy.run_path(str(DOCKER / "health.py"))["METRICS_OFFSETS"]
    assert offsets == {service: 10 + offset for service, offset in SERVICES.items()}


def test_the_broker_is_the_version_that_tests_run_against():
    pom = (ROOT / "deploy" / "kafka" / "pom.xml").read_text()
    wanted = re.findall(r"<artifactId>kafka_2\.13</artifactId>\s*<version>([^<]+)<", pom)
    assert [image.partition(":")[2] for image in values("image") if image.startswith("netral-kafka:")] == wanted


def test_the_image_is_the_version_of_the_distribution():
    version = re.findall(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert [image.partition(":")[2] for image in values("image") if image.startswith("netral:")] == version
