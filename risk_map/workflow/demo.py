"""Make the fictional demonstration region in the data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.demo.reference import DEFAULT_SEED
from risk_map.governance.permissions import use_case
from risk_map.store.folder import DataFolder

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject


def demo_is_needed(config: Config) -> bool:
    """Say whether the data folder holds no addresses or no register yet."""
    return DataFolder(config.data_dir).is_empty()


@use_case("make_demo")
def make_demo(subject: Subject, config: Config, seed: int | None = None) -> pd.DataFrame:
    """Generate the region and write it.

    Parameters
    ----------
    subject
        Who asks.
    config
        Says where the data folder is.
    seed
        Same seed, same region; absent gives the region that comes with the product.

    Returns
    -------
    pd.DataFrame
        Generated totals per buurt beside the published ones.
    """
    from risk_map.demo.region import make_region, published_totals_table, write_region

    region = make_region(DEFAULT_SEED if seed is None else seed)
    write_region(DataFolder(config.data_dir), region)
    return published_totals_table(region)
