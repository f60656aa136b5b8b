"""Elections and the phase a day lies in. Pure; the dates are data (`data/calendars/elections.toml`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from netral_calendar.years import Status


class Phase(StrEnum):
    """Where a day lies relative to an election. Days are those of the tenant's zone."""

    BEFORE = "before"
    """Before the campaign."""
    CAMPAIGN = "campaign"
    """Masa kampanye."""
    QUIET = "quiet"
    """Masa tenang."""
    VOTE = "vote"
    """Hari pemungutan suara."""
    AFTER = "after"
    """After voting day."""


@dataclass(frozen=True, slots=True)
class Contest:
    """One election. All days are inclusive: campaign, then quiet period, then voting day, without a gap."""

    code: str
    name_id: str
    name_en: str
    campaign_from: date
    quiet_from: date
    vote_on: date
    status: Status
    source: str

    def __post_init__(self) -> None:
        if not self.campaign_from < self.quiet_from < self.vote_on:
            raise ValueError(f"the phases of {self.code} are out of order")


def phase_of(day: date, contest: Contest) -> Phase:
    """The phase of one election that the day lies in."""
    if day < contest.campaign_from:
        return Phase.BEFORE
    if day < contest.quiet_from:
        return Phase.CAMPAIGN
    if day < contest.vote_on:
        return Phase.QUIET
    return Phase.VOTE if day == contest.vote_on else Phase.AFTER


def phases_of(day: date, contests: Iterable[Contest]) -> dict[str, Phase]:
    """The phase of every election, by its code: the same day may be after one and before another."""
    return {contest.code: phase_of(day, contest) for contest in contests}
