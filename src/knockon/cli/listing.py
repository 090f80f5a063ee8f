"""How commands are listed: each with its whole sentence, those of one purpose together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from typer.core import TyperGroup

WHOLE_SENTENCE = 1000
"""More letters than any command's first sentence has."""


class Commands(TyperGroup):
    """Commands listed with sentences that run over as many lines as they need.

    Left to itself the list cuts each to one line, in the middle of what it says.
    """

    sections: ClassVar[Sequence[tuple[str, Sequence[str]]]] = ()
    """Headings with the commands under each, in order; none: all under one, as they were added."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list."""
        for title, names in self.sections or (("Commands", self.list_commands(ctx)),):
            rows = [(name, self._sentence(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl(rows)

    def _sentence(self, ctx: Any, name: str) -> str:
        command = self.get_command(ctx, name)
        assert command is not None, f"a section names a command there is not: {name}"
        said: str = command.get_short_help_str(WHOLE_SENTENCE)
        return said
