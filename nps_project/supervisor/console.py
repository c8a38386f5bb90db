"""Several programs, one terminal: each line says who speaks."""

from __future__ import annotations

import sys
import threading
from typing import IO

NAME_WIDTH = 7
RESET, BOLD = "\033[0m", "\033[1m"
# Cyan, green, magenta, yellow, blue: told apart on light and on dark grounds.
COLORS = ("\033[36m", "\033[32m", "\033[35m", "\033[33m", "\033[34m")


class Console:
    """Prints whole lines from several threads, colored where a person watches."""

    def __init__(self, out: IO[str] | None = None) -> None:
        self.out = out or sys.stdout
        self.colored = self.out.isatty()
        self._lock = threading.Lock()
        self._colors: dict[str, str] = {}

    def line(self, name: str, text: str) -> None:
        """One line of `name`'s."""
        color = self._colors.setdefault(name, COLORS[len(self._colors) % len(COLORS)])
        label = f"{name:<{NAME_WIDTH}} |"
        if self.colored:
            label = f"{color}{label}{RESET}"
        self._write(f"{label} {text}\n")

    def say(self, text: str) -> None:
        """Our own words, without a label."""
        self._write(f"{BOLD}{text}{RESET}\n" if self.colored else f"{text}\n")

    def _write(self, text: str) -> None:
        with self._lock:
            # Whoever read us may have gone; the programs go on.
            try:
                self.out.write(text)
                self.out.flush()
            except (BrokenPipeError, ValueError):
                pass

    def relay(self, name: str, pipe: IO[bytes]) -> None:
        """Copy what a program says until it has nothing more to say, in a thread of its own."""

        def copy() -> None:
            with pipe:
                for raw in pipe:
                    self.line(name, raw.decode(errors="replace").rstrip())

        threading.Thread(target=copy, name=f"relay {name}", daemon=True).start()
