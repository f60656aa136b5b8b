"""A publisher as a process: submits notes 0…n-1 with ids that are the same in every run, and handles their verdicts."""

import sys
import uuid
from pathlib import Path

from claimed import SOURCE, TENANT, TYPE
from netral_client import Publisher
from noted import Noted

endpoint, key_file, outbox, count = sys.argv[1:5]
bootstrap = sys.argv[5] if len(sys.argv) > 5 else None
numbers = {uuid.uuid5(uuid.NAMESPACE_OID, str(number)).bytes: number for number in range(int(count))}
folder = Path(outbox)
with Publisher(
    endpoint or None, tenant=TENANT, source=SOURCE, key_file=Path(key_file), outbox_dir=folder, bootstrap=bootstrap
) as publisher:
    done = folder / "submitted"
    start = int(done.read_text() or 0) if done.exists() else 0
    with (folder / "handled").open("a") as handled:
        for id, number in list(numbers.items())[start:]:
            publisher.submit(TYPE, Noted(number=number), subject_key=f"s-{number % 7}", submission_id=id)
            if number % 10 == 9:
                publisher.flush()
                done.write_text(str(number + 1))
                for verdict in publisher.verdicts():
                    handled.write(f"{numbers[verdict.submission_id]}\n")
                    handled.flush()
        publisher.flush()
        for verdict in publisher.verdicts():
            handled.write(f"{numbers[verdict.submission_id]}\n")
