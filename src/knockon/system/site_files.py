"""What published files say of each site: its volume, targets, and how its calls are answered."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from knockon.dates import months_after
from knockon.published import Published
from knockon.system import calls, collected, emergency
from knockon.system.carried import Carried
from knockon.system.gained import Gained, gained
from knockon.system.method import Method
from knockon.system.seasons import month_text
from knockon.system.values import Site, Target, Telephone111, Volume


@dataclass(frozen=True, slots=True)
class Reported:
    """What the files say of one site; a volume of None is stood in for."""

    volume: Volume | None
    targets: tuple[Target, ...] = ()
    telephone: Telephone111 | None = None


class SiteFiles:
    """Published frames with what is worked out of them once."""

    def __init__(self, files: Published, method: Method) -> None:
        self.files = files
        self.ae, self.mapping, self.calls111 = files.ae, files.ae_mapping, files.calls111
        self.method = method
        self.england = emergency.england(files.ae, files.ae_mapping)
        self.factors = self.england.factors(method)
        self.all_contracts = collected.england(files.iuc)
        self.gained: list[Gained] = []

    def of(self, site: Site) -> Reported:
        """Return what the files say of a site."""
        if site.kind == "nhs111":
            return self._calls(site)
        series = emergency.attendances(self.ae, site.provider, site.kind, self.method)
        if series is None:
            return Reported(None)
        admitted, target = None, None
        if site.kind == "ed":
            admitted = emergency.admitted_share(self.ae, site.provider, self.method)
            target = emergency.four_hour_target(self.ae, site, self.method)
        made = emergency.volume(site, series, self.england, self.method, admitted)
        return Reported(made, (target,) if target else ())

    def _calls(self, site: Site) -> Reported:
        """Return a contract's calls: of its days, of its months over years, or of both."""
        days = calls.calls_of(self.calls111, site.provider)
        months = collected.collected_of(self.files.iuc, site.provider)
        if months is None:
            return Reported(None) if days is None else self._by_day(site, days, None)
        years = calls.over_years(months, self.all_contracts, self.factors, self.method)
        names = [month_text(m) for m in months.received.months]
        before = "The days of the daily report alone" if days else "England's rate"
        self.gained.append(gained(f"Calls to {site.name} over years", "iuc", names, before))
        if days is not None and max(days.received) >= months_after(years.months[-1], 1):
            return self._by_day(site, days, years)
        return self._by_month(site, months, years, days)

    def _by_month(
        self, site: Site, months: collected.Collected, years: Carried, days: calls.Calls | None
    ) -> Reported:
        """Return a contract's calls by its months; what those do not tell by its days."""
        by_day = calls.telephone(days) if days else None
        answered = calls.telephone_by_month(months, self.method, by_day)
        targets = calls.targets_by_month(site, months, self.method)
        return Reported(
            calls.volume_by_month(site, years, days, self.method),
            targets or (calls.targets(site, days) if days else ()),
            answered or by_day,
        )

    def _by_day(self, site: Site, days: calls.Calls, years: Carried | None) -> Reported:
        made = calls.volume(site, days, self.factors, self.method, years)
        return Reported(made, calls.targets(site, days), calls.telephone(days))

    def providers(self, icb: str) -> list[tuple[str, str]]:
        """Return code and name of the A&E providers mapped to a board."""
        rows = self.mapping.filter(pl.col("icb_code") == icb).sort("provider")
        return list(rows.select("provider", "name").iter_rows())

    def name_of(self, provider: str) -> str:
        """Return a provider's name in the mapping; its code where it has none."""
        rows = self.mapping.filter(pl.col("provider") == provider)["name"].to_list()
        return str(rows[0]) if rows else provider

    def reports(self, provider: str, kind: str) -> bool:
        """Return whether a provider reported attendances of a kind in its last months."""
        return emergency.attendances(self.ae, provider, kind, self.method) is not None
