"""Settings, read once from the environment. Nonsense stops the start with the name of the
setting."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet

LEAST_KEY = 16
LONGEST_UPLOAD = 20 * 1024 * 1024


class SettingError(Exception):
    """A setting is nonsense; the message names it and the next step."""


class Config:
    """An ordinary instance: web and worker read the same environment."""

    IS_DEMONSTRATION = False
    TESTING = False
    MAX_CONTENT_LENGTH = LONGEST_UPLOAD + 64 * 1024
    MAX_FORM_MEMORY_SIZE = 4 * 1024 * 1024
    MAX_FORM_PARTS = 20_000
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    REMEMBER_COOKIE_HTTPONLY = True
    REMEMBER_COOKIE_SAMESITE = "Lax"
    WTF_CSRF_TIME_LIMIT = 12 * 3600
    # Longer than it takes to queue a link: an answer must not come sooner where nobody is known.
    SIGN_IN_SECONDS = 0.2
    BABEL_DEFAULT_LOCALE = "en"
    COMPRESS_MIMETYPES = ["text/html", "text/css", "text/javascript", "image/svg+xml"]
    COMPRESS_ALGORITHM = ["br", "gzip"]
    COMPRESS_BR_LEVEL = 5
    SEND_FILE_MAX_AGE_DEFAULT = 3600
    # What people typed must not stand in a log because a statement failed.
    SQLALCHEMY_ENGINE_OPTIONS = {"hide_parameters": True}

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        env = os.environ if environ is None else environ
        self.INSTANCE_DIR = Path(env.get("INSTANCE_DIR") or "instance").resolve()
        self.SQLALCHEMY_DATABASE_URI = _database_url(env, self.INSTANCE_DIR)
        self.SECRET_KEY = _secret_key(env, self.INSTANCE_DIR)
        self.FIELD_KEYS = _field_keys(env, self.INSTANCE_DIR)
        self.HOST = env.get("HOST") or "127.0.0.1"
        self.PORT = _whole_number(env, "PORT", 5000, least=1, most=65535)
        # Proxies that say who is calling; the web server reads the same variable.
        self.FORWARDED_ALLOW_IPS = _list(env.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1")
        self.WEB_PROCESSES = _whole_number(env, "WEB_PROCESSES", 2, least=1, most=64)
        self.BASE_URL = _base_url(env, self.PORT)
        self.SESSION_COOKIE_SECURE = self.BASE_URL.startswith("https:")
        self.REMEMBER_COOKIE_SECURE = self.SESSION_COOKIE_SECURE
        self.MAIL_URL = _mail_url(env, self.INSTANCE_DIR)
        self.CALENDAR_DOMAIN = env.get("CALENDAR_DOMAIN") or urlsplit(self.BASE_URL).hostname
        self.MAIL_FROM = env.get("MAIL_FROM") or "secretariat@eventsapp.test"
        self.ORGANIZATION = env.get("ORGANIZATION") or "The secretariat"
        self.DEFAULT_TZ = _zone(env.get("DEFAULT_TZ") or "Africa/Nairobi")
        self.LANGUAGES = _languages(env)
        if "@" not in self.MAIL_FROM or re.search(r"[\r\n]", self.MAIL_FROM):
            raise SettingError("MAIL_FROM must be one e-mail address, such as office@example.org.")


class DemonstrationConfig(Config):
    """`make demo`: the record of EGM 2, a clock of its own, mail kept in a folder, this machine
    only."""

    IS_DEMONSTRATION = True

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        super().__init__(environ)
        if self.HOST not in {"127.0.0.1", "localhost", "::1"}:
            raise SettingError(
                "The demonstration shows working sign-in links, so HOST must stay 127.0.0.1."
            )
        if not self.MAIL_URL.startswith("file:"):
            raise SettingError("The demonstration sends nothing: unset MAIL_URL.")


class TestConfig(Config):
    """The test suite: everything given by the test, nothing read from the environment."""

    TESTING = True
    WTF_CSRF_ENABLED = False
    SIGN_IN_SECONDS = 0.0
    __test__ = False

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        super().__init__(
            {
                "SECRET_KEY": "a key only for tests",
                "FIELD_KEYS": Fernet.generate_key().decode(),
                "BASE_URL": "http://localhost",
                **(environ or {}),
            }
        )


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{instance / 'eventsapp.sqlite'}"
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError(
            "DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://; "
            "leave it out for SQLite in the instance folder."
        )
    return url


def _kept_key(instance: Path, name: str) -> str:
    """Return the key kept in the instance folder, made on the first start with mode 600."""
    path = instance / name
    if not path.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Fernet.generate_key().decode() if name == "FIELD_KEYS" else secrets.token_urlsafe(48)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # web and worker start together: the first one made it
            return _kept_key(instance, name)
        with os.fdopen(descriptor, "w") as file:
            file.write(made)
    kept = path.read_text().strip()
    if not kept:
        raise SettingError(f"{name}: the file {path} is empty. Restore it, or set {name}.")
    return kept


def _secret_key(env: Mapping[str, str], instance: Path) -> str:
    # Who guesses it signs in as anybody, and opens the link for the first administrator.
    key = env.get("SECRET_KEY") or _kept_key(instance, "SECRET_KEY")
    if len(key) < LEAST_KEY:
        raise SettingError(
            f"SECRET_KEY must have at least {LEAST_KEY} characters that nobody can guess; "
            "leave it out, and one is made in the instance folder."
        )
    return key


def _field_keys(env: Mapping[str, str], instance: Path) -> tuple[str, ...]:
    text = env.get("FIELD_KEYS") or _kept_key(instance, "FIELD_KEYS")
    keys = tuple(key for key in re.split(r"[,\s]+", text) if key)
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise SettingError(
                "FIELD_KEYS must be Fernet keys (32 bytes in base64), newest first."
            ) from error
    return keys


def _whole_number(env: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise SettingError(f"{name} must be a whole number from {least} to {most}, not “{text}”.")
    return int(text)


def _base_url(env: Mapping[str, str], port: int) -> str:
    url = (env.get("BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingError(
            f"BASE_URL must be a web address such as https://egm.example.org, not “{url}”."
        )
    return url


def _mail_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("MAIL_URL") or f"file:{instance / 'outbox'}"
    if not url.startswith(("file:", "smtp://", "smtps://")):
        raise SettingError("MAIL_URL must begin with smtp://, smtps:// or file:.")
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingError(
            f"DEFAULT_TZ must be a time zone such as Africa/Nairobi, not “{name}”."
        ) from error
    return name


def _languages(env: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages of the interface; English, and what catalogues were added for."""
    return _list(env.get("LANGUAGES") or "en")


def _list(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"[,\s]+", text))
