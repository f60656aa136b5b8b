"""Pledges (ikrar) and integrity pacts (pakta integritas): who should have, who has, who is missing and why."""
