#!/usr/bin/python3
"""Shares of a build on many machines: simulated from job times that are measured here, and checked against real shards.

Usage: shards.py PROGRAM FOLDER_OF_PHOTOS

Measures what each photo takes with one worker, assigns the photos as `tirage build --shard` does (and makes sure
that it does), foretells what each share takes, and measures that too.  Then simulates libraries whose photos are drawn
from the measured ones.  Work files are in build/bench-shards.
"""
import heapq
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import remove_site

WORK = Path("build/bench-shards")
ROUNDS, SHARES, TREE = 5, 4, 100_000


def run(*args):
    start = time.monotonic()
    child = subprocess.Popen([str(a) for a in args], stdout=subprocess.PIPE, text=True)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"shards.py: {args} failed")
    return time.monotonic() - start, usage.ru_maxrss / 1024, out


def job_times(program, photos):
    """Seconds between one photo and the next, the median of some builds; and what a build takes besides."""
    seen, rest = {}, []
    for _ in range(ROUNDS):
        remove_site(WORK / "site")
        ours, theirs = os.openpty()  # a terminal, so that each line comes at once
        start = before = time.monotonic()
        child = subprocess.Popen([program, "build", photos, "-o", WORK / "site", "-j1", "-q", "--json"],
                                 stdout=theirs, stderr=subprocess.DEVNULL)
        os.close(theirs)
        lines, sum_of_jobs = b"", 0
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            now = time.monotonic()
            lines += data
            *whole, lines = lines.split(b"\n")
            for line in whole:
                event = json.loads(line)
                if event["event"] != "photo":
                    continue
                name = os.path.relpath(event["path"], photos)
                if sum_of_jobs:  # before the first one all headers are read: it is left out of all that follows
                    seen.setdefault(name, []).append(now - before)
                sum_of_jobs += now - before
                before = now
        child.wait()
        os.close(ours)
        rest.append(time.monotonic() - start - sum_of_jobs)
    best = {name: statistics.median(times) for name, times in seen.items()}
    for path in photos.rglob("*"):
        if path.is_file() and str(path.relative_to(photos)) not in best:
            path.unlink()
    dry = min(run(program, "build", photos, "-o", WORK / "none", "--dry-run", "-j1", "-q")[0] for _ in range(ROUNDS))
    return best, min(rest) + dry


def assign(sizes, shares):
    """As core/shard/shares.c: the largest first, each to the lightest."""
    heap, share = [(0, i) for i in range(shares)], {}
    for name, size in sorted(sizes.items(), key=lambda item: (-item[1], os.fsencode(item[0]))):
        load, i = heapq.heappop(heap)
        share[name] = i
        heapq.heappush(heap, (load + size, i))
    return share


def share_of_program(program, photos, i):
    """The photos that `--shard i/SHARES` would make, by the stems of their pictures."""
    _, _, out = run(program, "build", photos, "-o", WORK / "none", "--dry-run", "-q", "--shard", f"{i + 1}/{SHARES}")
    return {re.sub(r"-\d+-[0-9x]+\.\w+$", "", os.path.relpath(line, WORK / "none")) for line in out.splitlines()}


def real_shards(program, photos, times, rest):
    sizes = {str(p.relative_to(photos)): p.stat().st_size for p in photos.rglob("*") if str(p.relative_to(photos)) in times}
    share = assign(sizes, SHARES)
    print(f"\n{SHARES} real shards of these {len(sizes)} photos, one worker each, one after the other:")
    outs = []
    for i in range(SHARES):
        mine = [name for name in sizes if share[name] == i]
        if share_of_program(program, photos, i) != {os.path.splitext(name)[0] for name in mine}:
            raise SystemExit("shards.py assigns otherwise than the program")
        walls = []
        for _ in range(ROUNDS):
            remove_site(WORK / f"s{i}")
            walls.append(run(program, "build", photos, "-o", WORK / f"s{i}", "-j1", "-q", "--shard", f"{i + 1}/{SHARES}")[0])
        outs.append(WORK / f"s{i}")
        predicted = sum(times[name] for name in mine) + rest
        print(f"  shard {i + 1}: {len(mine)} photos, {sum(sizes[n] for n in mine) / 1e6:.1f} MB: "
              f"predicted {predicted:.2f} s, measured {min(walls):.2f} s")
    walls = []
    for _ in range(ROUNDS):
        remove_site(WORK / "merged")
        walls.append(run(program, "merge", WORK / "merged", *outs, "-q")[0])
    made = sum(f.stat().st_size for f in (WORK / "merged").rglob("*") if f.is_file() and ".tirage" not in f.parts)
    print(f"  merge: {min(walls):.2f} s, {made / len(sizes) / 1e3:.0f} KB a photo")
    return sizes


def simulate(pairs, photos, machines, rng):
    """Of `photos` drawn from (bytes, seconds): the heaviest share over the mean, by bytes and by time."""
    drawn = rng.choices(pairs, k=photos)
    heap = [(0, i) for i in range(machines)]
    seconds, loads = [0.0] * machines, [0] * machines
    for size, took in sorted(drawn, reverse=True):
        load, i = heapq.heappop(heap)
        loads[i] += size
        seconds[i] += took
        heapq.heappush(heap, (loads[i], i))
    return max(loads) / statistics.mean(loads) - 1, max(seconds) / statistics.mean(seconds) - 1, max(seconds)


def every_shard(program, photos):
    """What each shard pays for the whole tree, whatever its share: measured on many links to the photos."""
    names = sorted(p for p in photos.rglob("*.jp*g"))
    tree = WORK / "tree"
    for i in range(TREE):
        folder = tree / f"{i // 500:05}"
        if i % 500 == 0:
            folder.mkdir(parents=True, exist_ok=True)
        os.link(names[i % len(names)], folder / f"{i:07}.jpg")
    run(program, "build", tree, "-o", WORK / "none", "--dry-run", "-q", "--shard", "1/1000")
    wall, peak, _ = run(program, "build", tree, "-o", WORK / "none", "--dry-run", "-q", "--shard", "1/1000")
    print(f"\nEach shard lists and assigns all photos: {wall / TREE * 1e6:.1f} µs and {peak * 1024 * 1024 / TREE:.0f} bytes a photo"
          f" ({TREE} photos: {wall:.2f} s, {peak:.0f} MiB)")


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    program, source = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    shutil.rmtree(WORK, ignore_errors=True)
    photos = WORK / "photos"
    shutil.copytree(source, photos)
    times, rest = job_times(program, photos)
    print(f"{len(times)} photos: {statistics.mean(times.values()) * 1e3:.0f} ms each, "
          f"{min(times.values()) * 1e3:.0f} to {max(times.values()) * 1e3:.0f}; a build takes {rest:.2f} s besides")
    sizes = real_shards(program, photos, times, rest)
    pairs = [(sizes[name], times[name]) for name in sizes]
    bytes_, seconds = zip(*pairs)
    print(f"time goes with bytes: correlation {statistics.correlation(bytes_, seconds):.2f}")
    print("\nSimulated: how much more the heaviest share has than the mean, and how long it takes with one worker:")
    rng = random.Random(1)
    for count, machines in ((1400, 8), (1400, 100), (100_000, 100), (1_000_000, 100), (1_000_000, 1000)):
        by_bytes, by_time, makespan = simulate(pairs, count, machines, rng)
        print(f"  {count:>9} photos, {machines:>4} shares: bytes +{by_bytes * 100:.4f} %, time +{by_time * 100:.2f} %, "
              f"{makespan:.1f} s")
    every_shard(program, photos)


if __name__ == "__main__":
    main()
