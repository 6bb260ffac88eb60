"""HTML in which every text is escaped: only what this module made itself goes in as it is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

VOID: Final = frozenset({"br", "input", "meta"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, /, *children: str, **attributes: str | bool) -> Markup:
    """Make an element.

    Parameters
    ----------
    tag
        Its name.
    children
        In order; a ``Markup`` as it is, any other text escaped.
    attributes
        Escaped; an underscore at the end is left out and another becomes a dash; true is an attribute without a value,
        false none at all.
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items() if value is not False)
    inner = join(children)
    return Markup(f"<{tag}{told}>" if tag in VOID else f"<{tag}{told}>{inner}</{tag}>")


def join(parts: Iterable[str]) -> Markup:
    """Put parts behind each other, each escaped unless it is ``Markup``."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def _attribute(key: str, value: str | bool) -> str:  # noqa: FBT001 - true is how HTML says it too
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
