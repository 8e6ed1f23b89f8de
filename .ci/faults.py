"""Injects faults into runs of `userlint batch` and looks at what they leave.

usage: faults.py PROGRAM FOLDER
"""

import json
import os
import shutil
import subprocess
import sys

PROGRAM, WORK = sys.argv[1:]

# What touches files while a set is written. `close` is left out: the standard library panics where closing a directory
# fails, which no file system makes it do.
CALLS = [("openat", "EIO"), ("openat", "EMFILE"), ("write", "ENOSPC"), ("fsync", "EIO"), ("rename", "EIO"), ("mkdir", "ENOSPC"),
         ("unlink", "EIO"), ("getdents64", "EIO"), ("statx", "EIO"), ("fchmod", "EPERM"), ("read", "EIO")]

# So many runs in a row that get through show that no call is left to fail.
ENOUGH = 6


def files(name):
    folder = os.path.join(WORK, name)
    if not os.path.isdir(folder):
        return {}
    return {entry.name: open(entry.path, "rb").read() for entry in os.scandir(folder)}


def run(out, force, inject=None):
    command = [PROGRAM, "batch", "users.ndjson", "--size", "40", "--out", out] + ["--force"] * force
    if inject:
        command = ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={inject.split(':')[0]}", "-e", f"inject={inject}"] + command
    return subprocess.run(command, cwd=WORK, capture_output=True, text=True)


def write_users(role):
    with open(os.path.join(WORK, "users.ndjson"), "w") as lines:
        for at in range(200):
            user = {"id": f"user_{at}", "name": f"User {at}", "role": role}
            lines.write(json.dumps(user | ({"email": "x"} if at % 50 == 7 else {})) + "\n")


def main():
    write_users("seller")
    assert run("old", False).returncode == 1
    write_users("buyer")
    assert run("new", False).returncode == 1
    old, new = files("old"), files("new")
    runs = failures = 0
    for force in (False, True):
        for call, error in CALLS:
            for behind in ("", "+"):
                n = passed = 0
                while passed < ENOUGH:
                    n += 1
                    inject = f"{call}:error={error}:when={n}{behind}"
                    shutil.rmtree(os.path.join(WORK, "out"), ignore_errors=True)
                    if force:
                        shutil.copytree(os.path.join(WORK, "old"), os.path.join(WORK, "out"))
                    done = run("out", force, inject)
                    runs += 1
                    # 127: the program could not even be loaded.
                    assert done.returncode in (1, 2, 127), (inject, done)
                    left = files("out")
                    unfinished = [name for name in left if name.endswith(".unfinished")]
                    # A set that lost its manifest keeps the journal, by which the next run knows its files.
                    is_half = force and unfinished == ["manifest.unfinished"] and "manifest.json" not in left
                    # What cannot be looked at or taken away stays, and the next run has it.
                    assert not unfinished or call in ("unlink", "statx") or is_half, (inject, unfinished)
                    left = {name: text for name, text in left.items() if name not in unfinished}
                    sets = [new, old] if force else [new]
                    for name, text in left.items():
                        assert any(known.get(name) == text for known in sets), (inject, name)
                    assert "manifest.json" not in left or left in sets, (inject, sorted(left))
                    assert done.returncode != 1 or left == new, (inject, sorted(left))
                    again = run("out", force)
                    assert again.returncode == 1 and files("out") == new, (inject, again)
                    passed = passed + 1 if done.returncode == 1 else 0
                    failures += done.returncode != 1
    print(f"{runs} runs, of which {failures} failed: every file is old or complete, and the next run makes the set")


main()
