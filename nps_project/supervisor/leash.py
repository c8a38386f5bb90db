"""Become a program that ends when its parent ends.

    python leash.py PARENT SIGNAL [UID:GID] -- PROGRAM ARGUMENT…

A parent that is killed cannot clean up, so the kernel does it. This stands between fork and the program
because the alternative, preexec_fn, runs Python in a forked process and may deadlock where threads
exist. It is run as a script, isolated and without site packages, so that it costs milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def command(program: list[str], *, dying: signal.Signals = signal.SIGKILL, owner: str = "") -> list[str]:
    """The command line that runs `program` on this process' leash; `dying` is the signal it gets when we die.

    `owner` is "uid:gid" of whom the program should run as, for a parent that is root.
    """
    leash = [sys.executable, "-I", "-S", __file__, str(os.getpid()), str(int(dying))]
    return [*leash, *([owner] if owner else []), "--", *program]


def become(program: list[str], *, parent: int, dying: int, owner: str) -> None:
    """Replace this process by the program."""
    if owner:
        uid, gid = map(int, owner.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # After the change of user: that clears the death signal.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, dying)
    # The parent may have died before the leash was on.
    if os.getppid() != parent:
        sys.exit(1)
    os.execvp(program[0], program)  # noqa: S606  # no shell is wanted, and the list comes from our own code


if __name__ == "__main__":
    split = sys.argv.index("--")
    parent_id, death_signal, *owners = sys.argv[1:split]
    become(
        sys.argv[split + 1 :],
        parent=int(parent_id),
        dying=int(death_signal),
        owner=owners[0] if owners else "",
    )
