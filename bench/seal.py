#!/usr/bin/python3
"""What encryption costs: an album of photos, open and behind a password, built from nothing in turn; CPU seconds of all
processes as a Markdown table.  The password itself costs the same in both: the second album has one of an empty page.

Usage: seal.py PROGRAM FOLDER [ROUNDS]
"""
import shutil
import statistics
import sys
from pathlib import Path

from measuring import remove_site, run

WORK = Path("build/bench-seal")
PASSWORD = "---\npassword: correct horse battery staple\n---\nText\n"


def source(name, photos, locked):
    folder = WORK / name
    (folder / "album").mkdir(parents=True)
    (folder / "other").mkdir()
    for number, photo in enumerate(photos):
        shutil.copy(photo, folder / "album" / f"{number}.jpg")
    (folder / ("album" if locked else "other") / "album.md").write_text(PASSWORD)
    shutil.copy(photos[0], folder / "other" / "0.jpg")
    return folder


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    shutil.rmtree(WORK, ignore_errors=True)
    sources = {name: source(name, photos, name == "sealed") for name in ("open", "sealed")}
    took = {name: [] for name in sources}
    for turn in range(rounds + 1):  # the first only warms up
        for name in sources if turn % 2 else reversed(list(sources)):
            site = WORK / f"{name}-site"
            remove_site(site)
            cpu = run([program, "build", "-q", sources[name], "-o", site])[0]
            if turn:
                took[name].append(cpu)
    size = sum(path.stat().st_size for path in (WORK / "sealed-site/album").glob("*.sealed"))
    ratios = [b / a for a, b in zip(took["open"], took["sealed"])]
    print("| photos | MB in sealed files | open: CPU s | sealed: CPU s | ratio, median of pairs (range) |")
    print("|---|---|---|---|---|")
    print(f"| {len(photos)} | {size / 1e6:.1f} | {statistics.median(took['open']):.2f} |"
          f" {statistics.median(took['sealed']):.2f} | {statistics.median(ratios):.3f}"
          f" ({min(ratios):.3f}–{max(ratios):.3f}) |")


if __name__ == "__main__":
    main()
