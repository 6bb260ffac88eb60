"""Who somebody may be: any role in a region that does not exist, and only granted roles where data are real."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.identifiers import format_gemeentecode
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, SignInDeniedError
from risk_map.store import schema
from risk_map.store.engine import database_address
from risk_map.store.folder import DataFolder
from risk_map.store.ledger_states import has_real_row
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from risk_map.config import Config
    from risk_map.store.ledger import ReadTx


INVENTED: Final = "demo."
"""How the login names in the history of the demonstration region begin."""

NO_ROLE: Final = "geen"
"""What stands as the role of somebody who signed in without holding one."""

WITHOUT_ROLE: Final = (
    "U bent aangemeld, maar u hebt hier nog geen rol. De beheerder kent rollen toe, op voorstel van een ander."
)


class Granted(NamedTuple):
    """A role that somebody has now.

    Parameters
    ----------
    subject_id
        Login name.
    role, municipality
        As in ``Subject``.
    """

    subject_id: str
    role: Role
    municipality: str | None


Grants = Sequence[Granted]


def is_fictional(config: Config) -> bool:
    """Say whether nothing here is real: every row is of the demonstration region, or there is no row at all.

    Parameters
    ----------
    config
        Says where the data are.
    """
    if _origins(config.data_dir, DataFolder(config.data_dir).stamp()) - {SYNTHETIC}:
        return False
    if not has_store(config):
        return True
    with store_of(config).read() as tx:
        return not has_real_row(tx)


@lru_cache(maxsize=4)
def _origins(data_dir: Path, stamp: tuple[tuple[str, int, int], ...]) -> set[str]:
    return DataFolder(data_dir).origins()


def _granted_roles(config: Config) -> Grants:
    if not has_store(config):
        return ()
    with store_of(config).read() as tx:
        return granted_now(tx)


def roles_of(config: Config, login: str) -> Grants:
    """Give the roles that somebody who signed in holds; only what was granted, also when nobody holds any yet.

    Parameters
    ----------
    config
        Says where the grants are.
    login
        Who it is, as the identity provider knows them.

    Raises
    ------
    SignInDeniedError
        When they hold none.
    """
    held = [grant for grant in _granted_roles(config) if grant.subject_id == login]
    if not held:
        raise SignInDeniedError(WITHOUT_ROLE, login, NO_ROLE)
    return sorted(held, key=lambda grant: (grant.role, grant.municipality or ""))


def has_store(config: Config) -> bool:
    """Say whether there is a database already; asking who somebody is makes none."""
    address = database_address(config.database_url)
    return address.get_backend_name() != "sqlite" or Path(str(address.database)).exists()


def find_subject(
    config: Config, login: str, role: Role | None = None, municipality: str | None = None, *, usual: Role
) -> Subject:
    """Give the subject that somebody asks to be, when they may be it.

    Parameters
    ----------
    config
        Says where the data and the grants are, and which municipalities there are.
    login
        Who it is, as the machine knows them.
    role, municipality
        What they ask to be; absent: ``usual``, or the role that they have.
    usual
        Role whose work this is.

    Raises
    ------
    InputError
        When there is no such municipality, or a role needs one.
    SignInDeniedError
        When the role was not granted.
    """
    place = None if municipality is None else known_municipality(config, municipality)
    if is_fictional(config):
        return Subject(login, role or usual, place)
    grants = _granted_roles(config)
    held = [grant for grant in grants if grant.subject_id == login]
    wanted = [grant for grant in held if role in (None, grant.role) and place in (None, grant.municipality)]
    preferred = [grant for grant in wanted if grant.role is usual] or wanted
    if len(preferred) == 1:
        return Subject(*preferred[0])
    if preferred:
        raise InputError("U hebt meer dan één rol; kies er een met --als, en zo nodig met --gemeente.")
    # Somebody has to be the first: whoever runs the machine and has no role may prepare it and grant the first roles.
    if (role or usual) is Role.BEHEERDER and not held and not any(grant.role is Role.BEHEERDER for grant in grants):
        return Subject(login, Role.BEHEERDER, place)
    message = "Deze rol is u niet toegekend; de beheerder kent rollen toe, op voorstel van een ander."
    raise SignInDeniedError(message, login, (role or usual).value)


def granted_now(tx: ReadTx) -> Grants:
    """Give every role that was granted and not revoked since.

    Parameters
    ----------
    tx
        A transaction. The people of the demonstration region are invented: they hold nothing.
    """
    return [grant for grant in _latest(tx) if not grant.subject_id.startswith(INVENTED)]


def refuse_strangers(tx: ReadTx, logins: Iterable[str], municipalities: Collection[str]) -> None:
    """Refuse a login name that is of no inspector there; in the demonstration region its own people are known.

    Parameters
    ----------
    tx
        A transaction. As long as nobody at all holds a role, anybody may be anyone.
    logins
        Who would go.
    municipalities
        Codes, of which each holds the role in one.

    Raises
    ------
    InputError
        With the first that is not known.
    """
    known = granted_now(tx) or _latest(tx)
    inspectors = {who for who, role, place in known if role is Role.BOA and place in municipalities}
    strangers = [login for login in logins if login not in inspectors]
    if known and strangers:
        raise InputError(f"{strangers[0]} is geen boa in een gemeente van deze ronde. Kies een aanmeldnaam die dat is.")


def _latest(tx: ReadTx) -> Grants:
    rows = tx.current(schema.role_grant)
    latest = {(row["subject_id"], row["role"], row["gemeentecode"]): row["granted"] for row in rows}
    return [Granted(who, Role(role), place) for (who, role, place), granted in latest.items() if granted]


def known_municipality(config: Config, text: str) -> str:
    """Give the code of a municipality that a user typed.

    Raises
    ------
    InputError
        When the configuration does not know it.
    """
    try:
        code = format_gemeentecode(text)
    except ValueError:
        code = ""
    if code not in config.municipalities:
        raise InputError(f"Deze gemeente staat niet in de configuratie; kies uit: {', '.join(config.municipalities)}.")
    return code
