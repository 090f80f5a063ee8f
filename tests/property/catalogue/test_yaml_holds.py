"""Whatever is thrown at the strict reader, it answers with the value or with one sentence."""

import json

from hypothesis import given
from hypothesis import strategies as st

from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError

letters = st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc"])
words = st.text(letters)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_json_writes_is_read_back(value: object) -> None:
    text = json.dumps({"it": value}, ensure_ascii=False)
    found = load_strict_text(text, "a.json").value["it"]
    assert json.dumps(found) == json.dumps(value)


def refusal(text: str) -> KnockonError | None:
    try:
        load_strict_text(text, "a.yaml")
    except KnockonError as problem:
        return problem
    return None


@given(st.text(max_size=60) | st.text("ab01:-{}[],'\"#&*!|> \n\t.", max_size=40))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    problem = refusal(text)
    if problem is not None:
        assert "\n" not in problem.sentence()
        assert problem.place is not None
        assert problem.code.startswith("K00")
