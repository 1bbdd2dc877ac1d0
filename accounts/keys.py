"""The one secret of an installation, and the keys derived from it.

From `WIJZER_SECRET_KEY`; without it one is made once and kept in the data directory, readable
by its owner only, so that `wijzer run` works on a fresh machine and sessions outlive a restart.
"""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from base.config import Settings
from base.errors import ConfigError

_FILE = "secret_key"


def secret_key(settings: Settings) -> str:
    """The secret of these settings, made and kept where there is none yet."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / _FILE
    if not path.is_file():
        _make(path)
    return path.read_text("ascii").strip()


def keyed_hash(key: str, *parts: str) -> str:
    """A hash that only who holds the secret can make: 64 hexadecimal digits."""
    return hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def encrypt(key: str, text: str) -> str:
    """`text` so that only who holds the secret can read it."""
    return _fernet(key).encrypt(text.encode()).decode()


def decrypt(key: str, token: str) -> str:
    """What `encrypt` was given. Raises ConfigError when the secret is another one."""
    try:
        return _fernet(key).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ConfigError(
            "WIJZER_SECRET_KEY: is een andere dan waarmee dit is versleuteld"
        ) from error


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"wijzer totp").derive(
        key.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def _make(path: Path) -> None:
    """Written whole and put in place in one step: two processes may start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{_FILE}-{os.getpid()}-{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48), "ascii")
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
