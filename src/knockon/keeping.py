"""Writing files and folders whole or not at all.

A run that is killed at any moment leaves the old output or the new one, never half of either.
A folder is filled in a temporary sibling, forced to the disc, then renamed. When an old folder
is replaced it first becomes ``NAME.old``, the new one takes its name, and the old one is thrown
away; :func:`put_back` heals a replacement that stopped between the two renames. A marker file
(``.NAME.replacing``) tells our own ``NAME.old`` from a folder of the user's that happens to be
called so.

Errors: K680 something is in the way, K681 nothing can be written there, K682 a ``NAME.old`` that
is not ours, K683 what would be replaced is needed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from knockon.errors import KnockonError

_HOST = re.sub(r"[^A-Za-z0-9]", "-", os.uname().nodename if hasattr(os, "uname") else "host")


@contextmanager
def whole_folder(out: Path, *, force: bool = False) -> Iterator[Path]:
    """Yield an empty folder to fill; it becomes ``out`` when the block ends without an error.

    Raises K680 if ``out`` exists and ``force`` is false, before anything is written.
    """
    out = out.absolute()
    put_back(out)
    _refuse_what_is_in_the_way(out, force=force)
    _make_parent(out)
    _sweep(out)
    filling = _sibling(out, "new")
    _make_folder(filling)
    try:
        yield filling
        _settle(filling)
        _refuse_what_is_in_the_way(out, force=force)
        _swap_in(filling, out)
    finally:
        if filling.exists():
            shutil.rmtree(filling)


def write_whole_file(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write one file whole or not at all; K680 if it exists and ``force`` is false."""
    _refuse_what_is_in_the_way(path, force=force)
    _make_parent(path)
    _sweep(path)
    filling = _sibling(path, "new")
    try:
        with filling.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if force:
            filling.replace(path)
        else:
            _link_without_replacing(filling, path)
        _settle_names(path.parent)
    finally:
        filling.unlink(missing_ok=True)


def make_way(out: Path, *, force: bool = False, needed: Iterable[Path] = ()) -> None:
    """Refuse, before long work, what writing ``out`` would refuse after it (K680).

    Even with ``force`` nothing replaces what the work is made from (``needed``), the folder the
    command is run in, or a folder that holds one of them (K683).
    """
    put_back(out)
    _refuse_what_is_in_the_way(out, force=force)
    for kept in (*needed, Path()):
        if os.path.lexists(out) and kept.resolve().is_relative_to(out.resolve()):
            raise KnockonError(
                "K683",
                f"replacing {out} would remove {kept.resolve()}, which is needed",
                expected="a folder for the output alone",
                remedy="Choose another name for --out.",
            )


def put_back(out: Path) -> bool:
    """Give a folder its name back if only ``NAME.old`` is there; say whether it was needed.

    Every command that reads a folder written by this package calls this first.
    """
    out = out.absolute()
    old = _old_name(out)
    if os.path.lexists(out) or not old.is_dir():
        return False
    old.rename(out)
    _settle_names(out.parent)
    _marker(out).unlink(missing_ok=True)
    return True


def _swap_in(filling: Path, out: Path) -> None:
    """Give the filled folder its name, keeping what it replaces until it has it."""
    old = _old_name(out)
    if not os.path.lexists(out):
        filling.rename(out)
        _settle_names(out.parent)
        return
    _clear_our_leftover(out)
    _marker(out).touch()
    _settle_names(out.parent)
    out.rename(old)
    _settle_names(out.parent)
    filling.rename(out)
    _settle_names(out.parent)
    _throw_away(old, out)
    _marker(out).unlink()


def _clear_our_leftover(out: Path) -> None:
    """Remove a ``NAME.old`` that a killed replacement left beside its finished successor."""
    old = _old_name(out)
    if not os.path.lexists(old):
        return
    if not _marker(out).exists():
        raise KnockonError(
            "K682",
            f"{old.name} exists beside {out.name} and was not left by an earlier run",
            expected=f"no {old.name}, because {out.name} is moved there while it is replaced",
            remedy=f"Move or rename {old.name} and run the command again.",
        )
    _throw_away(old, out)


def _throw_away(old: Path, out: Path) -> None:
    """Remove a folder under a name nothing would ever put back."""
    doomed = _sibling(out, "gone")
    old.rename(doomed)
    if doomed.is_dir() and not doomed.is_symlink():
        shutil.rmtree(doomed)
    else:
        doomed.unlink()


def _refuse_what_is_in_the_way(path: Path, *, force: bool) -> None:
    if os.path.lexists(path) and not force:
        raise KnockonError(
            "K680",
            f"{path} already exists",
            expected="a name that is free",
            remedy="Choose another name for --out, or add --force to replace it.",
        )


def _make_parent(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise _not_writable(path.parent) from None
    if not os.access(path.parent, os.W_OK):
        raise _not_writable(path.parent)


def _make_folder(path: Path) -> None:
    try:
        path.mkdir()
    except OSError:
        raise _not_writable(path.parent) from None


def _not_writable(folder: Path) -> KnockonError:
    return KnockonError(
        "K681",
        f"nothing can be written in {folder}",
        expected="a folder you may write in",
        remedy="Choose another place for --out.",
    )


def _link_without_replacing(filling: Path, path: Path) -> None:
    """Give a finished file its name unless somebody took it meanwhile."""
    try:
        os.link(filling, path)
    except FileExistsError:
        _refuse_what_is_in_the_way(path, force=False)
    except OSError:  # a disc that has no links: the check before must do
        filling.rename(path)


def _settle(folder: Path) -> None:
    """Force every file and name below a folder to the disc."""
    for parent, _, names in os.walk(folder):
        for name in names:
            descriptor = os.open(Path(parent) / name, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        _settle_names(Path(parent))


def _settle_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _old_name(out: Path) -> Path:
    return out.with_name(f"{out.name}.old")


def _marker(out: Path) -> Path:
    return out.with_name(f".{out.name}.replacing")


def _sibling(out: Path, purpose: str) -> Path:
    """Name a temporary sibling that says which process on which machine owns it."""
    return out.with_name(f".{out.name}.{purpose}.{_HOST}.{os.getpid()}")


def _sweep(out: Path) -> None:
    """Remove temporary siblings of this name whose process on this machine has ended."""
    pattern = re.compile(re.escape(f".{out.name}.") + rf"(new|gone)\.{re.escape(_HOST)}\.(\d+)")
    for entry in out.parent.iterdir():
        found = pattern.fullmatch(entry.name)
        if found is None or _runs(int(found.group(2))):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
