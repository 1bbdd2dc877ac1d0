"""Settings, read once at start. Nothing else reads the environment.

Each has a row in docs/settings.md; a test checks both ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from base.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Values from `WIJZER_…` variables. Secrets may come from `NAME_FILE` instead."""

    data_dir: Path
    database_url: str
    broker_url: str
    municipality: str
    base_url: str
    secret_key: str
    user_agent: str
    allowed_loopback: frozenset[str]
    mail_url: str
    mail_from: str
    sentry_dsn: str
    tile_url: str
    is_demo: bool
    log_format: str

    @property
    def snapshot_dir(self) -> Path:
        return self.data_dir / "snapshots"

    @property
    def spool_dir(self) -> Path:
        return self.data_dir / "spool"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"

    @property
    def crawl_dir(self) -> Path:
        """Pages of crawled sites, kept to ask "has it changed?" with; may be thrown away."""
        return self.data_dir / "crawl"

    @property
    def boundaries_path(self) -> Path:
        """Outlines of the neighbourhoods, once an operator loaded them."""
        return self.data_dir / "boundaries.geojson"

    @property
    def municipality_dir(self) -> Path:
        """A name is a folder of `municipalities/`; anything with a slash is a path."""
        given = Path(self.municipality)
        return given if len(given.parts) > 1 else ROOT / "municipalities" / given


def from_env(environ: Mapping[str, str]) -> Settings:
    """Validated settings. Raises ConfigError naming the variable and what is wrong."""
    data_dir = Path(environ.get("WIJZER_DATA_DIR") or ROOT / "var").resolve()
    base_url = (environ.get("WIJZER_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    settings = Settings(
        data_dir=data_dir,
        database_url=_value(environ, "WIJZER_DATABASE_URL", f"sqlite:///{data_dir}/wijzer.sqlite"),
        broker_url=_value(environ, "WIJZER_BROKER_URL", "memory://"),
        municipality=environ.get("WIJZER_MUNICIPALITY") or "deventer",
        base_url=base_url,
        secret_key=_value(environ, "WIJZER_SECRET_KEY", ""),
        user_agent=environ.get("WIJZER_USER_AGENT") or f"Wijzer/0.1 (+{base_url}/over)",
        allowed_loopback=frozenset(_words(environ.get("WIJZER_ALLOWED_LOOPBACK", ""))),
        mail_url=_value(environ, "WIJZER_MAIL_URL", ""),
        mail_from=environ.get("WIJZER_MAIL_FROM") or "wijzer@localhost",
        sentry_dsn=_value(environ, "WIJZER_SENTRY_DSN", ""),
        tile_url=environ.get("WIJZER_TILE_URL", ""),
        is_demo=_flag(environ, "WIJZER_DEMO"),
        log_format=environ.get("WIJZER_LOG_FORMAT") or "text",
    )
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if not settings.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError(
            "WIJZER_DATABASE_URL: begint niet met sqlite:/// of postgresql+psycopg://"
        )
    if not settings.base_url.startswith(("http://", "https://")):
        raise ConfigError("WIJZER_BASE_URL: geen http- of https-adres")
    if not (settings.municipality_dir / "municipality.toml").is_file():
        raise ConfigError(
            f"WIJZER_MUNICIPALITY: {settings.municipality_dir} heeft geen municipality.toml"
        )
    if settings.log_format not in ("text", "json"):
        raise ConfigError("WIJZER_LOG_FORMAT: kies text of json")
    for entry in settings.allowed_loopback:
        host, _, port = entry.rpartition(":")
        if not host or not port.isdigit():
            raise ConfigError(f"WIJZER_ALLOWED_LOOPBACK: {entry!r} is geen host:poort")


def _value(environ: Mapping[str, str], name: str, default: str) -> str:
    file = environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise ConfigError(f"{name}_FILE: {file} is niet te lezen") from error
    return environ.get(name) or default


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").lower()
    if value not in ("", "0", "1", "false", "true"):
        raise ConfigError(f"{name}: {value!r} is geen 0 of 1")
    return value in ("1", "true")


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()
