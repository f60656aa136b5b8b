"""The tables of version 0.1.0, which made them without a revision: every step is harmless where it is done already."""

import sqlalchemy as sa

TABLES = sa.MetaData()
sa.Table(
    "key",
    TABLES,
    sa.Column("key_id", sa.LargeBinary, primary_key=True),
    sa.Column("subject", sa.LargeBinary, nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Index("ix_vault_key_subject", "subject"),
)
sa.Table(
    "identifier",
    TABLES,
    sa.Column("keyed_hash", sa.LargeBinary, primary_key=True),
    sa.Column("subject", sa.LargeBinary, nullable=False),
    sa.Index("ix_vault_identifier_subject", "subject"),
)
sa.Table(
    "salt",
    TABLES,
    sa.Column("subject", sa.LargeBinary, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)
sa.Table(
    "proof",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
)
sa.Table(
    "erased",
    TABLES,
    sa.Column("subject", sa.LargeBinary, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)


def upgrade(conn: sa.Connection) -> None:
    TABLES.create_all(conn)
    if conn.dialect.name == "postgresql":
        for table, column in (("key", "wrapped"), ("identifier", "keyed_hash"), ("salt", "wrapped")):
            # the server's statistics would keep samples of what is destroyed
            conn.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
        _let_deleted_bytes_go(conn)


def _let_deleted_bytes_go(conn: sa.Connection) -> None:
    """Whoever may only insert and delete may still have the files written anew: VACUUM FULL is for owners, CLUSTER
    does the same and can stand in a function that runs as its owner."""
    conn.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION rewrite(what text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER "
        "SET search_path FROM CURRENT AS "
        "$$ BEGIN EXECUTE format('CLUSTER %%I USING %%I', what, what || '_pkey'); END $$"
    )
