"""check_wheel.py VERSION WHEEL... - each wheel is what its name says: its RECORD, tags, modes, dates, metadata and licences."""
import base64
import csv
import email
import hashlib
import itertools
import os
import pathlib
import sys
import zipfile

version, *wheels = sys.argv[1:]
machines = set()
for path in map(pathlib.Path, wheels):
    name, of, python, abi, platforms = path.stem.split("-")
    assert (name, of) == ("tirage", version), path.name
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        files = {info.filename: archive.read(info) for info in infos}
    assert len(files) == len(infos), "a file twice"
    info, data = f"tirage-{version}.dist-info/", f"tirage-{version}.data/"

    # RECORD lists everything with its hash and size, itself without them, and comes last.
    recorded = {row[0]: row[1:] for row in csv.reader(files[f"{info}RECORD"].decode().splitlines())}
    assert list(recorded) == list(files) and list(files)[-1] == f"{info}RECORD" and recorded.pop(f"{info}RECORD") == ["", ""]
    for file, (digest, size) in recorded.items():
        want = base64.urlsafe_b64encode(hashlib.sha256(files[file]).digest()).rstrip(b"=").decode()
        assert (digest, size) == (f"sha256={want}", str(len(files[file]))), file

    # The program alone can be executed; nothing has a date of today.
    for entry in infos:
        mode = 0o100755 if entry.filename == f"{data}scripts/tirage" else 0o100644
        assert entry.external_attr >> 16 == mode and entry.create_system == 3, entry
        assert entry.date_time == (1980, 1, 1, 0, 0, 0), entry

    wheel = email.message_from_bytes(files[f"{info}WHEEL"])
    tags = {f"{p}-{a}-{f}" for p, a, f in itertools.product(*(part.split(".") for part in (python, abi, platforms)))}
    assert set(wheel.get_all("Tag")) == tags and wheel["Root-Is-Purelib"] == "false" and wheel["Wheel-Version"] == "1.0"
    machine = files[f"{data}scripts/tirage"][18]
    architecture = {62: "x86_64", 183: "aarch64", 40: "armv7l"}[machine]
    machines.add(machine)
    assert sorted(tags) == [f"py3-none-manylinux_2_17_{architecture}", f"py3-none-musllinux_1_1_{architecture}"], tags

    metadata = email.message_from_bytes(files[f"{info}METADATA"])
    assert (metadata["Name"], metadata["Version"], metadata["Requires-Python"]) == ("tirage", version, ">=3.9")
    assert metadata.get_payload().startswith("# tirage")
    licences = {file[len(info) + 9:] for file in files if file.startswith(f"{info}licenses/")}
    assert set(metadata.get_all("License-File")) == licences >= {"LICENSE", "copyright"}, licences
    assert metadata["License-Expression"].startswith("MIT AND ")
    listed = f"{info}sboms/tirage.spdx.json" in files
    assert listed == ("LGPL-2.1-or-later" in metadata["License-Expression"]) == any(text.startswith("libraries/") for text in licences)
    assert listed or machine == {"x86_64": 62, "aarch64": 183, "armv7l": 40}[os.uname().machine]  # the program of a build
    assert {f"tirage/{file}" for file in ("__init__.py", "__main__.py", "py.typed")} <= set(files)
assert len(wheels) == 3 == len(machines), wheels
