"""Rules of instruments, texts, campaigns, ceremonies, pacts and duties. Pure: no clock, no database, no network."""
