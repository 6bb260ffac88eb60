"""Make the fictional demonstration region in the data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.demo.reference import DEFAULT_SEED
from risk_map.governance.permissions import use_case
from risk_map.store.folder import DataFolder
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.renewal import forget_store, why_not_forgotten
from risk_map.workflow.store import history_is_outdated, store_of

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject


def demo_is_needed(config: Config) -> bool:
    """Say whether the data folder holds no addresses or no register yet."""
    return DataFolder(config.data_dir).is_empty()


def prepare_store(config: Config) -> bool:
    """Open the store once, so that a demonstration region that is there already has its history.

    Returns
    -------
    bool
        Whether the history was made around another version of the region, and was made anew.
    """
    outdated = is_fictional(config) and history_is_outdated(config) and not why_not_forgotten(config)
    if outdated:
        forget_store(config)
    store_of(config)
    return outdated


@use_case("make_demo")
def make_demo(subject: Subject, config: Config, seed: int | None = None) -> pd.DataFrame:
    """Generate the region and write it; what people did in the region before it is forgotten.

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

    Raises
    ------
    InputError
        When the store holds something real; nothing was changed then.
    """
    from risk_map.demo.region import make_region, published_totals_table, write_region

    forget_store(config)
    region = make_region(DEFAULT_SEED if seed is None else seed)
    write_region(DataFolder(config.data_dir), region)
    return published_totals_table(region)
