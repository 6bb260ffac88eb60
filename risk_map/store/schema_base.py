"""What every table of the store shares: names of constraints, column types, and the marks of a ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from risk_map.domain.location import NOTE_MAX_CHARACTERS, Term
from risk_map.domain.registers import LINK_METHODS

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.schema import SchemaItem

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


OBJECT: Final = "adresseerbaar_object_identificatie"


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept in UTC to the microsecond; a moment without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring a moment to UTC; SQLite keeps it as text, which then sorts as time does."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a moment needs a time zone: {value!r}"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC, whatever the time zone of the connection."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def closed(name: str, terms: tuple[Term, ...] | tuple[str, ...], *, nullable: bool = False) -> Column[str]:
    """Make a column of a closed list.

    A wall and not a CHECK: a list that gets a value needs no new table then, and one that loses a value leaves what was
    written.
    """
    allowed = tuple(term.code if isinstance(term, Term) else term for term in terms)
    return Column(name, Text, nullable=nullable, info={"allowed": allowed})


def short_text(name: str, limit: int = NOTE_MAX_CHARACTERS, *, nullable: bool = False) -> Column[str]:
    """Make a column of text that is not empty and not longer than a limit in characters."""
    return Column(name, Text, CheckConstraint(f"length({name}) BETWEEN 1 AND {limit}", name=name), nullable=nullable)


def yes_no(name: str) -> Column[bool]:
    """Make a column that is true or false, never anything else."""
    return Column(name, Boolean(create_constraint=True, name=name), nullable=False)


def municipality(*, nullable: bool = False) -> Column[str]:
    """Make the column of a municipality code."""
    check = CheckConstraint("gemeentecode LIKE 'GM____'", name="gemeentecode")
    return Column("gemeentecode", Text, check, nullable=nullable)


def part_of(name: str, target: str, **options: Any) -> Column[str]:  # noqa: ANN401 - options of a column
    """Make a column that names the row this row is part of; they are destroyed together."""
    return Column(name, Text, ForeignKey(target), nullable=False, **options)


def names(name: str, table: str, *, nullable: bool = True) -> Column[str]:
    """Make a column that names a row of another table, which must exist when the row is written.

    A wall and not a foreign key: each kind of row has its own retention (a signal goes before the decision that it
    led to), and a row that names a destroyed one stays as it was written.
    """
    return Column(name, Text, nullable=nullable, info={"names": table})


def ledger(name: str, *items: SchemaItem) -> Table:
    """Make a ledger table: rows are only ever added, and a correction is a row that names the old one.

    ``seq`` is the order in which rows came in: what is newest never depends on a clock.
    """
    return Table(
        name,
        METADATA,
        Column("seq", Integer, CheckConstraint("seq > 0", name="seq"), primary_key=True),
        Column("id", Text, CheckConstraint("length(id) BETWEEN 1 AND 120", name="id"), nullable=False, unique=True),
        *items,
        Column("recorded_at", UtcTime, nullable=False),
        Column("actor", Text, nullable=False),
        Column("actor_role", Text, nullable=False),
        Column("corrects", Text, unique=True, info={"names": name}),
        info={"purged_as": (name, "id")},
    )


def part(name: str, whole: str, key: str, *items: SchemaItem) -> Table:
    """Make a table of rows that belong to a row of a ledger, and are destroyed with it.

    Parameters
    ----------
    name
        Name of the table.
    whole
        The ledger.
    key
        The column that names its row.
    items
        Columns and constraints.
    """
    return Table(name, METADATA, *items, info={"purged_as": (whole, key)})


def bag_object() -> Column[str]:
    """Make the column that says which object of the BAG a row is about."""
    return Column(OBJECT, Text, CheckConstraint(f"length({OBJECT}) = 16", name="object"))


def place_columns() -> tuple[Column[Any], ...]:
    """Make the columns that say where: the linked BAG object, the address, and the point in EPSG:28992 (metres)."""
    return (
        bag_object(),
        closed("link_method", LINK_METHODS),
        Column("address", Text, nullable=False),
        municipality(nullable=True),
        Column("x", Float),
        Column("y", Float),
    )
