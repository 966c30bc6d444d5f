"""A PostgreSQL server for the tests, started from the installed programs."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIANS = Path("/usr/lib/postgresql")
USER = "postgres"


def programs() -> Path | None:
    """Return the folder with PostgreSQL's programs, or None where it is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(DEBIANS.glob("*/bin"), reverse=True)
    return folders[0] if folders else None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server in a temporary folder, without waiting for the disk, and yield the URL of a database."""
    binaries = programs()
    assert binaries is not None
    folder.mkdir(parents=True, exist_ok=True)
    # PostgreSQL refuses to run as root.
    as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
    if as_user:
        account = pwd.getpwnam(USER)
        os.chown(folder, account.pw_uid, account.pw_gid)
        for above in folder.parents:
            if above.stat().st_uid == 0 and above != Path("/"):
                above.chmod(above.stat().st_mode | 0o011)
    data = folder / "data"
    made: list[str | Path] = [
        *as_user,
        binaries / "initdb",
        "-D",
        data,
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run(made, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    options = ("-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}")
    server = subprocess.Popen(
        [*as_user, binaries / "postgres", "-D", data, *options, "-c", "fsync=off"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        ready = [str(binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "10"]
        for _ in range(100):
            if subprocess.run(ready, check=False, stdout=subprocess.DEVNULL).returncode == 0:
                break
            time.sleep(0.1)
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        # Smart shutdown, which SIGTERM means, would wait for whoever is connected.
        server.send_signal(signal.SIGINT)
        server.wait(20)
