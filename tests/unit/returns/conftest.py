import pytest

from knockon.returns import Form, built_in_questions


@pytest.fixture(scope="session")
def form() -> Form:
    """Two actions, and the questions that come with the software."""
    actions = frozenset({"limit_daily_contacts", "stop_advice_and_guidance"})
    return Form(actions, built_in_questions())
