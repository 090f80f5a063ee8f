"""The rarer charts, of a safe day and of coverage: Vega-Lite specifications turned to still SVG.

Nothing of a browser is used. The marks carry no accessible names of their own; the picture as a
whole has a title and a description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import vl_convert

from knockon.reports.drawing import FONT, INK, MARGIN, QUIET, SIZE, head

Spec: TypeAlias = dict[str, Any]
"""A piece of a Vega-Lite specification."""

WIDTH = 340
_CONFIG: Mapping[str, Any] = {
    "font": FONT,
    "padding": MARGIN,
    "view": {"stroke": None},
    "axis": {
        "aria": False,
        "domainColor": QUIET,
        "labelColor": INK,
        "labelFontSize": SIZE,
        "tickColor": QUIET,
        "titleColor": QUIET,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
    },
}


def still(layered: Any, height: int, chart: Mapping[str, str]) -> str:
    """Return Altair's layers as one still image; ``chart`` is that of :func:`drawn`."""
    return drawn(layered.to_dict(validate=False), height, chart)


def drawn(spec: Spec, height: int, chart: Mapping[str, str]) -> str:
    """Return data and layers as one still image.

    ``chart`` has ``id``, ``title`` and ``description``.
    """
    whole = spec | {"width": WIDTH, "height": height, "background": None, "config": _CONFIG}
    whole["autosize"] = {"type": "fit-x", "contains": "padding"}
    return _accessible(vl_convert.vegalite_to_svg(whole), chart)


def _accessible(svg: str, chart: Mapping[str, str]) -> str:
    """Return ``svg`` as one image with a title and a description, its ids its own on the page."""
    body = re.sub(r'\b(id="|url\(#)', rf"\g<1>{chart['id']}-", svg)
    body = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", body)
    start = head(_size(body), chart)
    return re.sub(r"\A<svg[^>]*>", lambda _: start, body, count=1)


def _size(svg: str) -> tuple[str, str]:
    found = re.match(r'<svg[^>]*?viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)
    if found is None:
        raise ValueError("the chart has no size")
    return found[1], found[2]
