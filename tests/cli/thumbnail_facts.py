"""Facts about thumbnails, one a line, read without any library of pictures:

    thumbnail_facts.py FILE             IHDR, texts, the colours of the corners
    thumbnail_facts.py --name PATH      the name that the standard gives the thumbnail of a file
    thumbnail_facts.py --gio PATH       the same by GLib itself; exit code 77: it is not here
    thumbnail_facts.py --put FILE URI MTIME   writes the smallest thumbnail, as another program's
"""
import hashlib
import os
import struct
import sys
import zlib

PLAIN = b"!$&'()*+,-./:=@_~" + bytes(range(48, 58)) + bytes(range(65, 91)) + bytes(range(97, 123))


def uri_of(path):
    return "file://" + "".join(chr(c) if c in PLAIN else f"%{c:02X}" for c in path)


def name_of(uri):
    return hashlib.md5(uri.encode()).hexdigest() + ".png"


def chunks_of(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG file"
    at = 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert zlib.crc32(name + body) == crc, f"CRC of {name}"
        yield name, body
        at += length + 12
    assert at == len(data) and name == b"IEND", "no end"


def rows_of(raw, height, row_bytes, pixel):
    prior = bytes(row_bytes)
    for y in range(height):
        kind, row = raw[y * (row_bytes + 1)], bytearray(raw[y * (row_bytes + 1) + 1 : (y + 1) * (row_bytes + 1)])
        for x in range(row_bytes):
            left = row[x - pixel] if x >= pixel else 0
            corner = prior[x - pixel] if x >= pixel else 0
            up = prior[x]
            guess = left + up - corner
            paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            row[x] = (row[x] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
        yield row
        prior = row


def facts(path):
    raw, texts, before = b"", {}, True
    for name, body in chunks_of(open(path, "rb").read()):
        if name == b"IHDR":
            width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", body)
        elif name == b"IDAT":
            raw, before = raw + body, False
        elif name == b"tEXt":
            assert before, "texts are before the picture, where readers look for them"
            key, _, text = body.partition(b"\0")
            texts[key.decode("latin-1")] = text.decode("latin-1")
        elif name not in (b"IEND",):
            print(f"chunk {name.decode()}")
    pixel = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    print(f"size {width} {height}\ndepth {depth}\ntype {kind}\ninterlaced {interlaced}")
    for key, text in texts.items():
        print(key, text)
    if depth == 8:
        rows = list(rows_of(zlib.decompress(raw), height, width * pixel, pixel))
        corner = lambda y, x: tuple(rows[y][x * pixel : x * pixel + pixel])
        print("corners", *("-".join(f"{v // 128}" for v in corner(y, x)) for y in (0, height - 1) for x in (0, width - 1)))


def put(path, uri, mtime):
    chunk = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)))
        f.write(chunk(b"tEXt", b"Thumb::URI\0" + uri.encode()) + chunk(b"tEXt", b"Thumb::MTime\0" + mtime.encode()))
        f.write(chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b""))


if sys.argv[1] == "--name":
    print(name_of(uri_of(os.fsencode(os.path.abspath(sys.argv[2])))))
elif sys.argv[1] == "--gio":
    try:
        from gi.repository import GLib
    except ImportError:
        sys.exit(77)
    print(name_of(GLib.filename_to_uri(os.path.abspath(sys.argv[2]), None)))
elif sys.argv[1] == "--put":
    put(*sys.argv[2:])
else:
    facts(sys.argv[1])
