"""A PostgreSQL to test against: found on this machine or installed from Debian, started in a temporary folder, stopped at the end.

python -m bench.postgres COMMAND ARGUMENT...      runs the command with CASUS_POSTGRES set to the server's URL

Where PostgreSQL cannot be had, the command runs without it: its tests then say why they are skipped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

VARIABLE = "CASUS_POSTGRES"
"""Names the server, where one runs already: `postgresql://…`."""

USERS = ("postgres", "nobody")
"""Who runs the server when we are root, which initdb refuses: the first of these that exists."""

SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests: nothing here has to survive a power cut. `bench.ledger_crash` starts a server without these."""


class NoPostgresError(RuntimeError):
    """PostgreSQL is not here and cannot be installed; the message says why."""


def find() -> Path | None:
    """Return the folder that holds `initdb` and `pg_ctl`, the newest version first, None where there is none."""
    versions = Path("/usr/lib/postgresql")
    found = sorted(versions.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def install() -> None:
    """Install PostgreSQL from Debian; raise `NoPostgresError` where that is not possible."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NoPostgresError("PostgreSQL is not installed; as root on Debian: apt-get install postgresql")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "postgresql"]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()[-1]
            raise NoPostgresError(f"apt-get {command[0]} failed: {last}")


@contextmanager
def server(settings: dict[str, str] | None = None) -> Iterator[str]:
    """Start a server that listens on a socket in a temporary folder; yield its URL; stop it and delete the folder."""
    binaries = find()
    if binaries is None:
        raise NoPostgresError("PostgreSQL is not installed; `make test` installs it from Debian when run as root")
    with tempfile.TemporaryDirectory(prefix="casus-pg-", ignore_cleanup_errors=True) as folder:
        owner = _owner(Path(folder))
        data, port = f"{folder}/data", _free_port()
        _run(owner, binaries / "initdb", "-D", data, "-U", "casus", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = {
            "listen_addresses": "",
            "unix_socket_directories": folder,
            "port": str(port),
            **(SPEED if settings is None else settings),
        }
        Path(data, "postgresql.auto.conf").write_text("".join(f"{k} = '{v}'\n" for k, v in options.items()), "ascii")
        _run(owner, binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql://casus@/postgres?host={folder}&port={port}"
        finally:
            _run(owner, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _owner(folder: Path) -> str | None:
    """Return the user to run the server as, None for ourselves; hand the folder over to them."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    owner = next((name for name in USERS if name in known), None)
    if owner is None:
        raise NoPostgresError(f"root may not run PostgreSQL, and none of these users exists: {', '.join(USERS)}")
    shutil.chown(folder, owner)
    folder.chmod(0o755)
    return owner


def _run(owner: str | None, *command: str | Path) -> None:
    prefix = ["runuser", "-u", owner, "--"] if owner else []
    done = subprocess.run([*prefix, *map(str, command)], capture_output=True, text=True, cwd="/", check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise NoPostgresError(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Run a command beside a server; return its exit code."""
    if not command:
        print(__doc__)
        return 2
    with ExitStack() as stack:
        environment = dict(os.environ)
        if VARIABLE not in environment:
            try:
                if find() is None:
                    install()
                environment[VARIABLE] = stack.enter_context(server())
            except NoPostgresError as error:
                print(f"bench.postgres: tests that need PostgreSQL are skipped: {error}", file=sys.stderr)
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
