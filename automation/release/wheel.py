#!/usr/bin/python3
"""Makes a wheel of the folder that becomes the tarball. pip copies the programs beside its own, so
no Python starts with them. The environment has SOURCE_DATE_EPOCH.

    automation/release/wheel.py TOP NAME VERSION OUTPUT
"""

import base64
import hashlib
import os
import pathlib
import platform
import re
import sys
import time
import zipfile

top, name, version, output = pathlib.Path(sys.argv[1]), *sys.argv[2:]
machine = platform.machine()
# A program without libraries runs on a system with any libc: the oldest tags that installers know.
platforms = [f"manylinux_2_17_{machine}", f"musllinux_1_1_{machine}"]
stem = f"{re.sub(r'[-_.]+', '_', name).lower()}-{version}"
time_of_commit = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
licenses = sorted(path.name for path in (top / "licenses").iterdir())

METADATA = f"""\
Metadata-Version: 2.4
Name: {name}
Version: {version}
Summary: A task queue in a Markdown table, for people who work with AI agents
License-Expression: MIT AND Apache-2.0 WITH Swift-exception AND LGPL-2.1-or-later AND \
GPL-3.0-or-later WITH GCC-exception-3.1 AND BSD-3-Clause AND blessing AND Zlib
{"".join(f"License-File: {file}{chr(10)}" for file in licenses)}\
Classifier: Operating System :: POSIX :: Linux
Description-Content-Type: text/markdown

`orch` keeps tasks in `QUEUE.md`, which people edit in any editor. Agents and scripts take rows from
it, and report what they did. This package has the programs `orch` and `ops`, which need no Python.
"""
WHEEL = f"""\
Wheel-Version: 1.0
Generator: automation/release/wheel.py
Root-Is-Purelib: false
{"".join(f"Tag: py3-none-{platform}{chr(10)}" for platform in platforms)}"""


def files():
    """The paths in the wheel with their contents and permissions."""
    for folder, place in (("bin", "scripts"), ("share", "data/share")):
        for path in sorted((top / folder).rglob("*")):
            inside = path.relative_to(top / folder).as_posix()
            # A venv is no place for documents.
            if path.is_file() and not inside.startswith("doc/"):
                mode = 0o755 if folder == "bin" else 0o644
                yield f"{stem}.data/{place}/{inside}", path.read_bytes(), mode
    for file in licenses:
        yield f"{stem}.dist-info/licenses/{file}", (top / "licenses" / file).read_bytes(), 0o644
    yield f"{stem}.dist-info/METADATA", METADATA.encode(), 0o644
    yield f"{stem}.dist-info/WHEEL", WHEEL.encode(), 0o644


def digest(data):
    """A checksum as RECORD has it."""
    encoded = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode()
    return "sha256=" + encoded.rstrip("=")


path = pathlib.Path(output) / f"{stem}-py3-none-{'.'.join(platforms)}.whl"
with zipfile.ZipFile(path, "w") as wheel:

    def add(place, data, mode):
        entry = zipfile.ZipInfo(place, time_of_commit)
        entry.external_attr = (0o100000 | mode) << 16
        wheel.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)

    record = ""
    for place, data, mode in files():
        add(place, data, mode)
        record += f"{place},{digest(data)},{len(data)}\n"
    place = f"{stem}.dist-info/RECORD"
    add(place, f"{record}{place},,\n".encode(), 0o644)
