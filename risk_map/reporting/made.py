"""Objects of what JSON held: each value of the kind that its field asks for, or none at all."""

from __future__ import annotations

from dataclasses import fields
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "str | None": (str, NoneType),
    "int | None": (int, NoneType),
}
"""Annotation of a field and what JSON may hold for it."""

Made = TypeVar("Made")


def made(kind: type[Made], raw: dict[str, Any], **parts: object) -> Made:
    """Make an object of what JSON held.

    Parameters
    ----------
    kind
        A dataclass.
    raw
        Its fields.
    parts
        Those of them that were made into something else already.

    Raises
    ------
    TypeError
        When a value is of another kind, or there is one too many or too few.
    """
    values = {**raw, **parts}
    for item in fields(kind):  # type: ignore[arg-type]
        allowed = KINDS.get(str(item.type))
        if allowed and item.name in values and not isinstance(values[item.name], allowed):
            message = f"{item.name} is of another kind"
            raise TypeError(message)
    return kind(**values)
