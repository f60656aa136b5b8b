"""Working days, tenant zones, election phases, regions: facts in files, everything else pure."""

from netral_calendar.counting import Due, Skipped, Unit, Week, Why, days_between, due, skipped
from netral_calendar.deadlines import ClockRule, ClockUnit, Deadline, Pause, Start, deadline, late_by
from netral_calendar.elections import Contest, Phase, phase_of, phases_of
from netral_calendar.instants import day_number, day_of_number, instant_of_microseconds, microseconds
from netral_calendar.regions import NATIONAL, Region, RegionKind, province_of, scopes_of, with_own_government
from netral_calendar.years import Calendar, CalendarMissing, Kind, NamedDay, Status, YearCalendar, calendar_of
from netral_calendar.zones import Zone, day_bounds, first_instant_after, first_instant_of, local_time, tenant_day

__all__ = [
    "NATIONAL",
    "Calendar",
    "CalendarMissing",
    "ClockRule",
    "ClockUnit",
    "Contest",
    "Deadline",
    "Due",
    "Kind",
    "NamedDay",
    "Pause",
    "Phase",
    "Region",
    "RegionKind",
    "Skipped",
    "Start",
    "Status",
    "Unit",
    "Week",
    "Why",
    "YearCalendar",
    "Zone",
    "calendar_of",
    "day_bounds",
    "day_number",
    "day_of_number",
    "days_between",
    "deadline",
    "due",
    "first_instant_after",
    "first_instant_of",
    "instant_of_microseconds",
    "late_by",
    "local_time",
    "microseconds",
    "phase_of",
    "phases_of",
    "province_of",
    "scopes_of",
    "skipped",
    "tenant_day",
    "with_own_government",
]
