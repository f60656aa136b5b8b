"""The table of version 0.1.0, which made it without a revision: harmless where it is done already."""

import sqlalchemy as sa

TABLES = sa.MetaData()
sa.Table(
    "pledge_summary",
    TABLES,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("kind", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("campaign_id", sa.LargeBinary, nullable=False),
    sa.Column("signed", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("excused", sa.Integer, nullable=False),
    sa.Column("missing", sa.Integer, nullable=False),
    sa.Column("unknown", sa.Integer, nullable=False),
    sa.Column("at_least", sa.Integer, nullable=False),
    sa.Column("at_most", sa.Integer, nullable=False),
    sa.Column("computed_at", sa.BigInteger, nullable=False),
)


def upgrade(conn: sa.Connection) -> None:
    TABLES.create_all(conn)
