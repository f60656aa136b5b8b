"""Floor of P11: employments joined with pacts by unit and class, written by hand, on the product's own view file."""

import sqlite3
from pathlib import Path

OPEN = 9_223_372_036_854_775_807
SIGNED = 1
JOIN = f"""
SELECT e.unit_id, e.employment_class, count(*), count(p.person_id)
FROM pledge_employment e
LEFT JOIN pledge_pact p
  ON p.campaign_id = :campaign AND p.person_id = e.person_id AND p.known_to = {OPEN} AND p.status = {SIGNED}
WHERE e.tenant = :tenant AND e.end_cause = 0 AND e.known_to = {OPEN} AND e.valid_from <= :day AND :day < e.valid_to
GROUP BY 1, 2
"""


def opened(path: Path) -> sqlite3.Connection:
    """The live views of pledge."""
    return sqlite3.connect(path, isolation_level=None)


def answered(conn: sqlite3.Connection, campaign: bytes, tenant: str, day: int) -> tuple[int, int]:
    """Persons of the audience and standing pacts among them."""
    rows = conn.execute(JOIN, {"campaign": campaign, "tenant": tenant, "day": day}).fetchall()
    return sum(row[2] for row in rows), sum(row[3] for row in rows)
