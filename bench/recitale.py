#!/usr/bin/env python3
"""Récitale's workload: 31 galleries of 45 photos each in rows of four, six sizes per photo.

Usage: recitale.py PROGRAM SITE_MODEL PHOTOS

First the site without its pictures, also with many more galleries; then the whole build, the photos being hard links to
those in PHOTOS.  Prints Markdown."""
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def make_project(folder, galleries, photos, put):
    """12 of 31 galleries end with a picture alone in its row."""
    folder.mkdir(parents=True)
    (folder / "settings.yaml").write_text("title: Workload\nrss: true\nurl: https://example.org\n")
    for g in range(galleries):
        gallery = folder / f"g{g:04d}"
        gallery.mkdir()
        names = [f"p{i:03d}.jpg" for i in range(photos)]
        for i, name in enumerate(names):
            put(gallery / name, g * photos + i)
        size = 4 if g % 31 < 12 else 5
        rows = [names[i:i + size] for i in range(0, photos, size)]
        (gallery / "settings.yaml").write_text(
            f"title: Gallery {g}\ndate: 20{g % 20:02d}-{g % 12 + 1:02d}-{g % 28 + 1:02d}\ncover: {names[0]}\n"
            "sections:\n  - type: pictures-group\n    images:\n"
            + "".join(f"      - [{', '.join(row)}]\n" for row in rows))


def site_model(program, work, galleries, photos, rounds=5):
    shutil.rmtree(work, ignore_errors=True)
    make_project(work / "src", galleries, photos, lambda path, _: path.touch())
    rows = []
    for _ in range(rounds):
        shutil.rmtree(work / "out", ignore_errors=True)
        rows.append([float(x) for x in subprocess.run([program, work / "src", work / "out"], check=True,
                                                      capture_output=True, text=True).stdout.split()])
    load, plan, write = (statistics.median(r[i] for r in rows) for i in (2, 3, 4))
    peak = max(r[5] for r in rows)
    total = load + plan + write
    count = galleries * photos
    print(f"| {galleries} × {photos} | {rows[0][1]:.0f} | {load:.3f} | {plan:.3f} | {write:.3f} | {total:.3f} | "
          f"{total / count * 1e6:.1f} | {peak:.0f} | {peak / count * 1024:.2f} |")


def build(program, source, out):
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    code = subprocess.run([program, "build", "-q", source, "-o", out]).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code not in (0, 3):
        sys.exit(f"recitale.py: exit code {code}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - start


def whole(program, work, photos):
    shutil.rmtree(work, ignore_errors=True)
    sources = sorted(p for p in Path(photos).iterdir() if p.suffix.lower() in (".jpg", ".jpeg"))
    kept = work / "photos"
    kept.mkdir(parents=True)
    sources = [Path(shutil.copy(p, kept / p.name)) for p in sources]  # links need one file system
    make_project(work / "src", 31, 45, lambda path, i: os.link(sources[i % len(sources)], path))
    settings = work / "src" / "settings.yaml"
    text = settings.read_text()
    print("\n| full-size copy | CPU s | wall s | unchanged again, CPU s |\n|---|---|---|---|")
    for original in ("reencode", "link", "none"):
        settings.write_text(text + f"settings: {{original: {original}}}\n")
        shutil.rmtree(work / "out", ignore_errors=True)
        cpu, wall = build(program, work / "src", work / "out")
        again = statistics.median(build(program, work / "src", work / "out")[0] for _ in range(5))
        print(f"| `original: {original}` | {cpu:.1f} | {wall:.1f} | {again:.3f} |")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, model, photos = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        work = Path(folder) / "work"
        print("| galleries × photos | pictures wanted | settings, s | plan, s | pages, s | CPU s | µs per photo | peak MiB "
              "| KiB per photo |\n|---|---|---|---|---|---|---|---|---|")
        for galleries, count in ((31, 45), (250, 100), (500, 100), (1000, 100)):
            site_model(model, work, galleries, count)
        whole(program, work, photos)


if __name__ == "__main__":
    main()
