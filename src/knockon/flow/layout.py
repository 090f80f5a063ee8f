"""The kernel's structs as Python sees them: a mirror of kernel/flow.h, field for field."""

from __future__ import annotations

from ctypes import (
    CDLL,
    POINTER,
    Structure,
    c_double,
    c_int64,
    c_uint8,
    c_uint64,
    c_void_p,
    sizeof,
)

I64, U64, F64 = c_int64, c_uint64, c_double
ADDRESS = c_void_p
"""Where numbers begin; set with a whole number, which costs a fraction of a typed pointer."""


class CDaily(Structure):
    """Numbers by day and lane."""

    _fields_ = (("values", ADDRESS), ("days", I64), ("lanes", I64))


class CLaw(Structure):
    """A law of time; kind -1 is none."""

    _fields_ = (("kind", I64), ("a", ADDRESS), ("b", ADDRESS), ("c", ADDRESS))


class COnward(Structure):
    """A way onward."""

    _fields_ = (
        ("way", I64),
        ("tallied", I64),
        ("forced", I64),
        ("share", ADDRESS),
        ("class_at", ADDRESS),
        ("decision", U64),
        ("destination", U64),
    )


class CInside(Structure):
    """A step that keeps people in the clinic."""

    _fields_ = (("kind", I64), ("target", I64), ("share", ADDRESS), ("decision", U64))


class CChain(Structure):
    """An ordered splitting."""

    _fields_ = (
        ("present", I64),
        ("keeps_ages", I64),
        ("cause", I64),
        ("cause_word", U64),
        ("n_inside", I64),
        ("n_onward", I64),
        ("inside", POINTER(CInside)),
        ("onward", POINTER(COnward)),
    )


class CClinicClass(Structure):
    """A class of a clinic."""

    _fields_ = (
        ("stem", U64),
        ("arrivals", I64),
        ("mean", CDaily),
        ("has_slots", I64),
        ("hold", CDaily),
        ("most", CDaily),
        ("leaving", ADDRESS),
        ("start", ADDRESS),
        ("start_ages", I64),
        ("over_cap", CChain),
        ("over_cap_rest", CChain),
        ("unseen", CChain),
        ("left_list", CChain),
    )


class CClinic(Structure):
    """A clinic."""

    _fields_ = (
        ("n_classes", I64),
        ("home", I64),
        ("backfill", I64),
        ("stem", U64),
        ("capacity", CDaily),
        ("factor", CDaily),
        ("open", ADDRESS),
        ("open_days", I64),
        ("classes", POINTER(CClinicClass)),
    )


class CRoutes(Structure):
    """Routes taken on one uniform."""

    _fields_ = (("count", I64), ("onward", POINTER(COnward)))


class CStream(Structure):
    """Own arrivals."""

    _fields_ = (
        ("kind", I64),
        ("rates", ADDRESS),
        ("slices", I64),
        ("width", F64),
        ("majorant", F64),
        ("times", ADDRESS),
        ("n_times", I64),
    )


class CSiteClass(Structure):
    """A class of a site; routes when served, when impatient, when full and at closing."""

    _fields_ = (
        ("stem", U64),
        ("stream", CStream),
        ("service", CLaw),
        ("patience", CLaw),
        ("routes", CRoutes * 4),
    )


class CSite(Structure):
    """A site."""

    _fields_ = (
        ("n_classes", I64),
        ("station", I64),
        ("capacity", I64),
        ("limited", I64),
        ("limit", F64),
        ("wait_limited", I64),
        ("wait_limit", F64),
        ("closing", I64),
        ("prompt", I64),
        ("n_changes", I64),
        ("changes", ADDRESS),
        ("period", F64),
        ("servers", ADDRESS),
        ("home_lanes", I64),
        ("homes", ADDRESS),
        ("entry", ADDRESS * 2),
        ("n_openings", I64),
        ("openings", ADDRESS),
        ("word_arrival", U64),
        ("word_care", U64),
        ("word_entry", U64),
        ("word_onward", U64),
        ("word_turned", U64),
        ("word_reception", U64),
        ("classes", POINTER(CSiteClass)),
    )


class CWard(Structure):
    """A ward."""

    _fields_ = (
        ("stem", U64),
        ("stream", CStream),
        ("beds", ADDRESS),
        ("ages", I64),
        ("staying", ADDRESS),
        ("hazard", ADDRESS),
        ("n_hours", I64),
        ("hours", ADDRESS),
        ("start", ADDRESS),
        ("start_ages", I64),
        ("start_origins", ADDRESS),
        ("word_arrival", U64),
        ("word_stay", U64),
    )


class CGroup(Structure):
    """Sites and wards worked together."""

    _fields_ = (
        ("n_sites", I64),
        ("n_wards", I64),
        ("sites", ADDRESS),
        ("wards", ADDRESS),
        ("inward", I64),
    )


class CList(Structure):
    """A list."""

    _fields_ = (
        ("stem", U64),
        ("arrivals", I64),
        ("mean", CDaily),
        ("capacity", CDaily),
        ("hazard", ADDRESS),
        ("within", I64),
        ("over", I64),
        ("start", ADDRESS),
        ("start_ages", I64),
    )


class CWay(Structure):
    """Anything people can be sent to."""

    _fields_ = (
        ("kind", I64),
        ("index", I64),
        ("bands", I64),
        ("band_start", ADDRESS),
        ("band_end", ADDRESS),
        ("band_share", ADDRESS),
        ("word", U64),
    )


class CFan(Structure):
    """One of several sites by home."""

    _fields_ = (
        ("n_sites", I64),
        ("lanes", I64),
        ("sites", ADDRESS),
        ("shares", ADDRESS),
        ("word", U64),
    )


class CEnd(Structure):
    """A counted end."""

    _fields_ = (("back", I64), ("share", ADDRESS), ("word", U64))


class CBack(Structure):
    """The way back."""

    _fields_ = (
        ("limit", ADDRESS),
        ("overflow", I64),
        ("clinic_of", ADDRESS),
        ("class_of", ADDRESS),
        ("stem_of", ADDRESS),
    )


class CNetwork(Structure):
    """A network and how it is to be run."""

    _fields_ = (
        ("first_day", I64),
        ("days", I64),
        ("lanes", I64),
        ("homes", I64),
        ("week", I64),
        ("day", F64),
        ("n_works", I64),
        ("n_clinics", I64),
        ("n_sites", I64),
        ("n_wards", I64),
        ("n_groups", I64),
        ("n_lists", I64),
        ("n_ways", I64),
        ("n_diverted_ways", I64),
        ("n_fans", I64),
        ("n_ends", I64),
        ("n_backs", I64),
        ("clinic_classes", I64),
        ("site_classes", I64),
        ("work_kind", ADDRESS),
        ("work_index", ADDRESS),
        ("clinics", POINTER(CClinic)),
        ("sites", POINTER(CSite)),
        ("wards", POINTER(CWard)),
        ("groups", POINTER(CGroup)),
        ("lists", POINTER(CList)),
        ("ways", POINTER(CWay)),
        ("fans", POINTER(CFan)),
        ("ends", POINTER(CEnd)),
        ("backs", POINTER(CBack)),
        ("lane_words", ADDRESS),
        ("bins", ADDRESS),
        ("diverted_bins", ADDRESS),
        ("d_arrivals", U64),
        ("d_slots", U64),
        ("d_capacity", U64),
        ("d_leaving", U64),
        ("d_candidates", U64),
        ("d_limit", U64),
        ("d_removals", U64),
        ("cause_own", U64),
        ("no_destination", U64),
        ("windowed", I64),
        ("window_start", F64),
        ("window_end", F64),
        ("n_moments", I64),
        ("moments", ADDRESS),
    )


class CPassage(Structure):
    """One person's passage through a site."""

    _fields_ = (
        ("site", I64),
        ("class_", I64),
        ("lane", I64),
        ("fate", I64),
        ("arrival", F64),
        ("start", F64),
        ("end", F64),
    )


class CCounts(Structure):
    """What a run counts."""

    _fields_ = (
        ("clinics", ADDRESS),
        ("empty", ADDRESS),
        ("diverted", ADDRESS),
        ("sites", ADDRESS),
        ("wards", ADDRESS),
        ("lists", ADDRESS),
        ("ends", ADDRESS),
        ("backs", ADDRESS),
        ("window_counts", ADDRESS),
        ("window_sums", ADDRESS),
        ("present_at", ADDRESS),
        ("occupied", ADDRESS),
        ("admitted", ADDRESS),
        ("occupied_at", ADDRESS),
        ("passages", POINTER(CPassage)),
        ("passages_room", I64),
        ("n_passages", I64),
        ("events", I64),
        ("start", ADDRESS),
        ("start_size", I64),
        ("keeps", I64),
        ("state", POINTER(c_uint8)),
        ("state_size", I64),
        ("bad_station", I64),
        ("bad_class", I64),
        ("bad_lane", I64),
        ("bad_day", I64),
        ("bad_gap", I64),
    )


STRUCTS = (
    CDaily,
    CLaw,
    COnward,
    CInside,
    CChain,
    CClinicClass,
    CClinic,
    CRoutes,
    CStream,
    CSiteClass,
    CSite,
    CWard,
    CGroup,
    CList,
    CWay,
    CFan,
    CEnd,
    CBack,
    CNetwork,
    CPassage,
    CCounts,
)


def agrees(library: CDLL) -> bool:
    """Say whether a library was built from the same layout as this mirror."""
    return all(library.flow_layout(i) == sizeof(struct) for i, struct in enumerate(STRUCTS))
