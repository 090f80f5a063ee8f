"""Weekly returns: what practices answer, what it adds up to, and what of it may be let out."""

from knockon.returns.answers import Return
from knockon.returns.asked import Asked, AskedPractices, read_asked, read_neighbours
from knockon.returns.form import blank_note, blank_return, blank_table
from knockon.returns.groups import Group, Groups, opened
from knockon.returns.notes import Note, read_note
from knockon.returns.policy import Policy, stricter, usual_policy
from knockon.returns.public import PublicPosition, read_public
from knockon.returns.questions import Question, Questions, built_in_questions
from knockon.returns.reading import Form, Readings, read_return, read_returns
from knockon.returns.release import Occasion, Release, Rules, release
from knockon.returns.release_files import (
    as_text,
    groups_document,
    read_groups,
    read_release,
    release_document,
)
from knockon.returns.totals import ActionTotal, Interval, WeekTotals, weekly_totals, wilson
from knockon.returns.uptake import (
    ActionUptake,
    silent_to_answering,
    uptake_block,
    uptake_of,
    uptakes,
)

__all__ = [
    "ActionTotal",
    "ActionUptake",
    "Asked",
    "AskedPractices",
    "Form",
    "Group",
    "Groups",
    "Interval",
    "Note",
    "Occasion",
    "Policy",
    "PublicPosition",
    "Question",
    "Questions",
    "Readings",
    "Release",
    "Return",
    "Rules",
    "WeekTotals",
    "as_text",
    "blank_note",
    "blank_return",
    "blank_table",
    "built_in_questions",
    "groups_document",
    "opened",
    "read_asked",
    "read_groups",
    "read_neighbours",
    "read_note",
    "read_public",
    "read_release",
    "read_return",
    "read_returns",
    "release",
    "release_document",
    "silent_to_answering",
    "stricter",
    "uptake_block",
    "uptake_of",
    "uptakes",
    "usual_policy",
    "weekly_totals",
    "wilson",
]
