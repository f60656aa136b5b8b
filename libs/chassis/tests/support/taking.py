"""The intake of `claimed` as a process. Keys in force stand in `<home>/keys.json`, foreign facts in `<home>/fact`."""

import json
import os
from pathlib import Path

from claimed import Facts, handlers
from netral_chassis import intake
from netral_chassis.publishers import Claims, PublisherKey
from netral_chassis.service import App, Service
from noted import TYPES, Notes

HOME = Path(os.environ["NETRAL_HOME"])


def key_of(key_id: bytes) -> PublisherKey | None:
    known = json.loads((HOME / "keys.json").read_text()).get(key_id.hex())
    return PublisherKey(known[0], known[1], bytes.fromhex(known[2])) if known else None


def claims(app: App) -> Claims:
    return Claims(handlers(Facts(HOME / "fact"), app.clock), key_of)


if __name__ == "__main__":
    intake.main(Service("note", 0, TYPES, [Notes()], servicers=lambda _app: [], claims=claims))
