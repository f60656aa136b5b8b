"""Makes the topics of every service that are missing and checks all of them, on the one broker of a laptop."""

import os
import sys

from netral_chassis import intake, topics
from netral_chassis.log import LogUnavailable
from netral_chassis.process import topic
from netral_cli.connection import SERVICES

if __name__ == "__main__":
    try:
        topics.ensure(os.environ["NETRAL_BOOTSTRAP"], [topic(service) for service in SERVICES], 1)
        intake.ensure_topics(os.environ["NETRAL_BOOTSTRAP"], SERVICES, 1)
    except (LogUnavailable, topics.TopicWrong) as error:
        sys.exit(f"{type(error).__name__}: {error}")
