"""Files the NHS publishes, read into frames: one module a publication.

`read` walks a folder, knows each file by its header, reads it strictly and gives a `Published`:
frames under our names and the `Quality` of what was used, set aside, refused and not reported.
"""

from knockon.published.find import Found, find
from knockon.published.quality import (
    FileUsed,
    Joined,
    Missing,
    NotReported,
    NotUsed,
    Quality,
    RefusedRow,
    SetAside,
)
from knockon.published.reading import Published, read, read_file

__all__ = [
    "FileUsed",
    "Found",
    "Joined",
    "Missing",
    "NotReported",
    "NotUsed",
    "Published",
    "Quality",
    "RefusedRow",
    "SetAside",
    "find",
    "read",
    "read_file",
]
