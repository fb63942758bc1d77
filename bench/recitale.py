#!/usr/bin/env python3
"""Récitale's workload: 31 galleries of 45 photos each in rows of four, six sizes per photo.

Usage: recitale.py [-o FILE] PROGRAM SITE_MODEL PHOTOS

First the site without its pictures, also with many more galleries; then the whole build, the photos being hard links to
those in PHOTOS."""
import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from measuring import machine, measure, photos_in, remove_site, run, save


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


SMALL_PARENT = ["sh", "-c", '"$0" "$@"; exit $?']  # the kernel charges a process with its parent's memory


def site_model(program, work, galleries, photos, rounds=5):
    shutil.rmtree(work, ignore_errors=True)
    make_project(work / "src", galleries, photos, lambda path, _: path.touch())
    rows = []
    for _ in range(rounds):
        shutil.rmtree(work / "out", ignore_errors=True)
        rows.append([float(x) for x in subprocess.run([*SMALL_PARENT, program, work / "src", work / "out"],
                                                      check=True, capture_output=True, text=True).stdout.split()])
    load, plan, write = (statistics.median(r[i] for r in rows) for i in (2, 3, 4))
    return {"galleries": galleries, "photos": photos, "pictures": round(rows[0][1]), "settings_s": round(load, 4),
            "plan_s": round(plan, 4), "pages_s": round(write, 4), "peak_mib": max(r[5] for r in rows)}


def whole(program, work, photos):
    shutil.rmtree(work, ignore_errors=True)
    kept = work / "photos"
    kept.mkdir(parents=True)
    sources = [Path(shutil.copy(p, kept / p.name)) for p in photos]  # links need one file system
    make_project(work / "src", 31, 45, lambda path, i: os.link(sources[i % len(sources)], path))
    settings = work / "src" / "settings.yaml"
    text = settings.read_text()
    command = [program, "build", "-q", work / "src", "-o", work / "out"]
    rows = []
    for original in ("reencode", "link", "none"):
        settings.write_text(text + f"settings: {{original: {original}}}\n")
        remove_site(work / "out")
        cpu, wall, peak = measure(command, (0, 3))  # 3: a photo is broken, as some may be
        again = statistics.median(run(command, (0, 3))[0] for _ in range(5))
        rows.append({"original": original, "cpu_s": round(cpu, 2), "wall_s": round(wall, 2), "peak_mib": round(peak),
                     "again_cpu_s": round(again, 4)})
    return rows


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-o", default="build/recitale.json")
    parser.add_argument("program")
    parser.add_argument("model")
    parser.add_argument("photos")
    args = parser.parse_args()
    photos = photos_in(args.photos)
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        work = Path(folder) / "work"
        models = [site_model(args.model, work, galleries, count)
                  for galleries, count in ((31, 45), (250, 100), (500, 100), (1000, 100))]
        builds = whole(args.program, work, photos)
    save(args.o, {"format": "tirage-recitale", "version": 1, "machine": machine(), "models": models, "builds": builds})


if __name__ == "__main__":
    main()
