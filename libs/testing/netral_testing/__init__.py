"""Real components for tests: Kafka brokers, PostgreSQL servers, child processes. Not part of any distribution."""
