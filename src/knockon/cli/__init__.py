"""The command line: thin, quick to start, one sentence for anything a user can put right."""

from knockon.cli.app import app, main

__all__ = ["app", "main"]
