"""An error a user can put right: what it says, and that it survives the way between processes."""

from __future__ import annotations

import pickle

from knockon.errors import KnockonError

ERROR = KnockonError("K501", "a Tuesday", expected="a Monday", remedy="Move it.", place="a.yaml:3")


def test_an_error_comes_back_whole_from_another_process() -> None:
    found = pickle.loads(pickle.dumps(ERROR))
    assert (found.code, found.place, str(found)) == ("K501", "a.yaml:3", str(ERROR))
