from datetime import UTC, datetime, timedelta

from eventsapp.invitations.choosing import Standing, Why
from eventsapp.participants.acts import sort_out

NOW = datetime(2025, 1, 9, 8, 0, tzinfo=UTC)
INVITED = {"invited_at": NOW - timedelta(days=3), "address": "x@example.test"}
HUIWEN = Standing(1, 1, "Huiwen", **INVITED)
ANAR = Standing(2, 2, "Anar Valiyev", **INVITED, answer="yes")
FATIMA = Standing(3, 3, "فاطمة الزهراء بناني", has_left=True)
LUCJA = Standing(4, 4, "Łucja Żółkiewska", address="lucja@example.test")
ALL = (HUIWEN, ANAR, FATIMA, LUCJA)


def reached(act):
    return [one.name for one in sort_out(act, ALL, NOW).able]


def test_each_act_reaches_those_it_is_for():
    assert reached("invite") == ["Łucja Żółkiewska"]
    assert reached("remind") == ["Huiwen"]
    assert reached("withdraw") == ["Huiwen", "Anar Valiyev"]
    assert reached("left") == ["Huiwen", "Anar Valiyev", "Łucja Żółkiewska"]
    assert reached("role") == [one.name for one in ALL]


def test_whoever_is_left_out_is_named_with_the_reason():
    assert sort_out("remind", ALL, NOW).left_out == (
        (ANAR, Why.YES),
        (FATIMA, Why.NOT_INVITED),
        (LUCJA, Why.NOT_INVITED),
    )
