"""Settings: defaults that work, nonsense refused by name."""

import stat

import pytest

from eventsapp import resources

config = resources.config_module()


def settings(tmp_path, **environ):
    return config.Config({"INSTANCE_DIR": str(tmp_path / "instance"), **environ})


def test_keys_are_made_once_and_readable_by_their_owner_only(tmp_path):
    first, second = settings(tmp_path), settings(tmp_path)

    assert (first.SECRET_KEY, first.FIELD_KEYS) == (second.SECRET_KEY, second.FIELD_KEYS)
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "instance").iterdir()
    }
    assert modes == {"SECRET_KEY": 0o600, "FIELD_KEYS": 0o600}


def test_without_settings_it_is_sqlite_and_mail_in_the_instance_folder(tmp_path):
    made = settings(tmp_path)

    assert f"sqlite:///{tmp_path}/instance/eventsapp.sqlite" == made.SQLALCHEMY_DATABASE_URI
    assert f"file:{tmp_path}/instance/outbox" == made.MAIL_URL
    assert (made.HOST, made.PORT, made.DEFAULT_TZ) == ("127.0.0.1", 5000, "Africa/Nairobi")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("PORT", "many"),
        ("PORT", "0"),
        ("WEB_PROCESSES", "-1"),
        ("BASE_URL", "egm.example.org"),
        ("MAIL_URL", "sendmail"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "a@b.test\nBcc: c@d.test"),
        ("DEFAULT_TZ", "Nairobi"),
        ("DEFAULT_TZ", "../../etc/passwd"),
        ("FIELD_KEYS", "short"),
        ("SECRET_KEY", "dev"),
    ],
)
def test_nonsense_stops_the_start_with_the_name_of_the_setting(tmp_path, name, value):
    with pytest.raises(config.SettingError, match=name):
        settings(tmp_path, **{name: value})


def test_the_demonstration_neither_listens_beyond_this_machine_nor_sends(tmp_path):
    environ = {"INSTANCE_DIR": str(tmp_path)}
    with pytest.raises(config.SettingError, match="HOST"):
        config.DemonstrationConfig({**environ, "HOST": "0.0.0.0"})
    with pytest.raises(config.SettingError, match="MAIL_URL"):
        config.DemonstrationConfig({**environ, "MAIL_URL": "smtp://mail.example.org"})


def test_a_plain_postgresql_address_gets_the_driver(tmp_path):
    made = settings(tmp_path, DATABASE_URL="postgresql://u@h/n")

    assert made.SQLALCHEMY_DATABASE_URI == "postgresql+psycopg://u@h/n"
