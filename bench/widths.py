#!/usr/bin/python3
"""What the widths of an album cost: CPU and bytes, as a Markdown table.

Usage: widths.py PROGRAM FOLDER_OF_PHOTOS [ROUNDS]
"""
import shutil
import statistics
import sys
from pathlib import Path

from measuring import measure, remove_site

WORK = Path("build/bench-widths")
SETS = ((480, 960, 1920), (480, 960, 1280, 1920), (480, 960, 1920, 2560), (480, 960, 1280, 1920, 2560),
        (480, 640, 960, 1280, 1920, 2560), (320, 480, 640, 960, 1280, 1920, 2560))


def make_album(photos, widths):
    """The same photos, as links, in an album of these widths."""
    album = WORK / str(len(widths)) / "-".join(map(str, widths))
    album.mkdir(parents=True)
    for photo in sorted(p for p in Path(photos).iterdir() if p.suffix.lower() in (".jpg", ".jpeg")):
        (album / photo.name).symlink_to(photo.resolve())
    names = ", ".join(f"{width}x" for width in widths)
    (album / "album.md").write_text(f"---\nsizes: [{names}]\n---\n")
    return album


def main():
    program, photos = Path(sys.argv[1]).resolve(), sys.argv[2]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    shutil.rmtree(WORK, ignore_errors=True)
    albums = [make_album(photos, widths) for widths in SETS]
    cpu, size = [[] for _ in SETS], [0] * len(SETS)
    for _ in range(rounds):
        for i, album in enumerate(albums):
            remove_site(WORK / "site")
            build = [program, "build", album, "--follow-links", "-q", "-j", "1", "-o", WORK / "site"]
            cpu[i].append(measure(build, (0, 3))[0])
            size[i] = sum(f.stat().st_size for f in (WORK / "site").rglob("*.jpg"))
    print("| widths | CPU s | times that of the first | MB |\n|---|---|---|---|")
    for widths, times, size_ in zip(SETS, cpu, size):
        ratio = statistics.median(a / b for a, b in zip(times, cpu[0]))
        print(f"| {', '.join(map(str, widths))} | {statistics.median(times):.2f} | {ratio:.2f} | {size_ / 1e6:.1f} |")
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
