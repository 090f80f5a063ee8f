"""A flow case as it is written in its file, before it becomes a network.

The keys are those of ``docs/reference/verification.md``. What may be written in several ways is
brought to one here: a whole number of servers is a calendar with one step, a plain quota means
hold and most, a capacity is one number or seven. What refers to something else in the file
(classes, stations) is looked up in :mod:`knockon.validity.cases`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

Text = Annotated[str, StringConstraints(min_length=1)]
Whole = Annotated[int, Strict(), Field(ge=0)]
Count = Annotated[int, Strict(), Field(ge=1)]
Number = Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
Flag = Annotated[bool, Strict()]

Written = TypeVar("Written")

_WIDEST_LAW = 1e6
_DAYS_IN_A_WEEK = 7
_MOST_CLASSES = 16
_MOST_MIDNIGHTS = 1000
_MOST_WEEKS = 104
_MOST_DRAWS = 1_000_000


class Keys(BaseModel):
    """A set of keys: any other key is refused, with the known ones for the nearest name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: Any) -> Any:
        if isinstance(value, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in value:
                if key not in known:
                    raise PydanticCustomError(
                        "unknown_key", "the key is not known", {"key": key, "known": known}
                    )
        return value


class OneOf(Keys):
    """A set of keys of which exactly one is given."""

    @model_validator(mode="after")
    def _exactly_one(self) -> OneOf:
        names = list(type(self).model_fields)
        if sum(getattr(self, name) is not None for name in names) != 1:
            raise PydanticCustomError(
                "one_of", "exactly one of {names}", {"names": ", ".join(names)}
            )
        return self


# Laws of service and patience: means and deviations are of the time itself.


class ByMean(Keys):
    """``{mean}``."""

    mean: Positive


class ByMeanAndDeviation(Keys):
    """``{mean, sd}``; a wider law has no logarithm left in the engine's numbers."""

    mean: Positive
    sd: Number

    @model_validator(mode="after")
    def _has_a_logarithm(self) -> ByMeanAndDeviation:
        if self.sd > _WIDEST_LAW * self.mean:
            raise PydanticCustomError("too_wide", "a deviation of at most a million means")
        return self


class ByStages(Keys):
    """``{k, mean}``: k exponential stages with this mean in all.

    With more stages than the engine's quantile can add up, a constant is as near.
    """

    k: Annotated[Count, Field(le=500)]
    mean: Positive


class Between(Keys):
    """``{low, high}``."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _in_order(self) -> Between:
        return _rising(self, (self.low, self.high))


class Peaked(Keys):
    """``{low, mode, high}``."""

    low: Number
    mode: Number
    high: Number

    @model_validator(mode="after")
    def _in_order(self) -> Peaked:
        return _rising(self, (self.low, self.mode, self.high))


def _rising(value: Written, numbers: Sequence[float]) -> Written:
    if list(numbers) != sorted(numbers):
        raise PydanticCustomError("not_rising", "numbers that rise")
    return value


class LawWritten(OneOf):
    """A law of service or patience, by its name."""

    exponential: ByMean | None = None
    constant: Number | None = None
    lognormal: ByMeanAndDeviation | None = None
    erlang: ByStages | None = None
    uniform: Between | None = None
    triangular: Peaked | None = None


class ArrivalsWritten(OneOf):
    """Arrivals at one rate, at rates in equal slices of the period, or at exact times."""

    rate: Number | None = None
    rates: Annotated[list[Number], Field(min_length=1)] | None = None
    times: list[Number] | None = None


class RouteWritten(Keys):
    """``{to, share, as}``: where a share of people go next, and as which class."""

    to: Text
    share: Share = 1.0
    as_: Text | None = Field(default=None, alias="as")


def _closing(value: Any) -> Any:
    if isinstance(value, str) and value not in ("wait", "leave"):
        raise PydanticCustomError("no_closing", "wait, leave, or a set with the key `to`")
    return {value: True} if isinstance(value, str) else value


class ClosingWritten(OneOf):
    """What those waiting at closing do: wait, leave, or go to another station."""

    wait: Flag | None = None
    leave: Flag | None = None
    to: Text | None = None


Classes = Annotated[list[Text], Field(min_length=1, max_length=_MOST_CLASSES)]


def _servers(value: Any) -> Any:
    if value is None or isinstance(value, list):
        return value
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise PydanticCustomError("no_servers", "a whole number from 0, null, or a calendar")
    return [[0, value]]


class SiteWritten(Keys):
    """A station where every person is followed: priorities, servers, patience, room."""

    id: Text
    kind: Literal["site"]
    servers: Annotated[
        Annotated[list[tuple[Number, Whole]], Field(min_length=1)] | None,
        BeforeValidator(_servers),
    ]
    period: Positive | None = None
    capacity: Whole | None = None
    classes: Classes
    arrivals: dict[str, ArrivalsWritten] = {}
    service: dict[str, LawWritten]
    patience: dict[str, LawWritten | None] = {}
    when_impatient: dict[str, list[RouteWritten]] = {}
    when_served: dict[str, list[RouteWritten]] = {}
    when_full: dict[str, list[RouteWritten]] = {}
    at_closing: Annotated[ClosingWritten, BeforeValidator(_closing)] = ClosingWritten(wait=True)
    present_at: list[Number] = []


def _by_weekday(value: Any) -> Any:
    numbers = value if isinstance(value, list) else [value]
    whole = all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers)
    if not whole or len(numbers) not in (1, 7):
        raise PydanticCustomError("one_or_seven", "one whole number from 0, or seven")
    return numbers


Places = Annotated[list[Whole], BeforeValidator(_by_weekday)]


class QuotaWritten(Keys):
    """Places a day kept for a class, and the most it may take."""

    hold: Places = [0]
    most: Places | None = None

    @model_validator(mode="after")
    def _holds_no_more_than_the_most(self) -> QuotaWritten:
        days = range(_DAYS_IN_A_WEEK)
        if self.most and any(_on(self.hold, day) > _on(self.most, day) for day in days):
            raise PydanticCustomError("hold_over_most", "`hold` at or below `most`, day by day")
        return self


def _on(places: Sequence[int], day: int) -> int:
    return places[day % len(places)]


def _quota(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    numbers = _by_weekday(value)
    return {"hold": numbers, "most": numbers}


class StepWritten(Keys):
    """One step of what people not seen do; ``share`` goes with ``join`` and ``to``."""

    above: Share | None = None
    join: Text | None = None
    retry: Share | None = None
    to: Text | None = None
    share: Share | None = None
    as_: Text | None = Field(default=None, alias="as")

    @model_validator(mode="after")
    def _exactly_one(self) -> StepWritten:
        verbs = [v for v in ("above", "join", "retry", "to") if getattr(self, v) is not None]
        if len(verbs) != 1:
            raise PydanticCustomError("one_of", "exactly one of above, join, retry, to")
        if self.share is not None and verbs[0] in ("above", "retry"):
            raise PydanticCustomError("share_twice", "`share` beside `to` or `join` only")
        if self.as_ is not None and verbs[0] != "to":
            raise PydanticCustomError("as_without_to", "`as` beside `to` only")
        return self


def _unseen(value: Any) -> Any:
    if not isinstance(value, list) and value not in ("wait", None):
        raise PydanticCustomError("no_steps", "wait, or a list of steps")
    return None if value == "wait" else value


Unseen = Annotated[list[StepWritten] | None, BeforeValidator(_unseen)]


class OverCapWritten(Keys):
    """Lowered places a day, and by class what those do whom the full capacity would have seen."""

    slots: Places
    chains: dict[str, list[StepWritten]] = {}


def _over_cap(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    chains = {name: chain for name, chain in value.items() if name != "slots"}
    return {"chains": chains} | {name: value[name] for name in value if name == "slots"}


class ClinicWritten(Keys):
    """A station counted by the day: places, quotas, and what people not seen do."""

    id: Text
    kind: Literal["clinic"]
    classes: Classes
    arrivals: dict[str, ArrivalsWritten] = {}
    period: Count | None = None
    capacity: Places
    quota: dict[str, Annotated[QuotaWritten, BeforeValidator(_quota)]] = {}
    backfill: Flag = False
    leaving: dict[str, Share] = {}
    unseen: dict[str, Unseen] = {}
    over_cap: Annotated[OverCapWritten | None, BeforeValidator(_over_cap)] = None
    when_leaving: dict[str, list[RouteWritten]] = {}


class FeedingWritten(Keys):
    """``{id, share}``: a share of those a site has served need a bed of the ward."""

    id: Text
    share: Share = 1.0


class WardWritten(Keys):
    """A station of beds: sites board for them, people leave by the length of their stay."""

    classes: ClassVar[tuple[str, ...]] = ()

    id: Text
    kind: Literal["ward"]
    beds: Whole | None
    sites: list[FeedingWritten] = []
    arrivals: ArrivalsWritten | None = None
    period: Positive | None = None
    hazard: Annotated[list[Share], Field(min_length=1, max_length=_MOST_MIDNIGHTS)]
    discharge_hours: Annotated[list[Number], Field(min_length=1)] | None = None
    present_at: list[Number] = []


class ListWritten(Keys):
    """A station counted by the week: people are removed by how long they have waited."""

    classes: ClassVar[tuple[str, ...]] = ()

    id: Text
    kind: Literal["list"]
    arrivals: ArrivalsWritten | None = None
    period: Count | None = None
    capacity: Number | None = None
    hazard: Annotated[list[Share], Field(min_length=1, max_length=_MOST_WEEKS)]
    start: Annotated[list[Whole], Field(max_length=_MOST_WEEKS)] = []


StationWritten = SiteWritten | ClinicWritten | WardWritten | ListWritten


def arrivals_of(station: StationWritten) -> Mapping[str, ArrivalsWritten]:
    """Return a station's own arrivals by class; those of a ward or list stand under no class."""
    if isinstance(station, SiteWritten | ClinicWritten):
        return station.arrivals
    return {} if station.arrivals is None else {"": station.arrivals}


class CaseWritten(Keys):
    """The whole file; stations are read one by one by their kind."""

    case: Text
    draws: Annotated[Count, Field(le=_MOST_DRAWS)]
    warm_up: Number = 0.0
    length: Positive
    seed: Annotated[int, Strict(), Field(ge=0, lt=2**63)] = 0
    day: Positive | None = None
    stations: Annotated[list[Any], Field(min_length=1)]
    present_at: list[Number] = []
