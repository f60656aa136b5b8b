"""Seed 003 at its own size: 10,996 signatures of one day through Kafka and PostgreSQL."""

import time
import urllib.request

import pledge_day
import pytest
from installation import Installation
from netral_cli.demo import regency
from netral_testing.waiting import eventually

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

SIGNERS, SILENT = regency.SIGNERS, 24
SECONDS = 300
_SAMPLE = f'netral_pledge_coverage_persons{{kind="pact",state="signed",tenant="{regency.TENANT}"}} '


def signed_by_metric(installation: Installation) -> float:
    """Standing pacts as Prometheus would read them; -1 before there is such a series."""
    with urllib.request.urlopen(f"http://127.0.0.1:{installation.port_base + 12}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return next((float(one.removeprefix(_SAMPLE)) for one in lines if one.startswith(_SAMPLE)), -1.0)


@pytest.mark.timeout(900)
def test_b_3_1_10996_pacts_of_a_day_are_one_number_everywhere_and_stay_it_when_sent_twice(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    day = pledge_day.write(tmp_path_factory.mktemp("files"), persons=SIGNERS + SILENT, silent=SILENT)
    staff, pacts = day.whole
    with Installation("server") as installation, installation.up() as system:
        system.wait_for_line("^ready$", timeout=150)
        for group, file in (("org", day.units), ("org", day.posts), ("staff", staff)):
            imported = installation.asked(*pledge_day.importing(group, file))
            assert imported["accepted"] == imported["rows"]
        campaign = installation.asked(*pledge_day.opening(day))["campaign"]

        begun = time.monotonic()
        signed = installation.asked(*pledge_day.signing(pacts, campaign))
        figures = installation.asked("coverage", "--campaign", campaign, "--missing")
        assert time.monotonic() - begun < SECONDS
        assert (signed["accepted"], signed["rejected"]) == (SIGNERS, 0)

        def numbers() -> dict[str, int]:
            events = [one for one in pledge_day.logs(installation) if one["type"] == "netral.pledge.pact-signed"]
            return {
                "log": len(events),
                "view": installation.asked("campaign", "show", campaign)["pacts"],
                "coverage": installation.asked("coverage", "--campaign", campaign)["signed"],
            }

        assert numbers() == dict.fromkeys(("log", "view", "coverage"), SIGNERS)
        eventually(lambda: signed_by_metric(installation) == SIGNERS, timeout=60, what="the metric of coverage")
        assert (figures["missing"], len(figures["persons"])) == (SILENT, SILENT)
        assert all(one["name"] for one in figures["persons"])

        again = installation.asked(*pledge_day.signing(pacts, campaign))
        assert again["unchanged"] == again["rows"] == SIGNERS
        assert numbers() == dict.fromkeys(("log", "view", "coverage"), SIGNERS)
        assert system.terminate(timeout=60) == 0
