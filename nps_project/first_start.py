"""Makes the secrets that a server needs before its settings load: `python -m nps_project.first_start`.

They stand in var/secrets.env, readable by the owner alone, and are never replaced: a new ADDRESS_HASH_KEY
would forget who was asked and who refused. Back the file up with the database.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from nps_project import environment as env

# Letters and digits that cannot be mistaken for each other: this one is read off a screen.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def readable() -> str:
    """A password of three groups of four: 59 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


def unreadable() -> str:
    """A key of 384 bits."""
    return secrets.token_urlsafe(48)


MAKERS = {"SECRET_KEY": unreadable, "ADDRESS_HASH_KEY": unreadable, "SAMPLE_PASSWORD": readable}
BASE_DIR = Path(__file__).resolve().parent.parent


def write_missing_secrets(folder: Path) -> list[str]:
    """Add a random value for each secret that neither the environment nor folder/secrets.env has.

    Returns the names that were added. Creates the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secrets.env"
    env.read_files(BASE_DIR / ".env", path)
    missing = [name for name in MAKERS if not env.text(name)]
    if missing:
        # The mode is given at creation: between a write and a chmod others could read.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{name}={MAKERS[name]()}\n" for name in missing)
    return missing


def main() -> None:
    """Write what is missing where the settings will look, and say so."""
    env.read_files(BASE_DIR / ".env")
    folder = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
    if made := write_missing_secrets(folder):
        print(f"Made {', '.join(made)} in {folder / 'secrets.env'}: back it up with the database.")


if __name__ == "__main__":
    main()
