"""Replace parameters for one assessment, and mark them as replaced wherever they are shown."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence

from knockon.catalogue.values import Behaviour, Catalogue, DShare, Override, Parameter
from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError

Range = Mapping[str, float] | Sequence[float]
_KEYS = ("low", "central", "high")


def parameters(catalogue: Catalogue, overrides: Mapping[str, Range]) -> Catalogue:
    """Return the catalogue with ranges replaced by ``overrides``.

    A key is a parameter's symbol or ``behaviour.<set>.<k>`` (``k`` a service people choose, or
    ``retry``). A behaviour share that is a parameter follows that parameter. K017: a key that
    names nothing; K018: a range that is not low, central and high in rising order.
    """
    result = catalogue
    for name, numbers in overrides.items():
        low, central, high = _ordered(name, numbers)
        if name in result.parameters:
            result = _replace_parameter(result, name, low, central, high)
        elif name in replaceable_shares(result):
            result = _replace_share(result, name, _share(name, low, central, high, None))
        else:
            raise _unknown(name, result)
    return result


def replaceable_shares(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Return ``behaviour.<set>.<k>`` for every share and retry share, with its set and ``k``."""
    return {
        f"behaviour.{found.id}.{k}": (found.id, k)
        for found in catalogue.behaviours.values()
        for k in (*found.shares, "retry")
    }


def _replace_parameter(
    catalogue: Catalogue, symbol: str, low: float, central: float, high: float
) -> Catalogue:
    old = catalogue.parameters[symbol]
    new: Parameter = dataclasses.replace(old, low=low, central=central, high=high, overridden=True)
    behaviours = {key: _follow(found, new) for key, found in catalogue.behaviours.items()}
    return dataclasses.replace(
        catalogue,
        parameters={**catalogue.parameters, symbol: new},
        behaviours=behaviours,
        overrides=(*catalogue.overrides, Override("parameters", symbol, "assessment")),
    )


def _follow(found: Behaviour, new: Parameter) -> Behaviour:
    """Return the set with every share that is the parameter ``new`` taken from it again."""

    def again(share: DShare) -> DShare:
        same = share.symbol == new.symbol
        return _share(new.symbol, new.low, new.central, new.high, new.symbol) if same else share

    shares = {k: again(share) for k, share in found.shares.items()}
    return dataclasses.replace(found, shares=shares, retry=again(found.retry))


def _replace_share(catalogue: Catalogue, name: str, share: DShare) -> Catalogue:
    set_id, k = replaceable_shares(catalogue)[name]
    old = catalogue.behaviours[set_id]
    if k == "retry":
        new = dataclasses.replace(old, retry=share)
    else:
        new = dataclasses.replace(old, shares={**old.shares, k: share})
    return dataclasses.replace(
        catalogue,
        behaviours={**catalogue.behaviours, set_id: new},
        overrides=(*catalogue.overrides, Override("behaviours", name, "assessment")),
    )


def _share(name: str, low: float, central: float, high: float, symbol: str | None) -> DShare:
    if low < 0 or high > 1:
        raise _bad_range(name, (low, central, high), "shares between 0 and 1")
    return DShare(low, central, high, symbol)


def _ordered(name: str, numbers: Range) -> tuple[float, float, float]:
    values = [numbers.get(key) for key in _KEYS] if isinstance(numbers, Mapping) else list(numbers)
    extra = set(numbers) - set(_KEYS) if isinstance(numbers, Mapping) else set()
    whole = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    rising = len(whole) == 3 and whole[0] <= whole[1] <= whole[2] < math.inf
    if extra or len(values) != 3 or not rising or whole[0] == -math.inf:
        raise _bad_range(name, values, "low, central and high, three numbers in rising order")
    return float(whole[0]), float(whole[1]), float(whole[2])


def _bad_range(name: str, values: Iterable[object], expected: str) -> KnockonError:
    shown = ", ".join(str(value) for value in values)
    return KnockonError(
        "K018",
        f"the range given for {name!r} is {shown}",
        expected=expected,
        remedy="Correct the range.",
    )


def _unknown(name: str, catalogue: Catalogue) -> KnockonError:
    choices = [*catalogue.parameters, *replaceable_shares(catalogue)]
    return KnockonError(
        "K017",
        f"{name!r} names no parameter",
        expected="the symbol of a parameter, or behaviour.<set>.<service>",
        remedy=did_you_mean(name, choices),
    )
