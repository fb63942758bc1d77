#!/usr/bin/python3
"""Did the program become slower?  Counts the instructions of a fixed small job, which no other load of the machine
changes, and compares them with bench/results/guard.json.

Usage: guard.py TIRAGE [--record]

More than 3 % above the recorded count fails, if processor family, compiler and libraries are those of the record; where
they are others, both are printed and nothing fails.  --record replaces the record of such a machine or adds one.
"""
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from measuring import output_of, save, write_png

RECORDS, WORK, LIMIT = Path("bench/results/guard.json"), Path("build/guard"), 0.03
WIDTH, HEIGHT = 960, 720
# Valgrind's processor has no AVX-512.  libjpeg keeps to what every processor of the family has.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C", "JSIMD_FORCESSE2": "1", "JSIMD_FORCENEON": "1"}
JOBS = {
    "thumb at level c": ["--cpu", "c", "thumb", "-s", "copy,x400,x150", "--progressive"],
    "thumb at the best level": ["thumb", "-s", "copy,x400,x150", "--progressive"],
    "one thumbnail, baseline": ["thumb", "-s", "200"],
    "build of 20 photos": ["build"],
    "build, unchanged": ["build"],
}


def prepare(tirage):
    """The photo's hash: another photo would be another job."""
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "photos").mkdir(parents=True)
    write_png(WORK / "photo.png", WIDTH, HEIGHT)
    thumb = [tirage, "thumb", "-q", "-j", "0"]
    subprocess.run([*thumb, "-s", "copy", "--format", "jpeg", "-Q", "92", "--subsampling", "420",
                    "-o", WORK / "photo.jpg", WORK / "photo.png"], check=True)
    photo = (WORK / "photo.jpg").read_bytes()
    subprocess.run([*thumb, "-s", "200", "-o", WORK / "small.jpg", WORK / "photo.jpg"], check=True)
    small = (WORK / "small.jpg").read_bytes()
    for i in range(20):  # different bytes behind the end, the same picture
        path = WORK / "photos" / f"{i:02d}.jpg"
        path.write_bytes(small + bytes([i]))
        os.utime(path, (1_600_000_000 + i,) * 2)
    return hashlib.sha256(photo + small).hexdigest()[:16]


def instructions(tirage, name, arguments):
    files = [WORK / "photos", "-o", WORK / "site"] if arguments == ["build"] else [
        "-o", WORK / "out-{size}.jpg", WORK / "photo.jpg"]
    profile = WORK / f"{name.replace(' ', '-').replace(',', '')}.callgrind"
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", tirage, *arguments, "-q",
                           "-j", "0", *files], env=ENVIRONMENT, capture_output=True, text=True)
    counted = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not counted:
        raise SystemExit(f"guard.py: {name}: {done.stderr}")
    return int(counted[1])


def surroundings(tirage, photo):
    """What the count depends on besides the program's source."""
    comment = subprocess.run(["readelf", "-p", ".comment", tirage], capture_output=True, text=True, check=True).stdout
    libraries = subprocess.run([tirage, "doctor"], capture_output=True, text=True, check=True).stdout.split("\n\n")[0]
    return {"arch": platform.machine(), "compiler": re.findall(r"\[ *\w+\]  (.*)", comment), "photo": photo,
            "libc": " ".join(platform.libc_ver()), "libraries": libraries.splitlines()[1:],
            "valgrind": output_of("valgrind", "--version"),
            "avx2": "avx2" in Path("/proc/cpuinfo").read_text().split()}


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--record"]):
        raise SystemExit(__doc__)
    tirage = os.path.abspath(sys.argv[1])
    around = surroundings(tirage, prepare(tirage))
    counts = {name: instructions(tirage, name, arguments) for name, arguments in JOBS.items()}
    records = json.loads(RECORDS.read_text()) if RECORDS.exists() else []
    same = next((r for r in records if r["surroundings"] == around), None)
    if sys.argv[2:]:
        there = {**around, "photo": ""}  # another photo's record is of no more use
        records = [r for r in records if {**r["surroundings"], "photo": ""} != there]
        records.append({"surroundings": around, "instructions": counts})
        save(RECORDS, records)
        return
    base = same or (records or [{"instructions": {}}])[0]
    slower = []
    print("| job | instructions, millions | recorded | |\n|---|---|---|---|")
    for name, count in counts.items():
        before = base["instructions"].get(name)
        change = count / before - 1 if before else 0
        print(f"| {name} | {count / 1e6:.2f} | {before / 1e6:.2f} | {change:+.2%} |" if before
              else f"| {name} | {count / 1e6:.2f} | | |")
        if change > LIMIT:
            slower.append(name)
    if not same:
        different = [key for key in around if records and around[key] != base["surroundings"].get(key)]
        print(f"\nNothing to judge by: no record of this machine ({', '.join(different) or 'none at all'}); "
              "--record makes one.")
    elif slower:
        raise SystemExit(f"\nSlower than recorded by more than {LIMIT:.0%}: {', '.join(slower)}.  "
                         f"callgrind_annotate {WORK}/*.callgrind tells where; if it is meant, --record.")


if __name__ == "__main__":
    main()
