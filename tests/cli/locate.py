#!/usr/bin/env python3
"""Makes JPEG files that say where and when they were taken: copies of a file without metadata.

Usage: locate.py FROM <LIST
Each line of LIST: FILE DATE [LATITUDE LONGITUDE], the date as 2020-05-17T13:45:00.  A position is in degrees, or three
fractions with commas between them, N/D,N/D,N/D, as EXIF has it.
"""
import os
import struct
import sys


def text(s):
    return 2, len(s) + 1, s.encode() + b"\0"


def number(n):
    return 4, 1, struct.pack("<L", n)


def directory(entries, at):  # values behind it
    data, out = b"", struct.pack("<H", len(entries))
    for tag, (kind, count, value) in entries:
        if len(value) <= 4:
            out += struct.pack("<HHL4s", tag, kind, count, value)
        else:
            out += struct.pack("<HHLL", tag, kind, count, at + 6 + 12 * len(entries) + len(data))
            data += value + b"\0" * (len(value) % 2)
    return out + b"\0\0\0\0" + data


def angle(word):
    word = word.lstrip("-")
    parts = word.split(",") if "/" in word else [f"{round(float(word) * 1000000)}/1000000", "0/1", "0/1"]
    return 5, len(parts), b"".join(struct.pack("<LL", *(int(n) & 0xFFFFFFFF for n in p.split("/"))) for p in parts)


def block(date, where):
    main, gps = [(0x8769, number(500))], b""
    exif = directory([(0x9003, text(date.replace("-", ":").replace("T", " ")))], 500)
    if where:
        latitude, longitude = where
        main.append((0x8825, number(700)))
        gps = directory([(1, text("S" if latitude[0] == "-" else "N")), (2, angle(latitude)),
                         (3, text("W" if longitude[0] == "-" else "E")), (4, angle(longitude))], 700)
    data = (struct.pack("<2sHL", b"II", 42, 8) + directory(main, 8)).ljust(500, b"\0") + exif
    return b"Exif\0\0" + data.ljust(700, b"\0") + gps


def main():
    with open(sys.argv[1], "rb") as f:
        jpeg = f.read()
    for line in sys.stdin:
        file, date, *where = line.split()
        exif = block(date, where)
        os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
        with open(file, "wb") as f:
            f.write(jpeg[:2] + struct.pack(">HH", 0xFFE1, len(exif) + 2) + exif + jpeg[2:])


main()
