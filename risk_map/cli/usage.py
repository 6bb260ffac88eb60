"""What a user reads when a command was typed wrongly: typer says it in English, and only this file knows that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import typer

SENTENCES: Final = (
    (r"No such command '(.*)'\.", "De opdracht {0} bestaat niet."),
    (r"Missing command\.", "Noem een opdracht."),
    (r"No such option: (\S+) \(Possible options: (.*)\)", "De optie {0} bestaat niet; bedoelt u {1}?"),
    (r"No such option: (\S+).*", "De optie {0} bestaat niet."),
    (r"Missing argument '(.*?)'.*", "{0} ontbreekt."),
    (r"Missing option '(.*?)'.*", "De optie {0} ontbreekt."),
    (r"Option '(.*)' requires .*", "Noem een waarde bij de optie {0}."),
    (r"Option '(.*)' does not take a value\.", "De optie {0} krijgt geen waarde."),
    (r"Got unexpected extra argument\(s\) \((.*)\)", "Dit hoort er niet bij: {0}."),
    (r"Invalid value for '(.*?)': .* does not exist\.", "Wat bij {0} staat, bestaat niet."),
    (r"Invalid value for '(.*?)': .* is a file\.", "Bij {0} hoort een map, en dit is een bestand."),
    (r"Invalid value for '(.*?)': .* is a directory\.", "Bij {0} hoort een bestand, en dit is een map."),
    (r"Invalid value for '(.*?)': .* is not (?:readable|writable)\.", "Voor wat bij {0} staat, hebt u geen rechten."),
    (r"Invalid value for '(.*?)': .* greater than or equal to (.*)", "Bij {0} hoort minstens {1}."),
    (r"Invalid value for '(.*?)': .* less than or equal to (.*)", "Bij {0} hoort hoogstens {1}."),
    (r"Invalid value for '(.*?)': .*", "De waarde bij {0} kan niet."),
)
"""What typer says -> sentence, the first that fits."""

UNKNOWN: Final = "Deze opdracht klopt niet."
"""For what typer says since a newer version."""


def in_dutch(error: typer.TyperException) -> str:
    """Say in Dutch what is wrong with a command, what was expected, and where to read how it goes.

    Parameters
    ----------
    error
        What typer raised.
    """
    said, sentence = error.format_message(), UNKNOWN
    for pattern, words in SENTENCES:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            sentence = words.format(*(group.replace("' / '", " of ") for group in found.groups()))
            break
    expected = getattr(getattr(error, "param", None), "help", None)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "risk-map"
    return " ".join([sentence, *([f"Verwacht: {expected}"] if expected else []), f"Zie: {command} --help"])
