"""Adds a golden line for every event type that has none. Lines that are there stay as they are."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from contracts import events, sample
from google.protobuf.json_format import MessageToDict

GOLDEN = Path(__file__).parent / "events.jsonl"


def main() -> None:
    known = {json.loads(line)["type"] for line in GOLDEN.read_text().splitlines()} if GOLDEN.exists() else set()
    with GOLDEN.open("a") as file:
        for name, descriptor in sorted(events().items()):
            if name not in known:
                message = sample(descriptor)
                line = {
                    "type": name,
                    "bytes": message.SerializeToString(deterministic=True).hex(),
                    "means": MessageToDict(message, preserving_proto_field_name=True),
                }
                file.write(json.dumps(line, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
