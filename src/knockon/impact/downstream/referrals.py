"""GP referrals to consultant-led outpatient clinics, and letters that come back.

    R = R0 [1 + eta (S/S0 - 1)] (1 + a_r d) + instead        letters back = R a_l l b

with R0 a practice's referrals in an ordinary week (published, or ``ref`` N), S and S0 its contacts
seen that week in scenario and baseline, eta ``eta_ref``, a_r the share of the week it no longer
rations (effect ``ends_rationing``) and d ``d_ration``; *instead* are the Advice and Guidance
requests that become referrals (:mod:`knockon.impact.downstream.advice`). R is never below nothing.

A practice that refers everybody (effect ``refers_everybody``, share a_e of the week, for as long
as the assessment says) makes one referral of every contact of its GPs, G: R becomes
(1 - a_e) R + a_e max(R, G), before *instead* is added. Nobody has published how many contacts are
with the same people, so it is a reader's sum and an upper end.

Of the referrals of practices that write letters (share a_l, effect ``sends_letters``), l
(``letter_sh``) go outside e-RS and b (``letter_back``) of those come back. A referral is counted
when it is first made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.advice import INSTEAD
from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.ordinary import REFERRALS

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array

MADE = ("outpatients", "gp_referrals")
RETURNED = ("outpatients", "letters_returned")


def referrals(world: World, found: Found) -> Mapping[tuple[str, str], Both]:
    """Return referrals made, and letters returned, by practice and week."""
    usual = world.in_every_week(REFERRALS.a_week(world))
    rationed = 1.0 + world.moved_by("ends_rationing", "d_ration")
    made = _everybody(world, usual * _answer_to_contacts(world) * rationed)
    made = made + found[INSTEAD].change
    return {
        MADE: Both(usual, made),
        RETURNED: Both(0.0 * usual, made * _returned(world)),
    }


def _answer_to_contacts(world: World) -> Array:
    """Return 1 + eta (S/S0 - 1), not below 0; eta is looked at only where contacts change."""
    change = world.contacts_kept - 1.0
    if not change.any():
        return np.ones_like(change)
    return np.asarray(np.maximum(1.0 + world.parameters["eta_ref"] * change, 0.0))


def _everybody(world: World, made: Array) -> Array:
    acting = world.share_doing("refers_everybody")
    everyone = np.maximum(made, world.scenario.practice["gp_contacts"])
    return np.asarray(made + acting * (everyone - made))


def _returned(world: World) -> Array:
    """Return the share of each practice's referrals that goes by letter and comes back."""
    by_letter = world.moved_by("sends_letters", "letter_sh")
    return by_letter * world.parameters["letter_back"] if by_letter.any() else by_letter
