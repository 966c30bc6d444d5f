"""The whole configuration: the site, its brands and its accounts, and the rules between them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from tracking_site.config.accounts import Account, ReadAccount
from tracking_site.config.brands import Brand, hosts_in
from tracking_site.config.fields import NOT_EMPTY
from tracking_site.config.problems import Location, Problem, dotted_key, relocate
from tracking_site.config.section import Raw, Section, strings, tables
from tracking_site.config.site import Site

_HOST_HEADER = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::[0-9]*)?")


def _without_id(location: Location) -> Location:
    """Locate a problem of the added `id` at the table itself."""
    return () if location == ("id",) else location


def _located_by_name(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(data)
    except ValidationError as error:
        relocated = relocate(error, _without_id)
    # Outside of the except clause: as a context, pydantic's error would carry every value into a traceback.
    raise relocated


def _with_id(name: str, table: object) -> object:
    return {**table, "id": name} if isinstance(table, Mapping) else table


class Settings(Section):
    """The whole configuration."""

    site: Site
    brands: Annotated[dict[str, Annotated[Brand, WrapValidator(_located_by_name)]], NOT_EMPTY]
    accounts: dict[str, Annotated[ReadAccount, WrapValidator(_located_by_name)]]

    @property
    def default_brand(self) -> Brand:
        """The first brand."""
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
    def prepare(cls, raw: Raw) -> Raw:
        """Give each brand and account its table's name as `id`, and report the missing keys of a missing site."""
        named = {
            section: {name: _with_id(name, table) for name, table in tables_of_section.items()}
            for section in ("brands", "accounts")
            if isinstance(tables_of_section := raw.get(section), Mapping)
        }
        return {"site": {}, **raw, **named}

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse unknown accounts, and hosts and API keys that two brands share."""
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
            location: Location = ("brands", key, kind, index)
            first = seen.setdefault(value, location)
            # A host that one brand has twice is already reported for that brand.
            if first != location and (kind != "hosts" or first[1] != key):
                yield Problem(location, text.format(dotted_key(first)))
