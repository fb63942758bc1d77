#!/usr/bin/python3
"""How CPU time and memory grow with the number of photos, their pixels, the number of sizes and the workers; and how a
board of fast and slow cores shares the work.

Usage: scaling.py [-o FILE] [--most N] TIRAGE PHOTOS

All is done with made-up photos, but for the last: its job times are those of PHOTOS.  Needs some gigabytes in TMPDIR.
--most: no more photos than N.
"""
import argparse
import heapq
import math
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from measuring import machine, measure, photos_in, remove_site, run, save, write_png

SIX = "copy,x1920,x1366,x800,x600,x450"
LINKS = 8  # different photos; file systems limit the links to one
ALBUM = 100
BOARD_JOBS = 1400


def thumb(tirage, sizes, out, *more):
    return [tirage, "thumb", "-q", "-j", "0", "-s", sizes, "-o", f"{out}/{{stem}}-{{size}}.jpg", *more]


def make_photo(tirage, path, width, height, *more):
    png = path.with_suffix(".png")
    write_png(png, width, height)
    subprocess.run([tirage, "thumb", "-q", "-j", "0", "-s", "copy", "--format", "jpeg", "-Q", "92",
                    "--subsampling", "420", *more, "-o", path, png], check=True)
    png.unlink()


def medians(command, rounds=3):
    """CPU s and MiB."""
    rows = [measure(command) for _ in range(rounds)]
    return round(statistics.median(r[0] for r in rows), 4), round(statistics.median(r[2] for r in rows), 1)


def by_photos(tirage, work, most):
    small = [work / f"small-{i}.jpg" for i in range(LINKS)]
    for i, path in enumerate(small):
        make_photo(tirage, path, 160 + i, 120)
    rows, n = [], 100
    while n <= most:
        shutil.rmtree(work / "many", ignore_errors=True)
        remove_site(work / "site")
        for i in range(n):
            album = work / "many" / f"{i // ALBUM:04d}"
            album.mkdir(parents=True, exist_ok=True)
            os.link(small[i % LINKS], album / f"{i % ALBUM:02d}.jpg")
        time.sleep(2.5)  # what changed so short a time before is read again by the next build
        build = [tirage, "build", work / "many", "-q", "-o", work / "site"]
        cold, again = measure(build, every=0.1), measure(build, every=0.02 if n < 10000 else 0.1)
        rows.append({"photos": n, "cpu_s": round(cold[0], 3), "wall_s": round(cold[1], 3),
                     "peak_mib": round(cold[2], 1), "again_cpu_s": round(again[0], 3), "again_peak_mib": round(again[2], 1)})
        n *= 10
    shutil.rmtree(work / "many")
    remove_site(work / "site")
    return rows


def by_pixels(tirage, work):
    rows = []
    for side in (1000, 1400, 2000, 2800, 4000, 5600, 8000, 11200):
        photo = work / "pixels.jpg"
        row = {"megapixels": round(side * side * 0.75 / 1e6, 2)}
        for kind in ("baseline", "progressive"):
            make_photo(tirage, photo, side, side * 3 // 4, f"--{kind}")
            for name, sizes in (("one", "400"), ("six", SIX)):
                if kind == "baseline" or name == "one":
                    key = name if kind == "baseline" else "progressive"
                    row[f"{key}_cpu_s"], row[f"{key}_peak_mib"] = medians([*thumb(tirage, sizes, work), photo])
        rows.append(row)
    return rows


def by_sizes(tirage, work):
    photo = work / "sizes.jpg"
    make_photo(tirage, photo, 4000, 3000)
    heights = [f"x{h}" for h in (450, 600, 800, 1080, 1366, 1920, 150, 300, 225, 525, 700, 900, 1200, 1500, 1700, 1800)]
    rows = []
    for n in (1, 2, 4, 6, 8, 12, 16):
        sizes = sorted(heights[:n], key=lambda h: int(h[1:]))
        cpu, peak = medians([*thumb(tirage, ",".join(sizes), work, "--progressive"), photo], 5)
        rows.append({"sizes": n, "cpu_s": cpu, "peak_mib": peak})
    return rows


def by_workers(tirage, work, photos, cores):
    rows = {}
    counts = sorted({1, 2, cores, 2 * cores, 4 * cores})
    for _ in range(3):
        for n in counts:
            rows.setdefault(n, []).append(measure([*thumb(tirage, SIX, work, "--progressive", "-j", str(n)), *photos]))
    return [{"workers": n, "cpu_s": round(statistics.median(r[0] for r in rows[n]), 3),
             "wall_s": round(statistics.median(r[1] for r in rows[n]), 3),
             "peak_mib": round(statistics.median(r[2] for r in rows[n]), 1)} for n in counts]


def finish(jobs, speeds):
    """When the last of `jobs` (seconds at speed 1, in the order of work) ends, each given to the first free core."""
    free = [(0.0, i) for i in range(len(speeds))]
    for seconds in jobs:
        at, i = heapq.heappop(free)
        heapq.heappush(free, (at + seconds / speeds[i], i))
    return max(at for at, _ in free)


def finish_chunks(jobs, speeds):
    """The same as Python's multiprocessing.Pool.map() hands them out: four chunks for each process."""
    chunk = math.ceil(len(jobs) / (4 * len(speeds)))
    return finish([sum(jobs[i:i + chunk]) for i in range(0, len(jobs), chunk)], speeds)


def on_board(tirage, work, photos):
    """RK3399: two fast and four slow cores.  Times of ours at speed 1."""
    command = thumb(tirage, SIX, work, "--progressive")
    times = [(p.stat().st_size, statistics.median(run([*command, p])[0] for _ in range(3))) for p in photos]
    jobs = [times[i % len(times)] for i in range(BOARD_JOBS)]
    rows = []
    for slow in (2.0, 2.5, 3.0):
        for n in (len(jobs), 100, 33):
            speeds = [1, 1, *[1 / slow] * 4]
            few = [seconds for _, seconds in jobs[:n]]
            largest = [seconds for _, seconds in sorted(jobs[:n], key=lambda job: -job[0])]
            best = sum(few) / sum(speeds)
            rows.append({"slow": slow, "photos": n, "best_s": round(best, 2),
                         "largest_first": round(finish(largest, speeds) / best, 4),
                         "in_order": round(finish(few, speeds) / best, 4),
                         "chunks": round(finish_chunks(few, speeds) / best, 4),
                         "fast_only": round(finish(largest, speeds[:2]) / best, 4)})
    return {"times": sorted(round(s, 4) for _, s in times), "rows": rows}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-o", default="build/scaling.json")
    parser.add_argument("--most", type=int, default=100000)
    parser.add_argument("tirage")
    parser.add_argument("photos")
    args = parser.parse_args()
    tirage, photos, facts = os.path.abspath(args.tirage), photos_in(args.photos), machine()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        work = Path(folder)
        result = {"format": "tirage-scaling", "version": 1, "machine": facts}
        result["sizes"] = by_sizes(tirage, work)
        result["workers"] = by_workers(tirage, work, photos, facts["cores"])
        result["board"] = on_board(tirage, work, photos)
        result["pixels"] = by_pixels(tirage, work)
        result["photos"] = by_photos(tirage, work, args.most)
    save(args.o, result)


if __name__ == "__main__":
    main()
