"""The first account of a new installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from units.models import User


@pytest.fixture
def typed(monkeypatch):
    def give(password):
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))

    return give


def test_the_first_administrator_can_enter_the_admin(db, client, typed):
    typed("mot-mat-khau-dai-2018")
    call_command("create_administrator", "quantri", "--password-stdin", stdout=io.StringIO())
    assert User.objects.get().access.is_administrator
    client.force_login(User.objects.get())
    assert client.get("/quan-tri/").status_code == 200


@pytest.mark.parametrize("password", ["", "12345678", "quantri"])
def test_a_weak_password_is_refused(db, typed, password):
    typed(password)
    with pytest.raises(CommandError):
        call_command("create_administrator", "quantri", "--password-stdin")
    assert not User.objects.exists()


def test_a_taken_name_is_refused(db, typed):
    User.objects.create_user("quantri", "", "x", full_name="Người khác")
    typed("mot-mat-khau-dai-2018")
    with pytest.raises(CommandError, match="Đã có tài khoản quantri"):
        call_command("create_administrator", "quantri", "--password-stdin")


@pytest.mark.parametrize("how", [[], ["--password-stdin"]])
def test_where_nobody_types_it_says_what_to_do(db, monkeypatch, how):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("getpass.getpass", lambda prompt: input())
    with pytest.raises(CommandError, match="--password-stdin"):
        call_command("create_administrator", "quantri", *how)
    assert not User.objects.exists()
