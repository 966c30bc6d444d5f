"""The configuration as a whole: the site, its brands and its accounts, and what must hold between them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from tracking_site.config.accounts import Account, ReadAccount
from tracking_site.config.brands import Brand, hosts_in
from tracking_site.config.fields import NOT_EMPTY
from tracking_site.config.problems import Location, Problem, relocated, written
from tracking_site.config.section import Raw, Section, strings, tables
from tracking_site.config.site import Site

_HOST_HEADER = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::[0-9]*)?")


def _at_table(where: Location) -> Location:
    return () if where == ("id",) else where


def _named_by_key(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(data)
    except ValidationError as error:
        found = relocated(error, _at_table)
    # Outside of the handler: pydantic's own error holds what was put in.
    raise found


def _with_id(key: str, table: object) -> object:
    return {**table, "id": key} if isinstance(table, Mapping) else table


class Settings(Section):
    """The whole configuration."""

    site: Site
    brands: Annotated[dict[str, Annotated[Brand, WrapValidator(_named_by_key)]], NOT_EMPTY]
    accounts: dict[str, Annotated[ReadAccount, WrapValidator(_named_by_key)]]

    @property
    def default_brand(self) -> Brand:
        """Return the first brand."""
        return next(iter(self.brands.values()))

    def accounts_of(self, brand: Brand) -> tuple[Account, ...]:
        """Return the accounts of a brand, in its order."""
        return tuple(self.accounts[name] for name in brand.accounts)

    def brand_of_host(self, host: str) -> Brand | None:
        """Return the brand that a request's host belongs to, if any."""
        parts = _HOST_HEADER.fullmatch(host)
        return self._brands_by_host.get(parts[1].lower().removesuffix(".")) if parts else None

    @cached_property
    def _brands_by_host(self) -> dict[str, Brand]:
        return {host: brand for brand in self.brands.values() for host in brand.hosts}

    @classmethod
    def prepared(cls, raw: Raw) -> Raw:
        """Give each brand and account the name of its table, and let a missing site name its missing keys."""
        named = {
            section: {key: _with_id(key, table) for key, table in found.items()}
            for section in ("brands", "accounts")
            if isinstance(found := raw.get(section), Mapping)
        }
        return {"site": {}, **raw, **named}

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse accounts that are not there, and hosts and API keys that two brands have."""
        for section in ("brands", "accounts"):
            for key, table in tables(raw, section):
                if "id" in table:
                    yield Problem((section, key, "id"), "unknown key")
        yield from _missing_accounts(raw)
        yield from _shared(raw, "hosts", "is also {}")
        yield from _shared(raw, "api_keys", "is the same as {}")


def _missing_accounts(raw: Raw) -> Iterator[Problem]:
    known = raw.get("accounts")
    if not isinstance(known, Mapping):
        return
    for key, table in tables(raw, "brands"):
        for index, name in strings(table, "accounts"):
            if name not in known:
                yield Problem(("brands", key, "accounts", index), "there is no account of this name")


def _shared(raw: Raw, kind: str, text: str) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for key, table in tables(raw, "brands"):
        for index, value in hosts_in(table) if kind == "hosts" else strings(table, kind):
            here: Location = ("brands", key, kind, index)
            first = seen.setdefault(value, here)
            # A host that one brand has twice is that brand's own problem.
            if first != here and (kind != "hosts" or first[1] != key):
                yield Problem(here, text.format(written(first)))
