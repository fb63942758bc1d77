#!/usr/bin/python3
"""Two programs make thumbnails of the same damaged PNG files: exit codes, messages and JPEG outputs must be the same.

Usage: compare_png.py PROGRAM OTHER [COUNT] [SEED]       by hand, after a change to the reader: OTHER is from before it
"""
import os
import random
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
STARTS = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
BATCH = 50


def chunk(name, content, damage=0):
    return len(content).to_bytes(4, "big") + name + content + (zlib.crc32(name + content) ^ damage).to_bytes(4, "big")


def rows_of(rng, w, h, depth, colour, interlaced):
    passes = STARTS if interlaced else ((0, 0, 1, 1),)
    raw = bytearray()
    for x, y, dx, dy in passes:
        cols, rows = len(range(x, w, dx)), len(range(y, h, dy))
        n = (cols * CHANNELS[colour] * depth + 7) // 8
        usual = rng.choice((0, 1, 2, 3, 4, None, 4))
        for _ in range(rows if cols else 0):
            raw.append(rng.randrange(5) if usual is None else usual)
            raw += bytes(rng.choice((0, 0, 1, 255, rng.randrange(256))) for _ in range(n))
    return raw


def picture(rng):
    """As a list of chunks, [name, content, what is wrong with its sum], and what was wrong with it from the start."""
    colour = rng.choice((0, 2, 2, 2, 3, 3, 4, 6, 6))
    depth = rng.choice(DEPTHS[colour])
    w, h = rng.choice(((1, 1), (1, 3000), (2500, 1), (5, 7), (64, 3), (33, 40), (3, 64), (17, 16), (300, 12)))
    interlaced = rng.random() < 0.25
    raw = rows_of(rng, w, h, depth, colour, interlaced)
    what = rng.random()
    if what < 0.08:
        raw = raw[:rng.randrange(len(raw) + 1)]  # less than the header says
    elif what < 0.16:
        raw += bytes(rng.choice((1, 2, 100, 40000)))  # more
    elif what < 0.2:
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    if rng.random() < 0.04:
        w, h = rng.choice(((65535, 65535), (100000, 100000), (2**31 - 1, 1), (0, 5), (2**31, 2), (30000, 30000)))
    head = w.to_bytes(4, "big") + h.to_bytes(4, "big") + bytes((depth, colour, 0, 0, interlaced))
    chunks = [[b"IHDR", head, 0]]
    if rng.random() < 0.15:
        chunks.append([b"sBIT", bytes(rng.randrange(1, 9) for _ in range(rng.choice((1, 3, 4, 5)))), 0])
    if rng.random() < 0.1:
        chunks.append([rng.choice((b"gAMA", b"tEXt", b"pHYs", b"ABCD", b"abCd", b"a1Cd", b"acTL", b"iCCP", b"eXIf", b"cHRM")),
                       rng.randbytes(rng.choice((0, 4, 8, 9, 32))), 0])
    if colour == 3 and rng.random() < 0.97 or rng.random() < 0.08:
        colours = rng.choice((1 << min(depth, 8), 1 << min(depth, 8), 1, 2, 255, 256, 300))
        chunks.append([b"PLTE", rng.randbytes(3 * colours + (rng.random() < 0.05)), 0])
    if rng.random() < 0.25:
        chunks.append([b"tRNS", rng.choice((rng.randbytes({0: 2, 2: 6}.get(colour, rng.randrange(1, 5))),
                                            bytes({0: 2, 2: 6}.get(colour, 1)), rng.randbytes(rng.randrange(0, 300)))), 0])
    data = zlib.compress(bytes(raw), rng.choice((0, 1, 6, 9)))
    if rng.random() < 0.1:
        data = data[:-4] + rng.choice((b"", b"\0\0\0\0", data[-4:] + b"more", data[-4:-1]))
    if rng.random() < 0.08:
        damaged = bytearray(data)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        data = bytes(damaged)
    size = rng.choice((1, 2, 7, 100, len(data))) if len(data) < 3000 else rng.choice((100, 8192, len(data)))
    for at in range(0, len(data), max(1, size)):
        chunks.append([b"IDAT", data[at:at + size], 0])
        if rng.random() < 0.02:
            chunks.append([b"IDAT", b"", 0])
    if rng.random() < 0.95:
        chunks.append([b"IEND", b"", 0])
    return chunks


def damaged(rng):
    chunks = picture(rng)
    what = rng.random()
    if what < 0.07:
        rng.choice(chunks)[2] = 1
    elif what < 0.12:
        chunks.insert(rng.randrange(len(chunks) + 1), list(rng.choice(chunks)))
    elif what < 0.15:
        del chunks[rng.randrange(len(chunks))]
    elif what < 0.18:
        a, b = rng.randrange(len(chunks)), rng.randrange(len(chunks))
        chunks[a], chunks[b] = chunks[b], chunks[a]
    data = bytearray(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*c) for c in chunks))
    what = rng.random()
    if what < 0.2:
        del data[rng.randrange(len(data) + 1):]
    elif what < 0.3:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif what < 0.33:
        data += rng.randbytes(20)
    return bytes(data)


def outcome(program, folder, names):
    """Exit code, messages and outputs."""
    out = folder / "out"
    out.mkdir()
    done = subprocess.run([program, "thumb", "-j", "1", "-s", "9x", "-o", "out/{stem}.jpg", *names], cwd=folder,
                          capture_output=True, text=True)
    outputs = {p.name: p.read_bytes() for p in sorted(out.iterdir())}
    for p in out.iterdir():
        p.unlink()
    out.rmdir()
    lines = sorted(line for line in done.stderr.splitlines() if ".png" in line)
    return done.returncode, lines, outputs


def compare(programs, folder, names):
    """How many of these files are refused; ends the comparison where programs differ."""
    one, other = (outcome(p, folder, names) for p in programs)
    if one == other:
        return len(names) - len(one[2])
    for name in names if len(names) > 1 else ():
        compare(programs, folder, [name])
    raise SystemExit(f"{folder}/{names}: {one[:2]} and {other[:2]}, "
                     f"outputs that differ: {[n for n in one[2] if one[2][n] != other[2].get(n)]}")


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    programs = [os.path.abspath(p) for p in sys.argv[1:3]]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    folder, refused = Path(tempfile.mkdtemp(prefix="compare-png.")), 0
    for first in range(0, count, BATCH):
        names = [f"{i}.png" for i in range(first, min(count, first + BATCH))]
        for i, name in enumerate(names):
            (folder / name).write_bytes(damaged(random.Random(f"{seed}-{first + i}")))
        refused += compare(programs, folder, names)
        for name in names:
            (folder / name).unlink()
    folder.rmdir()
    print(f"{count} files, {refused} refused: the same by both")


if __name__ == "__main__":
    main()
