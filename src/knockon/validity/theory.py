r"""What queueing theory says a queue does once it has settled.

These formulas know nothing of the engine: they are the other way to the same number. Rates are
people per unit of time, times are in that unit. Written :math:`\lambda` for the rate of arrival,
:math:`s` for the mean service, :math:`a = \lambda s` for the load and :math:`c` for servers:

* unlimited patience (Erlang C): mean wait :math:`P(wait)\, s / (c - a)`;
* limited patience (Erlang A), limited room (Erlang B when there is room for nobody to wait): the
  birth and death chain of the number present, which leaves state :math:`n` upwards at
  :math:`\lambda` and downwards at :math:`\min(n, c)/s + (n - c)^+\theta`;
* priorities, not pre-emptive, with one exponential service (Cobham 1954): with
  :math:`\sigma_k` the load per server of classes 1 to k, class k waits
  :math:`P(wait)\,(s/c) / ((1-\sigma_{k-1})(1-\sigma_k))`;
* one server, any service (Pollaczek and Khinchine):
  :math:`\lambda (s^2 + \mathrm{sd}^2) / (2(1 - a))`;
* open networks (Jackson 1957): every station is as if alone with the rates that balance the flows;
* a server for everyone: the number present follows :math:`m' = \lambda(t) - m/s`.

All but the last need a load the servers can carry; a load they cannot is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NEGLIGIBLE = 1e-15


@dataclass(frozen=True, slots=True)
class SteadyState:
    """A queue that has settled, as a person arriving or looking at the clock would find it."""

    p_wait: float
    """Share of those let in who do not start at once."""
    wait: float
    """Mean wait of those who are served."""
    queue: float
    """Mean number waiting."""
    present: float
    """Mean number waiting or in service."""
    utilisation: float
    """Share of the servers' time in use."""
    left: float = 0.0
    """People a unit of time who leave before service."""
    turned_away: float = 0.0
    """People a unit of time who find no room."""
    unserved_wait: float | None = None
    """Mean wait of those who leave before service; None where nobody does."""


def erlang_b(servers: int, load: float) -> float:
    """Return the share of arrivals who find every server busy when nobody may wait."""
    share = 1.0
    for count in range(1, servers + 1):
        share = load * share / (count + load * share)
    return share


def erlang_c(servers: int, load: float) -> float:
    """Return the share of arrivals who must wait when everybody waits as long as it takes."""
    _must_carry(load, servers)
    refused = erlang_b(servers, load)
    return servers * refused / (servers - load * (1 - refused))


def many_servers(rate: float, service: float, servers: int) -> SteadyState:
    """Return the queue M/M/c: exponential service, room and patience without end."""
    load = rate * service
    p_wait = erlang_c(servers, load)
    wait = p_wait * service / (servers - load)
    return SteadyState(p_wait, wait, rate * wait, rate * wait + load, load / servers)


def waiting_room(
    rate: float, service: float, servers: int, capacity: int, patience: float | None = None
) -> SteadyState:
    """Return the queue M/M/c/K, with exponential patience where a mean is given.

    Erlang B is the case ``capacity == servers``.
    """
    leaving = 0.0 if patience is None else 1 / patience
    count = np.arange(capacity + 1)
    waiting = np.maximum(count - servers, 0)
    busy = np.minimum(count, servers)
    chance = birth_death(np.full(capacity, rate), busy[1:] / service + waiting[1:] * leaving)
    let_in = chance[:-1] / chance[:-1].sum()
    queue = float(chance @ waiting)
    served, reneged, unserved = _waits(let_in, service, servers, leaving)
    return SteadyState(
        p_wait=float(let_in[servers:].sum()),
        wait=served,
        queue=queue,
        present=float(chance @ count),
        utilisation=float(chance @ busy) / servers,
        left=rate * float(chance[:-1].sum()) * reneged,
        turned_away=rate * float(chance[-1]),
        unserved_wait=unserved,
    )


def impatient(rate: float, service: float, servers: int, patience: float) -> SteadyState:
    """Return the queue of Erlang A: exponential patience, room without end.

    It is the queue with a waiting room so large that being turned away is negligible.
    """
    room = servers + 64
    while (state := waiting_room(rate, service, servers, room, patience)).turned_away > (
        _NEGLIGIBLE * rate
    ):
        room *= 2
    return state


def birth_death(births: Floats, deaths: Floats) -> Floats:
    """Return the long-run chance of each state 0…n of a chain of births and deaths.

    ``births[i]`` is the rate from state i to i + 1, ``deaths[i]`` the rate back.
    """
    logs = np.concatenate(([0.0], np.cumsum(np.log(births) - np.log(deaths))))
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _waits(
    let_in: Floats, service: float, servers: int, leaving: float
) -> tuple[float, float, float | None]:
    """Return the mean wait of the served, the share who leave, and the mean wait of those.

    Someone who finds k people waiting starts after k + 1 departures from the line, each at rate
    r_j = c/s + j/patience (j = k…0 people ahead), unless their own patience ends first: they are
    served with chance P = prod r_j/(r_j + leaving), and then have waited sum 1/(r_j + leaving).
    Whatever the outcome they spend (1 − P)/leaving in line, because leaving happens at a constant
    rate: what the served have not spent of it, the leavers have.
    """
    ahead = np.arange(max(len(let_in) - servers, 0))
    departures = servers / service + ahead * leaving
    chance_served = np.cumprod(departures / (departures + leaving))
    until_start = np.cumsum(1 / (departures + leaving))
    finding = let_in[servers:]
    served = 1 - float(finding.sum()) + float(finding @ chance_served)
    waited_served = float(finding @ (chance_served * until_start))
    reneged = 1 - served
    if leaving == 0 or not finding.size:
        return waited_served / served, 0.0, None
    return waited_served / served, reneged, (reneged / leaving - waited_served) / reneged


def priority_waits(rates: Sequence[float], service: float, servers: int) -> tuple[float, ...]:
    """Return each class's mean wait, first class first, when the next server takes the first."""
    load = sum(rates) * service
    first = erlang_c(servers, load) * service / servers
    so_far = np.concatenate(([0.0], np.cumsum(rates) * service / servers))
    return tuple(
        first / ((1 - above) * (1 - upto))
        for above, upto in zip(so_far[:-1].tolist(), so_far[1:].tolist(), strict=True)
    )


def one_server(rate: float, service: float, deviation: float) -> SteadyState:
    """Return the queue M/G/1: any law of service, by its mean and standard deviation."""
    load = rate * service
    _must_carry(load, 1)
    wait = rate * (service**2 + deviation**2) / (2 * (1 - load))
    return SteadyState(load, wait, rate * wait, rate * wait + load, load)


def flows(outside: Sequence[float], routing: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return the rate of arrival at each station of an open network.

    ``routing[i][j]`` is the share of those served at i who go on to j.
    """
    shares = np.asarray(routing, dtype=np.float64)
    balance = np.eye(len(outside)) - shares.T
    return tuple(np.linalg.solve(balance, np.asarray(outside, dtype=np.float64)).tolist())


def network(
    rates: Sequence[float], services: Sequence[float], servers: Sequence[int]
) -> tuple[SteadyState, ...]:
    """Return each station of a Jackson network, from the balanced rates of :func:`flows`."""
    return tuple(
        many_servers(rate, service, count)
        for rate, service, count in zip(rates, services, servers, strict=True)
    )


def unlimited_servers(
    rates: Sequence[float], period: float, service: float, at: Sequence[float]
) -> tuple[float, ...]:
    """Return the mean present at times ``at`` when nobody waits and rates repeat every period.

    ``rates`` hold in equal slices of ``period``. The number present is then Poisson, whatever the
    time; within a slice its mean closes on rate times service, exponentially.
    """
    width = period / len(rates)
    fade = np.exp(-width / service)
    levels = np.asarray(rates, dtype=np.float64) * service
    gained = sum(
        level * (1 - fade) * fade ** (len(rates) - 1 - k) for k, level in enumerate(levels.tolist())
    )
    starts = [gained / (1 - fade ** len(rates))]
    for level in levels.tolist():
        starts.append(level + (starts[-1] - level) * fade)
    answers = []
    for time in at:
        k, since = divmod(time % period, width)
        level = float(levels[int(k)])
        answers.append(float(level + (starts[int(k)] - level) * np.exp(-since / service)))
    return tuple(answers)


def unlimited_beds(rate: float, hazard: Sequence[float]) -> float:
    """Return the mean in bed just before midnight where everybody has a bed at once.

    Of the ``rate`` who come each day, the share who stay over a midnight's ``hazard`` (the last
    repeats) after another are still there. The number is Poisson, so this is its variance too.
    """
    _settles(hazard)
    staying = np.concatenate([[1.0], np.cumprod(1 - np.asarray(hazard[:-1], dtype=np.float64))])
    return float(rate * (staying[:-1].sum() + staying[-1] / hazard[-1]))


def list_in_balance(rate: float, hazard: Sequence[float], ages: range) -> float:
    """Return how many of ``ages`` wait in a list that ``rate`` join a week and as many leave."""
    _settles(hazard)
    by_age = [hazard[min(age, len(hazard) - 1)] for age in range(ages.stop)]
    waiting = np.cumprod([rate, *(1 - chance for chance in by_age)])
    return float(waiting[ages.start : ages.stop].sum())


def _settles(hazard: Sequence[float]) -> None:
    if hazard[-1] <= 0:
        raise ValueError("nobody leaves in the end, so it never settles")


def _must_carry(load: float, servers: int) -> None:
    if not load < servers:
        raise ValueError(f"a load of {load} never settles with {servers} servers")
