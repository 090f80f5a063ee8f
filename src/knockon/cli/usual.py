"""A group of commands one of which is meant where none is named: ``knockon letters PLAN``."""

from __future__ import annotations

from typing import Any

from knockon.cli.listing import Commands


class WritesByDefault(Commands):
    """Commands among which ``write`` may be left out."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take what follows for ``write`` where its first word names no command."""
        named = not args or args[0] in self.commands or args[0] in ("-h", "--help")
        return super().parse_args(ctx, args if named else ["write", *args])
