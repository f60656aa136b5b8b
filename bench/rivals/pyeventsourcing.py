"""Rival of P6: pyeventsourcing on the same PostgreSQL, in its own environment. Prints one JSON document.

`pyeventsourcing.py URL SINGLES BATCHES SIZE CALLERS`: CALLERS threads save SINGLES aggregates of one event, then one
saves BATCHES of SIZE events each.
"""

import json
import os
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Pact(Aggregate):
    """What was signed, field by field."""

    @event("Signed")
    def __init__(self, statement):
        self.statement = statement

    @event("Noted")
    def note(self, statement):
        self.statement = statement


def statement(number):
    return {
        "campaign": "5c9d2b1e7f604a3b8c1d2e3f4a5b6c7d",
        "person": uuid.uuid4().hex,
        "template": "PAKTA-2023",
        "digest": "ab" * 32,
        "owner": "51.04",
        "signed_at": 1_700_438_700_000_000 + number,
        "signed_on": 19_681,
        "method": 1,
        "assurance": 1,
        "subject": "cd" * 32,
    }


def spent():
    return time.perf_counter(), time.process_time()


def main():
    url, singles, batches, size, callers = sys.argv[1], *map(int, sys.argv[2:6])
    where = urlsplit(url)
    os.environ |= {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": where.path[1:],
        "POSTGRES_HOST": where.hostname,
        "POSTGRES_PORT": str(where.port),
        "POSTGRES_USER": where.username,
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_POOL_SIZE": str(callers),
    }
    app = Application()
    app.save(Pact(statement(0)))  # opens its connections and makes its statements
    with app.recorder.datastore.get_connection() as conn:
        names = ("synchronous_commit", "fsync", "full_page_writes", "wal_sync_method")
        durability = {name: next(iter(conn.execute(f"SHOW {name}").fetchone().values())) for name in names}
    known = [statement(number) for number in range(max(singles, size))]

    def call(first):
        for number in range(first, singles, callers):
            app.save(Pact(known[number]))

    begun = spent()
    with ThreadPoolExecutor(callers) as threads:
        for done in [threads.submit(call, first) for first in range(callers)]:
            done.result()
    single = [now - then for now, then in zip(spent(), begun, strict=True)]
    begun = spent()
    for _ in range(batches):
        pact = Pact(known[0])
        for number in range(1, size):
            pact.note(known[number])
        app.save(pact)
    batched = [now - then for now, then in zip(spent(), begun, strict=True)]
    with psycopg.connect(url) as conn:
        rows = conn.execute("SELECT count(*), count(DISTINCT notification_id) FROM application_events").fetchone()
    app.close()
    json.dump(
        {"single": single, "batched": batched, "rows": rows[0], "distinct": rows[1], "durability": durability},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
