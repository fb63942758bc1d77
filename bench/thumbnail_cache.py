#!/usr/bin/python3
"""What thumbnails of a folder cost: `tirage cache`, against the file managers' way, a gdk-pixbuf-thumbnailer process for
each photo and size; the same four sizes, in turn.  CPU seconds of all processes as a Markdown table, and what a second run
over the same folder takes.

Usage: thumbnail_cache.py PROGRAM FOLDER [PHOTOS [ROUNDS]]
"""
import os
import shutil
import statistics
import sys
from pathlib import Path

from measuring import run

WORK = Path("build/bench-cache")
SIZES = (128, 256, 512, 1024)
OTHER = "gdk-pixbuf-thumbnailer"


def copies(folder, count):
    """So many photos, the folder's over and over."""
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    if not photos:
        raise SystemExit(f"{folder}: no JPEG files")
    source = WORK.resolve() / "photos"
    source.mkdir(parents=True)
    for number in range(count or len(photos)):
        shutil.copy(photos[number % len(photos)], source / f"{number:05}.jpg")
    return source


def thumbnails(program, source, cache, *options):
    environment = dict(os.environ, XDG_CACHE_HOME=str(cache))
    return run([program, "cache", "-q", source, *options], env=environment)[0]


def other_way(source, folder):
    script = f'for size in {" ".join(map(str, SIZES))}; do for photo in "$0"/*; do {OTHER} -s $size "$photo" "$1/$size-${{photo##*/}}.png"; done; done'
    folder.mkdir(exist_ok=True)
    return run(["sh", "-ec", script, source, folder])[0]


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    if not shutil.which(OTHER):
        raise SystemExit(f"{OTHER} is missing: Debian's package libgdk-pixbuf2.0-bin has it")
    shutil.rmtree(WORK, ignore_errors=True)
    source, cache, theirs = copies(folder, count), WORK.resolve() / "cache", WORK.resolve() / "theirs"
    took = {"tirage": [], "again": [], OTHER: []}
    for _ in range(rounds):
        shutil.rmtree(cache, ignore_errors=True)
        took["tirage"].append(thumbnails(program, source, cache))
        took["again"].append(thumbnails(program, source, cache))
        took[OTHER].append(other_way(source, theirs))
    ratios = [b / a for a, b in zip(took["tirage"], took[OTHER])]
    weigh = lambda path: sum(file.stat().st_size for file in path.rglob("*.png")) / 1e6
    print(f"| photos | tirage cache: CPU s | again, unchanged | {OTHER}: CPU s | ratio, median of pairs (range) | MB | {OTHER}: MB |")
    print("|---|---|---|---|---|---|---|")
    print(f"| {len(list(source.iterdir()))} | {statistics.median(took['tirage']):.2f} | {statistics.median(took['again']):.3f} |"
          f" {statistics.median(took[OTHER]):.2f} | {statistics.median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f}) |"
          f" {weigh(cache):.1f} | {weigh(theirs):.1f} |")
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
