"""How a run is made again: its command, and the same in Python."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from knockon.cli.subjects import ManySystems

if TYPE_CHECKING:
    from knockon.cli.runs import Asked

_ONE = (
    """\
from dataclasses import replace
from pathlib import Path

from knockon import catalogue
from knockon.impact.assess import assess
from knockon.plans.reading import read_assessment
from knockon.system import folder
from knockon.system.quality import to_json
""",
    """\
forecast = assess(
    asked,
    folder.read(at),
    folder.read_fit(at),
    to_json(folder.read_quality(at)),
    packs,
)""",
)
_MANY = (
    """\
from dataclasses import replace
from pathlib import Path

from knockon import catalogue
from knockon.impact.boards import Board
from knockon.impact.executors import Threads
from knockon.impact.nation import Nation, assess_nation
from knockon.plans.reading import read_assessment
from knockon.system import folder, nation
""",
    """\
folders = [at / one.folder for one in nation.read(at).systems]
boards = tuple(Board(folder.read(one), folder.read_fit(one)) for one in folders)
forecast = assess_nation(asked, Nation(boards, packs), executor=Threads(2))""",
)


def command(asked: Asked, draws: int) -> str:
    """Return the command that makes the run again, with the draws it came to."""
    options = [f"--draws {draws}", f"--seed {asked.assessment.seed}"]
    options += [f"--most-draws {draws}"] * asked.adds_draws
    options += [f"--design {asked.replaced.design}"] * (asked.replaced.design is not None)
    options += [f"--packs {shlex.quote(str(pack))}" for pack in asked.packs]
    return " ".join(["knockon assess", shlex.quote(asked.shown), *options])


def python(asked: Asked, draws: int) -> str:
    """Return the Python that makes the run again."""
    imports, forecast = _MANY if isinstance(asked.subject, ManySystems) else _ONE
    packs = ", ".join(f"Path({pack.as_posix()!r})" for pack in asked.packs)
    return (
        f"{imports}\n"
        f"packs = catalogue.load({f'[{packs}]' if packs else ''})\n"
        f"asked = read_assessment(Path({asked.shown!r}), packs)\n"
        f"asked = replace(asked, {_settings(asked, draws)})\n"
        f"at = Path({_folder(asked)!r})\n"
        f"{forecast}"
    )


def _folder(asked: Asked) -> str:
    """Return the system's folder as seen from where the command was run."""
    named = asked.assessment.system
    if asked.subject.at == Path(named):
        return named
    return (Path(asked.shown).parent / named).as_posix()


def _settings(asked: Asked, draws: int) -> str:
    """Return what the run had in place of the file's, for the Python that makes it again."""
    settings = [f"draws={draws}", f"seed={asked.assessment.seed}"]
    settings += [f"design={asked.assessment.design!r}"] * (asked.replaced.design is not None)
    settings += ["enough=None"] * asked.adds_draws
    return ", ".join(settings)
