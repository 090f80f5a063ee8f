"""A plan from the first question to its verdict, by a stranger."""


def test_from_a_menu_to_a_verdict(here):
    menu = ("--practice", "X10001", "--menu", "bma-ten-2024-08", "--as-of", "2024-08-20")
    here.told("plan", "new", *menu, "--out", "p.yaml")
    assert here.json("plan", "ask", "p.yaml")["fact"] == "contract"
    judged = here.json("check", "p.yaml")
    assert judged["overall"] == "undetermined"
    assert here.told("check", "p.yaml").splitlines()[1].startswith("Cannot tell yet: needs")


def test_a_slip_in_a_plan(here):
    here.write("p.yaml", "actions: [{key: a, type: limit_daily_contact, start: 2024-09-02}]")
    assert "p.yaml:1: " in here.refused("check", "p.yaml", "--json")


def test_what_is_written_is_not_written_over(here):
    here.write("p.yaml", "mine")
    told = here.refused(
        "plan", "new", "--practice", "X10001", "--menu", "bma-ten-2024-08", "--out", "p.yaml"
    )
    assert "--force" in told
