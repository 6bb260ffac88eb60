"""What text passes on its way into folium, and on its way into words that Streamlit reads as Markdown."""

from __future__ import annotations

import html
from typing import Final

SCRIPT_CHARACTERS: Final = str.maketrans({character: f"&#{ord(character)};" for character in "`${}\\"})
MARKDOWN_CHARACTERS: Final = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>$"})


def safe(text: object) -> str:
    """Make any text harmless in HTML, in a JavaScript string and in a JavaScript template literal.

    Parameters
    ----------
    text
        Anything; also text that somebody else typed, such as an address.

    Notes
    -----
    ``html.escape`` alone is not enough: folium pastes tooltips into a template literal, and ``${...}`` in an address
    then ran in the page of the app, because the frame of the map has the same origin. The characters that a template
    literal, a Jinja expression or a JavaScript string give a meaning to become character references as well.
    """
    return html.escape(str(text), quote=True).translate(SCRIPT_CHARACTERS)


def literal(text: object) -> str:
    """Make any text stay as it is where Streamlit reads Markdown: no link, no picture, no emphasis.

    Parameters
    ----------
    text
        Anything; also text that somebody else typed, such as an address.
    """
    return str(text).translate(MARKDOWN_CHARACTERS)
