"""A page as HTML: one file with its style inside, no script, nothing asked of the network."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from knockon.reports.unbroken import unbroken

if TYPE_CHECKING:
    from knockon.reports.parts import Page


def render(page: Page) -> str:
    """Return ``page`` as a whole HTML document."""
    html = _environment().get_template("page.html").render(page=page, style=_style())
    return html.rstrip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("knockon.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawing"] = Markup
    environment.filters["unbroken"] = unbroken
    return environment


@cache
def _style() -> Markup:
    text = (resources.files("knockon.reports") / "templates" / "page.css").read_text("utf-8")
    return Markup(text)
