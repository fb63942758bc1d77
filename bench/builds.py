#!/usr/bin/python3
"""Whole builds: what the sandbox costs, whether the memory ceiling holds, what a build of nothing new costs.

Usage: builds.py PROGRAM FOLDER_OF_PHOTOS [PAIRS]

The project of 1400 photos is made of hard links to FOLDER_OF_PHOTOS in 31 albums, in build/bench-builds.
The memory ceiling needs root and a memory controller of cgroups (v1 or v2); without one it is measured, not enforced.
"""
import os
import shutil
import statistics
import sys
from pathlib import Path

from measuring import measure, remove_site

WORK = Path("build/bench-builds")
PHOTOS, ALBUMS = 1400, 31
GROUP_LIMIT = 192 << 20


def run(args, before=None):
    """A build that must succeed (exit code 3: a photo is broken, as some may be)."""
    return measure(args, (0, 3), preexec_fn=before)


def cgroup():
    """A new group limited to GROUP_LIMIT, or None; and what its limit is called."""
    for root, limit in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
        group = Path(root) / "tirage-bench"
        try:
            group.mkdir(exist_ok=True)
            (group / limit).write_text(str(GROUP_LIMIT))
            return group
        except OSError:
            continue
    return None


def sandbox(program, photos, pairs):
    ratios, alone, pooled = [], [], []
    for i in range(pairs + 1):
        cpu = []
        for jobs in ("0", "1"):
            remove_site(WORK / "site")
            cpu.append(run([program, "build", photos, "-q", "-j", jobs, "-o", WORK / "site"])[0])
        if i:  # the first pair only warms up
            alone.append(cpu[0])
            pooled.append(cpu[1])
            ratios.append(cpu[1] / cpu[0])
    print("| | CPU s |\n|---|---|")
    print(f"| `-j 0`: one process, no sandbox | {statistics.median(alone):.2f} |")
    print(f"| `-j 1`: descriptors passed to one confined worker | {statistics.median(pooled):.2f} |")
    print(f"\nRatio, median of {pairs} pairs: {statistics.median(ratios):.3f} ({min(ratios):.3f}-{max(ratios):.3f})\n")


def make_project(photos):
    shutil.rmtree(WORK / "many", ignore_errors=True)
    sources = sorted(p for p in Path(photos).iterdir() if p.suffix.lower() in (".jpg", ".jpeg"))
    for i in range(PHOTOS):
        album = WORK / "many" / f"Album {i % ALBUMS:02d}"
        album.mkdir(parents=True, exist_ok=True)
        os.link(sources[i % len(sources)].resolve(), album / f"{i:04d}.jpg")


def link_or_copy(photos):
    """Hard links need one file system."""
    try:
        make_project(photos)
        return photos
    except OSError:
        copy = WORK / "photos"
        shutil.copytree(photos, copy, dirs_exist_ok=True)
        make_project(copy)
        return copy


def ceiling_and_rebuild(program, photos):
    link_or_copy(photos)
    remove_site(WORK / "site")
    group = cgroup()
    build = [program, "build", WORK / "many", "-q", "-o", WORK / "site"]
    cpu, wall, peak = run([*build, "-j", "4", "--memory", "128M"],
                          (lambda: (group / "cgroup.procs").write_text(str(os.getpid()))) if group else None)
    where = f"in a group limited to {GROUP_LIMIT >> 20} MiB" if group else "(no group: not enforced)"
    print("| 1400 photos | CPU s | wall s | peak MiB of all processes |\n|---|---|---|---|")
    print(f"| first build, `-j 4 --memory 128M` {where} | {cpu:.2f} | {wall:.2f} | {peak:.0f} |")
    if group:
        group.rmdir()
    again = [run(build) for _ in range(5)]
    cpu, wall, peak = (statistics.median(column) for column in zip(*again))
    print(f"| nothing changed | {cpu:.3f} | {wall:.3f} | {peak:.0f} |")
    verify = run([*build, "--verify"])
    print(f"| nothing changed, `--verify` | {verify[0]:.2f} | {verify[1]:.2f} | {verify[2]:.0f} |")


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    program, photos = sys.argv[1:3]
    WORK.mkdir(parents=True, exist_ok=True)
    sandbox(program, photos, int(sys.argv[3]) if len(sys.argv) > 3 else 9)
    ceiling_and_rebuild(program, photos)
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
