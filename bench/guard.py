#!/usr/bin/python3
"""Did the program become slower?  Counts the instructions of a fixed small job, which no other load of the machine
changes, and compares them with bench/results/guard.json.  And those of the JPEG decoder's own code, with its conditional
branches, as gcc and clang compile it, with guard-decoder.json: it is fast because they turn no data into branches.

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

RECORDS, WORK, LIMIT = Path("bench/results"), Path("build/guard"), 0.03
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
# The parts of the decoder that branch; kernels of avx2 with the flags that kernels/CMakeLists.txt gives them.
DECODER = ["bench/decode.c", "core/base/block.c",
           *(f"core/codec/jpeg_{part}.c" for part in ("blocks", "planes", "progressive", "scan", "unhuffman")),
           *(f"kernels/generic/{part}_c.c" for part in ("fdct", "idct", "refine", "unhuff"))]
DECODER_AVX2 = ["kernels/x86/refine_avx2.c", "kernels/x86/unhuff_avx2.c"]
FLAGS = ["-std=c17", "-O3", "-D_GNU_SOURCE", "-fPIC", "-fstack-protector-strong", "-I."]


def prepare(tirage):
    """The photo's hash: another photo would be another job."""
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "photos").mkdir(parents=True)
    write_png(WORK / "photo.png", WIDTH, HEIGHT)
    thumb = [tirage, "thumb", "-q", "-j", "0"]
    subprocess.run([*thumb, "-s", "copy", "--format", "jpeg", "-Q", "92", "--subsampling", "420",
                    "-o", WORK / "photo.jpg", WORK / "photo.png"], check=True)
    subprocess.run([*thumb, "-s", "copy", "--libjpeg", "--progressive", "-Q", "92",
                    "-o", WORK / "progressive.jpg", WORK / "photo.jpg"], check=True)
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


def compile_decoder(compiler):
    program = WORK / f"decode-{compiler}"
    objects = []
    if platform.machine() == "x86_64":
        for source in DECODER_AVX2:
            objects.append(WORK / f"{Path(source).stem}.o")
            subprocess.run([compiler, *FLAGS, "-mavx2", "-mbmi", "-mbmi2", "-mlzcnt", "-c", source, "-o", objects[-1]],
                           check=True)
    subprocess.run([compiler, *FLAGS, *DECODER, *objects, "-ljpeg", "-o", program], check=True)
    return program


def own_costs(profile, program):
    """Instructions and conditional branches in the program's own code: the C library's depends on the processor."""
    costs, mine, called = [0, 0], False, False
    for line in profile.read_text().splitlines():
        if line.startswith("ob="):
            mine = line == f"ob={program.resolve()}"
        elif line.startswith("calls="):
            called = True  # the next line's costs are those of what is called
        elif line[:1] in "+-*" or line[:1].isdigit():
            if line and mine and not called:
                for i, cost in enumerate(line.split()[1:3]):
                    costs[i] += int(cost)
            called = False
    return costs


def count_decoder():
    """Counts by name, and what they depend on; of compilers that are there."""
    files = {"baseline": WORK / "photo.jpg", "progressive": WORK / "progressive.jpg"}
    levels = ["c", "avx2"] if "avx2" in Path("/proc/cpuinfo").read_text().split() else ["c"]
    compilers = [compiler for compiler in ("gcc", "clang") if shutil.which(compiler)]
    counts = {}
    for compiler in compilers:
        program = compile_decoder(compiler)
        for kind, file in files.items():
            for level in levels:
                profile = WORK / f"decode-{compiler}-{kind}-{level}.callgrind"
                subprocess.run(["valgrind", "-q", "--tool=callgrind", "--branch-sim=yes", "--compress-strings=no",
                                "--toggle-collect=tg_jpeg_planes_read", f"--callgrind-out-file={profile}", program,
                                level, file], check=True)
                for what, count in zip(("instructions", "branches"), own_costs(profile, program)):
                    counts[f"decoder, {compiler}, {kind}, {level}: {what}"] = count
    around = {"arch": platform.machine(), "valgrind": output_of("valgrind", "--version"),
              "compilers": [output_of(compiler, "--version") for compiler in compilers], "levels": levels,
              "files": [hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files.values()]}
    return around, counts


def surroundings(tirage, photo):
    """What the count depends on besides the program's source."""
    comment = subprocess.run(["readelf", "-p", ".comment", tirage], capture_output=True, text=True, check=True).stdout
    libraries = subprocess.run([tirage, "doctor"], capture_output=True, text=True, check=True).stdout.split("\n\n")[0]
    return {"arch": platform.machine(), "compiler": re.findall(r"\[ *\w+\]  (.*)", comment), "photo": photo,
            "libc": " ".join(platform.libc_ver()), "libraries": libraries.splitlines()[1:],
            "valgrind": output_of("valgrind", "--version"),
            "avx2": "avx2" in Path("/proc/cpuinfo").read_text().split()}


def judge(path, around, counts, record):
    """Prints counts beside those of the same surroundings, and returns which are too many; or records them."""
    records = json.loads(path.read_text()) if path.exists() else []
    same = next((r for r in records if r["surroundings"] == around), None)
    if record:
        files = {"photo": "", "files": ""}  # a record of other files is of no more use
        there = {**around, **files}
        records = [r for r in records if {**r["surroundings"], **files} != there]
        records.append({"surroundings": around, "instructions": counts})
        save(path, records)
        return []
    base = same or (records or [{"instructions": {}}])[0]
    more = []
    print("| job | instructions, millions | recorded | |\n|---|---|---|---|")
    for name, count in counts.items():
        before = base["instructions"].get(name)
        change = count / before - 1 if before else 0
        print(f"| {name} | {count / 1e6:.2f} | {before / 1e6:.2f} | {change:+.2%} |" if before
              else f"| {name} | {count / 1e6:.2f} | | |")
        if change > LIMIT:
            more.append(name)
    if same:
        return more
    different = [key for key in around if records and around[key] != base["surroundings"].get(key)]
    print(f"\nNothing to judge by: no record of this machine ({', '.join(different) or 'none at all'}); "
          "--record makes one.\n")
    return []


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--record"]):
        raise SystemExit(__doc__)
    tirage, record = os.path.abspath(sys.argv[1]), bool(sys.argv[2:])
    around = surroundings(tirage, prepare(tirage))
    more = judge(RECORDS / "guard-decoder.json", *count_decoder(), record)
    counts = {name: instructions(tirage, name, arguments) for name, arguments in JOBS.items()}
    more += judge(RECORDS / "guard.json", around, counts, record)
    if more:
        raise SystemExit(f"\nMore than recorded by more than {LIMIT:.0%}: {', '.join(more)}.  "
                         f"callgrind_annotate {WORK}/*.callgrind tells where; if it is meant, --record.")


if __name__ == "__main__":
    main()
