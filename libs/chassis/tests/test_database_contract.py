"""What everybody may expect of a `Database`, held against both adapters."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from netral_chassis import migrations
from netral_chassis.database import Database, DatabaseGone, DiskFull, SqliteDatabase, permanent
from netral_chassis.database_postgres import PostgresDatabase
from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, LargeBinary, MetaData, Table, Text, select

METADATA = MetaData(schema="core")
THING = Table(
    "thing",
    METADATA,
    Column("id", LargeBinary, primary_key=True),
    Column("small", Integer, nullable=False),
    Column("big", BigInteger, nullable=False),
    Column("flag", Boolean, nullable=False),
    Column("text", Text),
)
MARK = Table("mark", METADATA, Column("a", Integer, primary_key=True), Column("b", Text, primary_key=True))
Values = tuple[object, ...]


def thing(number: int, text: str | None = "x") -> Values:
    return (number.to_bytes(16, "big"), number, number << 32, number % 2 == 0, text)


def things(database: Database) -> list[Values]:
    with database.read() as conn:
        return database.fetch(conn, "SELECT * FROM {s}thing ORDER BY small", ())


def count(database: Database, conn: Connection) -> int:
    return int(database.fetch(conn, "SELECT count(*) FROM {s}thing", ())[0][0])


class DatabaseContract:
    """Inherited by each adapter, which gives an empty database and one that cannot be reached."""

    @pytest.fixture
    def database(self) -> Iterator[Database]:
        raise NotImplementedError

    @pytest.fixture
    def unreachable(self) -> Database:
        raise NotImplementedError

    def insert(self, database: Database, rows: Sequence[Values], table: Table = THING) -> None:
        with database.write() as conn:
            database.insert(conn, table, rows)

    def merge(self, database: Database, rows: Sequence[Values], table: Table = THING) -> None:
        with database.write() as conn:
            database.merge(conn, table, rows)

    def test_rows_come_back_as_they_were_put(self, database: Database) -> None:
        rows = [
            (b"\x00\xff" * 8, -(2**31), -(2**63), True, None),
            (b"", 2**31 - 1, 2**63 - 1, False, "Ikrar – netralitas\n\t\\N"),
        ]
        self.insert(database, rows)
        assert things(database) == rows

    def test_nothing_is_no_row(self, database: Database) -> None:
        self.insert(database, [])
        self.merge(database, [])
        assert things(database) == []

    def test_many_rows_go_in_at_once(self, database: Database) -> None:
        self.insert(database, [thing(number) for number in range(25_000)])
        self.merge(database, [thing(number, "y") for number in range(12_500, 37_500)])
        found = things(database)
        assert [row[1] for row in found] == list(range(37_500))
        assert [row[4] for row in found] == ["x"] * 12_500 + ["y"] * 25_000

    def test_a_key_that_exists_refuses_the_whole_transaction(self, database: Database) -> None:
        self.insert(database, [thing(1)])
        with pytest.raises(Exception) as error:
            self.insert(database, [thing(2), thing(1)])
        assert permanent(error.value)
        assert things(database) == [thing(1)]

    @pytest.mark.parametrize(
        "row",
        [
            (b"1", None, 1, True, "x"),
            (b"1", 1, 2**70, True, "x"),
            (b"1", 1, 1, True, object()),
            (b"1", 1, 1, True),
        ],
        ids=["null", "too big", "no value at all", "too short"],
    )
    @pytest.mark.parametrize("verb", ["insert", "merge"])
    def test_a_row_that_cannot_be_stored_is_refused_for_good(self, database: Database, row: Values, verb: str) -> None:
        with pytest.raises(Exception) as error:
            getattr(self, verb)(database, [thing(2), row])
        assert permanent(error.value)
        assert not isinstance(error.value, DatabaseGone)
        assert things(database) == []
        self.insert(database, [thing(3)])
        assert things(database) == [thing(3)]

    def test_merging_adds_and_replaces(self, database: Database) -> None:
        self.insert(database, [thing(1), thing(2)])
        self.merge(database, [thing(2, "new"), thing(3)])
        assert things(database) == [thing(1), thing(2, "new"), thing(3)]

    def test_merging_twice_in_one_transaction_forgets_nothing(self, database: Database) -> None:
        with database.write() as conn:
            database.merge(conn, THING, [thing(1), thing(2)])
            database.merge(conn, THING, [thing(2, "new")])
            database.merge(conn, MARK, [(1, "a")])
        self.merge(database, [thing(3)])
        assert things(database) == [thing(1), thing(2, "new"), thing(3)]

    def test_a_table_of_keys_alone_can_be_merged(self, database: Database) -> None:
        self.insert(database, [(1, "a")], MARK)
        self.merge(database, [(1, "a"), (1, "b")], MARK)
        with database.read() as conn:
            assert database.fetch(conn, "SELECT * FROM {s}mark ORDER BY b", ()) == [(1, "a"), (1, "b")]

    @pytest.mark.parametrize("size", [0, 1, 10_000])
    def test_rows_are_found_by_a_list_of_keys(self, database: Database, size: int) -> None:
        self.insert(database, [thing(number) for number in range(10_100)])
        wanted = [thing(number)[0] for number in range(50, 50 + size)]
        with database.read() as conn:
            found = database.fetch(conn, "SELECT small FROM {s}thing WHERE id {any} ORDER BY small", (wanted,))
        assert [row[0] for row in found] == list(range(50, 50 + size))

    def test_lists_and_single_parameters_keep_their_order(self, database: Database) -> None:
        self.insert(database, [thing(number, str(number % 3)) for number in range(30)])
        with database.read() as conn:
            found = database.fetch(
                conn,
                "SELECT small FROM {s}thing WHERE small >= ? AND text {any} AND small {any} AND small <= ? ORDER BY 1",
                (4, ["0", "1"], [1, 3, 4, 5, 6, 7], 6),
            )
        assert [row[0] for row in found] == [4, 6]

    def test_tables_of_sqlalchemy_statements_are_found(self, database: Database) -> None:
        self.insert(database, [thing(1)])
        with database.read() as conn:
            row = conn.execute(select(THING.c.flag, THING.c.id)).one()
        assert tuple(row) == (False, thing(1)[0])

    def test_an_open_read_sees_one_state(self, database: Database) -> None:
        self.insert(database, [thing(1)])
        with database.read() as conn:
            assert count(database, conn) == 1
            self.insert(database, [thing(2)])
            assert count(database, conn) == 1
            with database.read() as other:
                assert count(database, other) == 2
        with database.read() as conn:
            assert count(database, conn) == 2

    def test_a_write_sees_its_own_rows_and_others_do_not(self, database: Database) -> None:
        with database.write() as conn:
            database.insert(conn, THING, [thing(1)])
            assert count(database, conn) == 1
            assert things(database) == []
        assert things(database) == [thing(1)]

    @pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
    def test_a_write_that_fails_is_undone(self, database: Database, error: type[BaseException]) -> None:
        def fail() -> None:
            with database.write() as conn:
                database.insert(conn, THING, [thing(1)])
                raise error

        with pytest.raises(error):
            fail()
        assert things(database) == []
        self.insert(database, [thing(2)])

    def test_making_the_tables_again_is_harmless(self, database: Database) -> None:
        self.insert(database, [thing(1)])
        database.create(METADATA)
        assert things(database) == [thing(1)]

    def test_what_was_dropped_can_be_made_again_and_is_empty(self, database: Database) -> None:
        self.insert(database, [thing(1)])
        database.drop()
        database.create(METADATA)
        assert things(database) == []

    def test_wiping_keeps_what_is_there(self, database: Database) -> None:
        self.insert(database, [thing(1), thing(2)])
        with database.write() as conn:
            conn.execute(THING.delete().where(THING.c.small == 1))
        database.wipe([THING])
        assert things(database) == [thing(2)]

    @pytest.mark.parametrize("how", ["read", "write"])
    def test_a_database_that_cannot_be_reached_says_so(self, unreachable: Database, how: str) -> None:
        with pytest.raises(DatabaseGone), getattr(unreachable, how)() as conn:
            unreachable.fetch(conn, "SELECT 1", ())

    def test_an_error_in_a_statement_is_not_a_database_that_is_gone(self, database: Database) -> None:
        with pytest.raises(Exception) as error, database.read() as conn:
            database.fetch(conn, "SELECT * FROM {s}unheard_of", ())
        assert not isinstance(error.value, DatabaseGone)


class TestSqlite(DatabaseContract):
    def test_a_file_that_may_not_grow_says_that_the_disk_is_full(self, database: Database) -> None:
        def fill() -> None:
            with database.write() as conn:
                conn.exec_driver_sql("PRAGMA max_page_count = 1")  # as many as there are
                database.insert(conn, THING, [thing(number, "x" * 1000) for number in range(1, 100)])

        with pytest.raises(DiskFull):
            fill()
        assert things(database) == []

    @pytest.fixture
    def database(self, tmp_path: Path) -> Iterator[Database]:
        made = SqliteDatabase(tmp_path / "x.db")
        made.create(METADATA)
        yield made
        made.close()

    @pytest.fixture
    def unreachable(self, tmp_path: Path) -> Database:
        (tmp_path / "folder.db").mkdir()
        return SqliteDatabase(tmp_path / "folder.db")


class TestPostgres(DatabaseContract):
    def test_a_server_without_room_says_that_the_disk_is_full(self, database: Database) -> None:
        def fill() -> None:
            with database.write() as conn:
                database.insert(conn, THING, [thing(1)])
                conn.exec_driver_sql("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$")

        with pytest.raises(DiskFull):
            fill()
        assert things(database) == []

    @pytest.fixture
    def database(self, postgres_url: str) -> Iterator[Database]:
        made = PostgresDatabase(postgres_url, "vault")
        migrations.upgrade(made, migrations.VAULT)  # its function wipes
        made.create(METADATA)
        yield made
        made.close()

    @pytest.fixture
    def unreachable(self) -> Database:
        return PostgresDatabase("postgresql://nobody@127.0.0.1:1/none", "core")
