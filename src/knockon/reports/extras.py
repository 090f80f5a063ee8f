"""What PDF, Word and Excel are made with: the extra ``reports``, asked for when it is needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from knockon.errors import KnockonError


def extra(module: str) -> Any:
    """Return a module of the extra ``reports``; K620 where it, or what it needs, is missing.

    WeasyPrint also needs the library Pango, which the system's packages bring.
    """
    try:
        return import_module(module)
    except (ImportError, OSError) as problem:
        raise KnockonError(
            "K620",
            f"{module.split('.', 1)[0]} cannot be used ({problem})",
            expected="the extra `reports`, which PDF, Word and Excel need",
            remedy="In the folder of the source: .venv/bin/pip install '.[reports]'. PDF also "
            "needs the library Pango.",
        ) from None
