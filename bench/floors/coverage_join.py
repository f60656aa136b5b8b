"""Floor of P11: employments joined with pacts by unit and class, written by hand, on the product's own views."""

from netral_chassis.database import Database

OPEN = 9_223_372_036_854_775_807
SIGNED = 1
JOIN = f"""
SELECT e.unit_id, e.employment_class, count(*), count(p.person_id)
FROM {{s}}pledge_employment e
LEFT JOIN {{s}}pledge_pact p
  ON p.campaign_id = ? AND p.person_id = e.person_id AND p.known_to = {OPEN} AND p.status = {SIGNED}
WHERE e.tenant = ? AND e.end_cause = 0 AND e.known_to = {OPEN} AND e.valid_from <= ? AND ? < e.valid_to
GROUP BY 1, 2
"""


def answered(database: Database, campaign: bytes, tenant: str, day: int) -> tuple[int, int]:
    """Persons of the audience and standing pacts among them."""
    with database.read() as conn:
        rows = database.fetch(conn, JOIN, (campaign, tenant, day, day))
    return sum(row[2] for row in rows), sum(row[3] for row in rows)
