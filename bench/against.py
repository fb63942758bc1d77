#!/usr/bin/python3
"""CPU time of two versions of the program, the same work in turn: what a change costs.

Usage: against.py PROGRAM OTHER FOLDER_OF_PHOTOS [PAIRS]

Work: the album of a plain folder, récitale's six sizes, and the photos in 11 albums of three.  Ratios are PROGRAM : OTHER.
Before 0.2.0 albums had three sizes, not six.
"""
import shutil
import statistics
import sys
from pathlib import Path

from measuring import measure

WORK = Path("build/bench-against")
SIX = "x450,x600,x800,x1366,x1920,copy"


def albums(photos):
    """Copies: links might lead out of the folder."""
    for i, photo in enumerate(sorted(p for p in Path(photos).iterdir() if p.suffix.lower() in (".jpg", ".jpeg"))):
        folder = WORK / "albums" / f"{i // 3:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(photo, folder)


def command(program, work, photos, out):
    if work == "six sizes":
        files = sorted(p for p in Path(photos).iterdir() if p.suffix.lower() in (".jpg", ".jpeg"))
        return [program, "thumb", "-q", "-s", SIX, "--progressive", "-o", out / "{stem}-{size}{ext}", *files]
    return [program, "build", "-q", photos if work == "one album" else WORK / "albums", "-o", out]


def main():
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    program, other, photos = sys.argv[1:4]
    pairs = int(sys.argv[4]) if len(sys.argv) > 4 else 15
    shutil.rmtree(WORK, ignore_errors=True)
    albums(photos)
    print(f"| {pairs} pairs | CPU s | CPU s, other | ratio of CPU, median (range) | ratio of wall time |\n|---|---|---|---|---|")
    for work in ("one album", "six sizes", "11 albums"):
        took = {program: [], other: []}
        for _ in range(pairs + 1):  # the first only warms up
            for p in (program, other):
                out = WORK / "out"
                shutil.rmtree(out, ignore_errors=True)
                took[p].append(measure(command(p, work, photos, out), (0, 3), 0)[:2])
        ours, theirs = took[program][1:], took[other][1:]
        cpu = [a[0] / b[0] for a, b in zip(ours, theirs)]
        wall = statistics.median(a[1] / b[1] for a, b in zip(ours, theirs))
        print(f"| {work} | {statistics.median(a[0] for a in ours):.2f} | {statistics.median(b[0] for b in theirs):.2f} | "
              f"{statistics.median(cpu):.3f} ({min(cpu):.3f}-{max(cpu):.3f}) | {wall:.3f} |", flush=True)
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
