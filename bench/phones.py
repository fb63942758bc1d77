#!/usr/bin/python3
"""HEIC and AVIF files: three album widths by tirage against their tiles decoded and nothing else, and against
vipsthumbnail, each program with the same file four times.  Raw photos, made of the folder's JPEG files, against these
files.  CPU seconds in turn, as Markdown tables.

Usage: phones.py PROGRAM HEIF_PROGRAM FOLDER [ROUNDS]

FOLDER is searched for files of these kinds.
"""
import os
import shutil
import statistics
import struct
import sys
from pathlib import Path

from measuring import measure, output_of

WORK = Path("build/bench-phones")
WIDTHS = (480, 960, 1920)
HEIF = {".heic", ".heif", ".avif"}
JPEG = {".jpg", ".jpeg"}
TIMES = 4  # of each HEIC or AVIF file in one run
SENSOR = 20 << 20  # bytes of a raw photo besides its preview


def in_turn(commands, rounds):
    """CPU seconds of each command in each round, and the most memory, MiB; the first round only warms up."""
    cpu, peak = [[] for _ in commands], [0] * len(commands)
    for turn in range(rounds + 1):
        for i, command in enumerate(commands):
            took, _, most = measure(command, (0, 3))
            peak[i] = max(peak[i], most)
            if turn:
                cpu[i].append(took)
    return cpu, peak


def against(ours, theirs):
    """Median and range of the ratios of each round."""
    ratios = sorted(b / a for a, b in zip(ours, theirs))
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"


def thumb(program, files):
    sizes = ",".join(f"{width}x" for width in WIDTHS)
    return [program, "thumb", "-q", "-j", "0", "--progressive", "-s", sizes, "-o", f"{WORK}/{{stem}}-{{size}}.jpg", *files]


def vips(files, widths):
    runs = "; ".join(f'vipsthumbnail -s {width}x -o "%s-{width}.jpg[Q=75,interlace,strip]" "$@"' for width in widths)
    return ["sh", "-ec", runs, "sh", *files]


def phones(program, bare, files, rounds):
    print("| file | bare tiles, s | three widths, s | / bare | peak MiB | three vipsthumbnail / ours | one of 960 / ours |")
    print("|---|---|---|---|---|---|---|")
    for file in files:
        links = [WORK / f"{turn}{file.suffix}" for turn in range(TIMES)]
        for link in links:
            link.symlink_to(file)
        commands = [[bare, *links], thumb(program, links), vips(links, WIDTHS), vips(links, WIDTHS[1:2])]
        cpu, peak = in_turn(commands, rounds)
        print(f"| {file.name} | {statistics.median(cpu[0]) / TIMES:.3f} | {statistics.median(cpu[1]) / TIMES:.3f} |"
              f" {against(cpu[0], cpu[1])} | {peak[1]:.0f} | {against(cpu[1], cpu[2])} | {against(cpu[1], cpu[3])} |", flush=True)
        for link in links:
            link.unlink()


def directory(at, entries):
    """A TIFF directory of numbers, to be put at this place; texts behind it."""
    texts, out = b"", struct.pack("<H", len(entries))
    after = at + 2 + 12 * len(entries) + 4
    for tag, value in entries:
        if isinstance(value, int):
            out += struct.pack("<HHII", tag, 4, 1, value)
            continue
        kind, count, data = (2, len(value), value) if isinstance(value, bytes) else \
            (4, len(value), struct.pack(f"<{len(value)}I", *value))
        out += struct.pack("<HHII", tag, kind, count, after + len(texts))
        texts += data
    return out + bytes(4) + texts


def write_raw(path, jpeg):
    """As a Nikon: small directories, the preview in one of its own, then the sensor's data."""
    small, preview, sensor, data = 8, 512, 768, 1024
    picture = jpeg.read_bytes()
    beyond = data + len(picture)
    parts = {0: struct.pack("<2sHI", b"II", 42, small),
             small: directory(small, [(254, 1), (256, 160), (257, 120), (259, 1), (271, b"NIKON CORPORATION\0"),
                                      (272, b"NIKON D700\0"), (274, 1), (330, [preview, sensor])]),
             preview: directory(preview, [(254, 1), (259, 6), (513, data), (514, len(picture))]),
             sensor: directory(sensor, [(254, 0), (256, 4288), (257, 2844), (259, 34713), (273, beyond), (279, SENSOR)]),
             data: picture}
    with open(path, "wb") as file:
        for at, part in parts.items():
            file.seek(at)
            file.write(part)
        file.truncate(beyond + SENSOR)


def raw_photos(program, files, rounds):
    raws, copies = WORK / "raw", WORK / "jpeg"
    raws.mkdir()
    copies.mkdir()
    for number in range(max(100, len(files))):
        file = files[number % len(files)]
        write_raw(raws / f"{number}.nef", file)
        shutil.copy(file, copies / f"{number}.jpg")
    cpu, peak = in_turn([thumb(program, sorted(folder.iterdir())) for folder in (copies, raws)], rounds)
    print(f"{len(list(raws.iterdir()))} raw photos of {len(files)} previews, three widths: {statistics.median(cpu[1]):.2f} s, their "
          f"previews as files {statistics.median(cpu[0]):.2f} s, raw / JPEG {against(cpu[0], cpu[1])}; peak {peak[1]:.0f} MiB.")


def main():
    os.environ["VIPS_WARNING"] = "1"  # it warns of each colour profile that it does not know
    program, bare, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 7
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    found = sorted(path.resolve() for path in folder.rglob("*") if path.is_file())
    print(f"{output_of('vipsthumbnail', '--vips-version')}; medians of {rounds} rounds\n")
    phones(program, bare, [path for path in found if path.suffix.lower() in HEIF], rounds)
    print()
    jpeg = [path for path in found if path.suffix.lower() in JPEG]
    if jpeg:
        raw_photos(program, jpeg, rounds)
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
