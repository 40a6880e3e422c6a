"""The rules the newsroom has posted, as forms offer them."""

import pytest

from comments.rejection import RejectionForm, posted_rules
from comments.report_form import ReportForm

RULES = " لا إشهار \n\n\tلا إساءة\r\nلا إشهار\n"


def test_each_line_is_a_rule_and_one_posted_twice_is_one():
    assert posted_rules(RULES) == ["لا إشهار", "لا إساءة"]
    assert posted_rules(" \n ") == []


@pytest.mark.parametrize(("form", "last"), [(RejectionForm, ""), (ReportForm, "other")])
def test_every_form_offers_each_rule_once(form, last):
    offered = [value for value, _label in form(rules=RULES).fields["rule"].choices]
    assert offered == ["لا إشهار", "لا إساءة", last]
