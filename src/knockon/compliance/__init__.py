"""Whether a plan keeps to the rules: dated, cited rules judged against what a plan states.

Nothing unknown is ever read as permission. ``check`` judges a plan, ``document`` makes JSON of the
judgement, ``next_question`` says what to ask next, ``lawful_way`` changes a plan as a rule
proposes, ``check_rules`` runs the worked examples of the packs.
"""

from knockon.compliance.asking import Question, next_question, questions
from knockon.compliance.cases import check_rules
from knockon.compliance.check import check
from knockon.compliance.document import document
from knockon.compliance.judgement import ActionJudgement, Effect, Finding, Judgement, Segment
from knockon.compliance.lawful import lawful_way

__all__ = [
    "ActionJudgement",
    "Effect",
    "Finding",
    "Judgement",
    "Question",
    "Segment",
    "check",
    "check_rules",
    "document",
    "lawful_way",
    "next_question",
    "questions",
]
