"""migrating.py - runs the one-liners of docs/migrating.md, each in a folder of its own: ours in the right column, and those in
the left column whose program is installed.  What both make must be as many pictures, of the same sizes.

Usage: migrating.py DOCUMENT PHOTOS; tirage is in the PATH, Python with Pillow (or nothing) in $PILLOW."""
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

ROW = re.compile(r"^\| `([^`]+)` \| `(tirage thumb [^`]+)` \|$")
PILLOW = "from PIL import Image, ImageFilter, ImageOps; im = Image.open('in.jpg'); "
SHARP = "const sharp = require('sharp'); "


def jpeg_size(data):
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    height, width = struct.unpack_from(">HH", data, at + 5)
    return width, height


def webp_size(data):
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return tuple(int.from_bytes(data[at:at + 3], "little") + 1 for at in (24, 27))


def picture_size(path):
    data = path.read_bytes()
    if data[:2] == b"\xff\xd8":
        return jpeg_size(data)
    if data[:4] == b"\x89PNG":
        return struct.unpack_from(">II", data, 16)
    return webp_size(data)


def made_by(command, photos):
    """The sorted sizes of what a command makes; None if it fails."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        for photo in photos:
            shutil.copy(photo, folder)
        (pathlib.Path(folder) / "small").mkdir()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
        if done.returncode or (command[0] == "sh" and "tirage" in command[2] and done.stderr):
            print(f"{command[-1]}: {done.returncode}: {done.stderr.strip()}")
            return None
        names = {photo.name for photo in photos}
        return sorted(picture_size(p) for p in pathlib.Path(folder).rglob("*") if p.is_file() and p.name not in names
                      or p.is_file() and p.parent.name == "small")


def rival(section, line):
    """The command of a line of the left column; None: its program is not there."""
    if section == "Pillow":
        python = os.environ.get("PILLOW")
        return python and [python, "-c", PILLOW + line]
    if section == "sharp":
        there = shutil.which("node") and subprocess.run(["node", "-e", SHARP], capture_output=True).returncode == 0
        return ["node", "-e", SHARP + line] if there else None
    program = line.split()[0]
    if program == "magick" and not shutil.which(program):
        program = "convert"
    if not shutil.which(program):
        return None
    return ["sh", "-c", program + line[line.index(" "):]]


def main():
    document, photos = sys.argv[1], [p.resolve() for p in sorted(pathlib.Path(sys.argv[2]).iterdir())]
    section, rows, failed, compared, absent = "", {}, 0, 0, set()
    for line in pathlib.Path(document).read_text().splitlines():
        section = line.lstrip("# ") if line.startswith("#") else section
        row = ROW.match(line)
        if not row:
            continue
        rows[section] = rows.get(section, 0) + 1
        ours = made_by(["sh", "-c", row[2].replace("tirage thumb", "tirage thumb -q", 1)], photos)
        command = rival(section, row[1])
        theirs = made_by(command, photos) if command else ours
        compared += bool(command)
        if not command:
            absent.add(section)
        if not ours or ours != theirs:
            failed += 1
            print(f"{row[2]}: {ours}, and {row[1]}: {theirs}")
    print(f"{sum(rows.values())} lines, {compared} compared; not here: {', '.join(sorted(absent)) or 'none'}")
    few = [name for name in ("vipsthumbnail", "sharp", "ImageMagick", "Pillow") if rows.get(name, 0) < 8]
    if few:
        print(f"lines are missing: {few}")
    sys.exit(bool(failed or few))


main()
