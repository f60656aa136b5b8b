"""The house every service lives in: append, relay, log, consumer, views, vault, access. No domain word in it."""
