#!/usr/bin/python3
"""HEIC and AVIF files: three album widths by tirage against their tiles decoded and nothing else, and against
vipsthumbnail, each program with the same file four times.  Raw photos: against the JPEG previews that they hold.  CPU
seconds in turn, as Markdown tables.

Usage: phones.py PROGRAM HEIF_PROGRAM FOLDER [ROUNDS]

FOLDER is searched for files of these kinds; raw photos need exiftool, which takes their previews out.
"""
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from measuring import measure, output_of

WORK = Path("build/bench-phones")
WIDTHS = (480, 960, 1920)
HEIF = {".heic", ".heif", ".avif"}
RAW = {".cr2", ".cr3", ".nef", ".arw", ".dng", ".raf", ".orf", ".rw2", ".pef", ".srw", ".x3f"}
TIMES = 4  # of each HEIC or AVIF file in one run
LEAST = 1000000  # bytes of a preview that is worth measuring


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


def previews(files):
    """(raw photo, the largest JPEG in it) of those that have a large one."""
    for number, file in enumerate(files):
        found = [subprocess.run(["exiftool", "-b", f"-{tag}", file], stdout=subprocess.PIPE).stdout
                 for tag in ("JpgFromRaw", "PreviewImage", "OtherImage")]
        largest = max(found, key=len)
        if len(largest) >= LEAST:
            preview = WORK / f"preview{number}.jpg"
            preview.write_bytes(largest)
            yield file, preview


def raw_photos(program, files, rounds):
    pairs = list(previews(files))
    if not pairs:
        print("No raw photo with a large preview.")
        return
    times = -(-100 // len(pairs))
    folders = WORK / "raw", WORK / "jpeg"
    for folder, which in zip(folders, (0, 1)):
        folder.mkdir()
        for turn in range(times):
            for pair in pairs:
                shutil.copy(pair[which], folder / f"{turn}-{pair[which].name}")
    cpu, peak = in_turn([thumb(program, sorted(folder.iterdir())) for folder in folders], rounds)
    print(f"{times * len(pairs)} raw photos, {len(pairs)} different ones, three widths: "
          f"{statistics.median(cpu[0]):.2f} s; their previews as files {statistics.median(cpu[1]):.2f} s; "
          f"raw / JPEG {against(cpu[1], cpu[0])}; peak {peak[0]:.0f} MiB.")


def main():
    program, bare, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 7
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    found = sorted(path.resolve() for path in folder.rglob("*") if path.is_file())
    print(f"{output_of('vipsthumbnail', '--vips-version')}; medians of {rounds} rounds\n")
    phones(program, bare, [path for path in found if path.suffix.lower() in HEIF], rounds)
    print()
    raw_photos(program, [path for path in found if path.suffix.lower() in RAW], rounds)
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
