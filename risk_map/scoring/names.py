"""A column of names: very many rows, very few different ones, so each name is kept once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Names:
    """Names by row. As ``pd.Categorical``, which costs a hundred times more to make, and facts come in forty parts.

    Parameters
    ----------
    codes
        Position in ``different`` per row.
    different
        The different names.
    """

    codes: NDArray[Any]
    different: tuple[str, ...]

    @classmethod
    def of(cls, values: Any, count: int) -> Names:  # noqa: ANN401 - one name, or any column of names
        """Make a column of ``count`` rows from a name per row, or from one name for all; a column stays what it is."""
        if isinstance(values, Names):
            return values
        if isinstance(values, str):
            return cls(np.zeros(count, dtype="uint8"), (values,))
        column = values if isinstance(values, pd.Series) else np.asarray(values, dtype=object)
        codes, different = pd.factorize(column, use_na_sentinel=False)
        return cls(codes, tuple(different))

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return (self.different[code] for code in self.codes)

    def __getitem__(self, rows: NDArray[Any]) -> Names:
        return Names(self.codes[rows], self.different)

    def renamed(self, template: str, words: Mapping[str, str] | None = None) -> Names:
        """Put every name, or the words for it, in a template with one ``{}``."""
        return Names(self.codes, tuple(template.format(words[name] if words else name) for name in self.different))

    def joined(self, other: Names) -> Names:
        """Write the names of another column behind those of this one, row by row."""
        different = tuple(name + behind for name in self.different for behind in other.different)
        return Names(self.codes.astype("int64") * len(other.different) + other.codes, different)

    def categorical(self) -> pd.Categorical:
        """Give the column as pandas keeps it in a frame."""
        return pd.Categorical.from_codes(self.codes, pd.Index(self.different, dtype="str"))


def join_names(parts: Sequence[Names]) -> Names:
    """Put columns behind one another; names are sorted, so codes compare as the names do."""
    different = sorted({name for part in parts for name in part.different})
    position = {name: code for code, name in enumerate(different)}
    # The smallest type that fits: numpy sorts one and two bytes by counting.
    kind = np.min_scalar_type(len(different))
    codes = [np.array([position[name] for name in part.different], dtype=kind)[part.codes] for part in parts]
    return Names(np.concatenate([np.array([], dtype=kind), *codes]), tuple(different))
