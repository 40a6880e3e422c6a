"""The schedule of regular commands: due, done, failed, restarted."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command, get_commands

from newsportal.periodic import AFTER_FAILURE, SCHEDULE, Periodic

pytestmark = pytest.mark.django_db

START = 1_800_000_000.0
TWO = {"often": timedelta(minutes=1), "seldom": timedelta(days=1)}


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(settings, tmp_path) -> Clock:
    settings.VAR_DIR = tmp_path
    return Clock()


def recording(ran: list[str], failures: dict[str, Exception]):
    def run(name: str) -> None:
        ran.append(name)
        if name in failures:
            raise failures[name]

    return run


def test_each_runs_at_the_start_and_when_its_time_has_passed(clock):
    ran: list[str] = []
    periodic = Periodic(TWO, recording(ran, {}), clock)
    assert periodic.run_due() == 60
    assert ran == ["often", "seldom"]
    assert periodic.run_due() == 60
    clock.now += 60
    periodic.run_due()
    assert ran == ["often", "seldom", "often"]
    clock.now += 24 * 3600
    periodic.run_due()
    assert ran[3:] == ["often", "seldom"]


def test_a_restart_repeats_nothing(clock):
    ran: list[str] = []
    Periodic(TWO, recording(ran, {}), clock).run_due()
    clock.now += 30
    assert Periodic(TWO, recording(ran, {}), clock).run_due() == 30
    assert ran == ["often", "seldom"]


def test_a_failure_is_logged_stops_nothing_and_is_tried_again(clock, caplog):
    ran: list[str] = []
    failures: dict[str, Exception] = {"seldom": ValueError("the reason")}
    periodic = Periodic({"seldom": TWO["seldom"], "other": TWO["seldom"]}, recording(ran, failures))
    periodic._clock = clock
    assert periodic.run_due() == AFTER_FAILURE.total_seconds()
    assert ran == ["seldom", "other"]
    assert "the reason" in caplog.text
    failures.clear()
    clock.now += AFTER_FAILURE.total_seconds()
    assert periodic.run_due() > 23 * 3600
    assert ran == ["seldom", "other", "seldom"]


def test_a_command_that_refuses_has_its_next_turn_as_usual(clock, caplog):
    ran: list[str] = []
    refusal = {"seldom": CommandError("nothing to learn from")}
    periodic = Periodic({"seldom": TWO["seldom"]}, recording(ran, refusal), clock)
    assert periodic.run_due() == 24 * 3600
    assert "nothing to learn from" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("broken", ["", "soon", str(START + 10**9)])
def test_a_spoilt_time_does_not_stop_the_schedule(clock, tmp_path, broken):
    (tmp_path / "periodic").mkdir()
    (tmp_path / "periodic" / "often").write_text(broken)
    ran: list[str] = []
    assert Periodic({"often": TWO["often"]}, recording(ran, {}), clock).run_due() == 60
    assert ran == ["often"]


@pytest.mark.parametrize("name", sorted(set(SCHEDULE) - {"train_moderation"}))
def test_every_scheduled_command_may_run_twice(name):
    assert name in get_commands()
    call_command(name, verbosity=0)
    call_command(name, verbosity=0)
