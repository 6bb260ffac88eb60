"""Eight attacks on the log by somebody who has the database and the code, and what finds each of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError
from risk_map.store import audit, schema, walls
from risk_map.store.audit import Deed, thing, things
from risk_map.store.audit_check import parse_head, verify
from tests.store_rows import ANN as STAMP
from tests.store_rows import insert_sql, let_go, put

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ANN = Subject("ann", Role.COORDINATOR, "GM9001")
MIDDLE = 15


def tell(store, first, *, day, count=10, action="explain_location"):
    with store.write() as tx:
        objects = things("locatie", range(first, first + count))
        return audit.append(tx, ANN, Deed(action, objects), NOW + timedelta(days=day))


def check(store, *heads):
    with store.read() as tx:
        return verify(tx, [parse_head(str(head)) for head in heads])


def rows_from(store, seq):
    with store.read() as tx:
        return [dict(row) for row in tx.all(schema.audit) if row["seq"] >= seq]


@pytest.fixture
def unguarded(raw, database_url):
    """A connection of somebody who took the walls down first."""
    if database_url.startswith("sqlite"):
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
    else:
        raw.execute("SET session_replication_role = replica")
    return raw


def sql_of(row):
    return insert_sql("audit", row | {"at": row["at"].replace(tzinfo=None).isoformat(" ", "microseconds")})


def recompute(raw, rows, previous_hash):
    """Write rows anew with hashes that fit."""
    for row in rows:
        row["previous_hash"] = previous_hash
        row["hash"] = previous_hash = audit.entry_hash(row)
        raw.execute(f"DELETE FROM audit WHERE seq = {row['seq']}")
        raw.execute(sql_of(row))


def edit(store, raw):
    raw.execute(f"UPDATE audit SET object = 'locatie:other' WHERE seq = {MIDDLE}")


def delete(store, raw):
    raw.execute(f"DELETE FROM audit WHERE seq = {MIDDLE}")


def swap(store, raw):
    for old, new in ((MIDDLE, 999), (MIDDLE + 1, MIDDLE), (999, MIDDLE + 1)):
        raw.execute(f"UPDATE audit SET seq = {new} WHERE seq = {old}")


def insert(store, raw):
    before = rows_from(store, MIDDLE)[0]
    raw.execute(f"UPDATE audit SET seq = seq + 1000 WHERE seq > {MIDDLE}")
    raw.execute("UPDATE audit SET seq = seq - 999 WHERE seq > 1000")
    recompute(raw, [before | {"seq": MIDDLE + 1, "object": "locatie:forged"}], before["hash"])


def truncate(store, raw):
    raw.execute("DELETE FROM audit WHERE seq > 20")


def recompute_tail(store, raw):
    before, *tail = rows_from(store, MIDDLE - 1)
    tail[0]["actor"] = "bob"
    recompute(raw, tail, before["hash"])


def clock_back(store, raw):
    last = rows_from(store, 30)[0]
    recompute(raw, [last | {"seq": 31, "at": NOW - timedelta(days=365)}], last["hash"])


def old_backup(store, raw):
    raw.execute("DELETE FROM audit WHERE seq > 20")
    tell(store, 500, day=3)


ATTACKS = (edit, delete, swap, insert, truncate, recompute_tail, clock_back, old_backup)
MISSED_BY_THE_CHAIN = {truncate, recompute_tail, old_backup}


@pytest.fixture
def printed(store):
    """The heads on the route lists of three days."""
    return [tell(store, 10 * day, day=day) for day in range(3)]


def names(attacks):
    return {attack.__name__ for attack in attacks}


class TestAnUntouchedLog:
    def test_fits_the_heads_that_were_printed(self, store, printed):
        found = check(store, *printed)
        assert (found.rows, found.problems, found.notices) == (30, [], [])
        assert found.head == printed[-1]

    def test_fits_the_first_sixteen_digits_of_a_head(self, store, printed):
        assert check(store, *(str(head)[: len(str(head.seq)) + 17] for head in printed)).is_whole


class TestAttacks:
    @pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
    def test_is_found_with_printed_heads(self, store, unguarded, printed, attack):
        attack(store, unguarded)
        assert not check(store, *printed).is_whole

    @pytest.mark.usefixtures("printed")
    @pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
    def test_is_found_by_the_chain_alone_unless_its_tail_is_new_or_gone(self, store, unguarded, attack):
        attack(store, unguarded)
        assert check(store).is_whole is (attack in MISSED_BY_THE_CHAIN)

    def test_needs_no_more_than_one_head_made_after_the_row(self, store, unguarded, printed):
        recompute_tail(store, unguarded)
        assert [check(store, head).is_whole for head in printed] == [True, False, False]

    @pytest.mark.parametrize(
        ("attack", "said"),
        [
            (edit, {("content", 15)}),
            (delete, {("gap", 16), ("link", 16)}),
            (swap, {("link", 15), ("content", 15), ("link", 16), ("content", 16), ("link", 17)}),
            (truncate, {("missing", 30)}),
            (recompute_tail, {("other", 20), ("other", 30)}),
            (clock_back, {("time", 31)}),
            (old_backup, {("other", 30)}),
        ],
        ids=lambda value: getattr(value, "__name__", ""),
    )
    def test_is_named_with_the_row(self, store, unguarded, printed, attack, said):
        attack(store, unguarded)
        assert set(check(store, *printed).problems) == said

    def test_meets_the_walls_first(self, store, raw, printed):
        for attack in (edit, delete, swap, truncate):
            with pytest.raises(Exception, match=r"no_update_audit|no_delete_audit"):
                attack(store, raw)
        assert check(store, *printed).rows == 30


class TestABeginningThatIsGone:
    """Retention destroys old rows; its certificate says up to where, and the log itself tells of the certificate."""

    def cut(self, store, raw, head, *, told):
        item = ("audit", str(head.seq))
        if told:
            let_go(store, item, digest=head.hash, also=(thing("audit", head),))
        else:
            certificate = put(store, "purge_certificate", STAMP, digest=head.hash)
            with store.write() as tx:
                walls.remove(tx.connection)
            put(store, "purge_item", certificate_id=certificate, table_name=item[0], row_id=item[1])
            with store.write() as tx:
                walls.install(tx.connection)
        raw.execute(f"DELETE FROM audit WHERE seq <= {head.seq}")

    def test_leaves_a_chain_that_fits_its_certificate(self, store, raw, printed):
        self.cut(store, raw, printed[0], told=True)
        found = check(store, *printed)
        assert (found.rows, found.problems) == (22, [])

    def test_makes_older_heads_a_notice_and_no_problem(self, store, raw, printed):
        self.cut(store, raw, printed[1], told=True)
        found = check(store, *printed)
        assert (found.problems, [str(notice) for notice in found.notices]) == (
            [],
            ["regel 10: deze afgedrukte kop is ouder dan de bewaartermijn en niet meer te controleren"],
        )

    def test_still_knows_the_head_at_the_cut(self, store, raw, printed):
        self.cut(store, raw, printed[1], told=True)
        assert [(found.kind, found.seq) for found in check(store, f"20:{'0' * 64}").problems] == [("other", 20)]

    def test_goes_no_further_than_the_certificate(self, store, raw, printed):
        self.cut(store, raw, printed[0], told=True)
        with pytest.raises(Exception, match="no_delete_audit"):
            raw.execute("DELETE FROM audit WHERE seq = 11")

    @pytest.mark.usefixtures("printed")
    def test_is_found_without_a_certificate(self, store, unguarded):
        unguarded.execute("DELETE FROM audit WHERE seq <= 10")
        assert [(found.kind, found.seq) for found in check(store).problems] == [("begin", 11)]

    def test_is_found_with_a_certificate_that_the_log_does_not_tell_of(self, store, raw, printed):
        self.cut(store, raw, printed[0], told=False)
        assert [(found.kind, found.seq) for found in check(store).problems] == [("begin", 11)]

    def test_goes_on_where_it_was_cut_when_nothing_was_left(self, store, raw, printed):
        self.cut(store, raw, printed[2], told=False)
        with store.write() as tx:
            head = audit.append(tx, ANN, Deed("restore_backup", (thing("audit", printed[2]),)), NOW)
        assert head.seq == 31
        assert check(store, printed[2]).is_whole


class TestAPrintedHead:
    @pytest.mark.parametrize(
        "text", ["", "12", "12:", "0:" + "a" * 64, "12:" + "a" * 15, "12:" + "g" * 64, "-1:" + "a" * 64]
    )
    def test_that_is_none_is_refused_in_words(self, text):
        with pytest.raises(InputError, match="nummer, een dubbele punt"):
            parse_head(text)

    def test_may_be_typed_in_capitals_and_with_a_space(self):
        assert parse_head(" 12:ABCDEF0123456789 ") == (12, "abcdef0123456789")


@pytest.mark.figure
def test_all_eight_are_counted(store, unguarded, printed, record_property):
    """Print the figure of the issue: eight of eight with heads, five of eight without."""
    saved = rows_from(store, 1)
    with_heads, alone = set(), set()
    for attack in ATTACKS:
        attack(store, unguarded)
        if not check(store, *printed).is_whole:
            with_heads.add(attack)
        if not check(store).is_whole:
            alone.add(attack)
        unguarded.execute("DELETE FROM audit")
        for row in saved:
            unguarded.execute(sql_of(row))
    record_property("figure", f"attacks on the log found: {len(with_heads)} of 8 with heads, {len(alone)} without")
    assert names(with_heads) == names(ATTACKS)
    assert names(ATTACKS) - names(alone) == names(MISSED_BY_THE_CHAIN)
