#!/usr/bin/python3
"""What `tirage serve` costs: CPU seconds of its clients for Python and Node, start of the interpreter included, against
`tirage thumb` on the same photos, and against sharp and Pillow in the same languages; and how long one waits for a
reply, of a program that is started for it and of one that is there.  Markdown tables.

Usage: serve.py PROGRAM FOLDER [COUNT [ROUNDS]]

COUNT photos (default: 1000) are those of FOLDER, again and again.  sharp is that of build/peers, which
`./run deps --peers` installs; what is missing is left out.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import run

HERE = Path(__file__).resolve().parent
WORK = Path("build/bench-serve").resolve()
SIZE = 400
THUMB = ["--progressive", "--subsampling", "420", "-s", str(SIZE)]


def copy_photos(folder, count):
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    for number in range(count):
        photo, copy = photos[number % len(photos)].resolve(), WORK / "photos" / f"{number:05}.jpg"
        try:
            copy.hardlink_to(photo)
        except OSError:
            shutil.copy(photo, copy)
        yield copy


def write_list(program, photos):
    """The list that all programs work on, with the sizes that thumb makes."""
    lines = subprocess.run([program, "thumb", "-q", "--json", *THUMB, "-o", WORK / "out/{stem}.jpg", *photos], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    rows = []
    for line in map(json.loads, lines):
        if line["event"] == "photo":
            rows += [f"{line['path']}\t{o['path']}\t{o['width']}\t{o['height']}\t{SIZE}\n" for o in line["outputs"]]
    (WORK / "list").write_text("".join(sorted(rows)))


def programs(program, photos, jobs):
    listed = WORK / "list"
    known = {"tirage thumb": [program, "thumb", "-q", "-j", jobs, *THUMB, "-o", WORK / "out/{stem}.jpg", *photos],
             "client for Python, threads": [sys.executable, HERE / "serve_list.py", listed],
             "client for Python, asyncio": [sys.executable, HERE / "serve_list.py", "--async", listed],
             "Pillow": [sys.executable, HERE / "peers/pillow_list.py", listed]}
    if shutil.which("node"):
        known["client for Node"] = ["node", HERE / "serve_list.mjs", listed]
    script = Path("build/peers/sharp_list.mjs").resolve()
    if (script.parent / "node_modules/sharp").exists():
        shutil.copy(HERE / "peers/sharp_list.mjs", script)
        known["sharp"] = ["node", script, listed]
    return known


def compare(program, photos, jobs, rounds):
    environment = {**os.environ, "TIRAGE_BIN": str(program), "JOBS": jobs, "ROOT": str(WORK)}
    known = programs(program, photos, jobs)
    took = {name: [] for name in known}
    for turn in range(rounds):
        for name in known if turn % 2 else reversed(list(known)):
            took[name].append(run(list(map(str, known[name])), env=environment))
    print(f"\n| {len(photos)} photos, {SIZE} pixels | CPU s | as a multiple of thumb's, median of pairs (range) | s |\n|---|---|---|---|")
    for name, times in took.items():
        ratios = [a[0] / b[0] for a, b in zip(times, took["tirage thumb"])]
        print(f"| {name} | {statistics.median(t[0] for t in times):.2f} | {statistics.median(ratios):.3f} ({min(ratios):.3f}–{max(ratios):.3f})"
              f" | {statistics.median(t[1] for t in times):.2f} |")


def ask(process, request):
    start = time.perf_counter()
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    reply = json.loads(process.stdout.readline())
    if not reply["ok"]:
        raise SystemExit(reply)
    return time.perf_counter() - start


def wait_for(program, photo, rounds=200):
    """How long one waits for the first thumbnail of a small photo, and for the next ones; milliseconds."""
    subprocess.run([program, "thumb", "-q", "-s", "640", "-o", WORK / "small.jpg", photo], check=True)
    request = {"id": 1, "src": "small.jpg", "outputs": [{"path": "out/small.jpg", "size": 100}]}
    cold, warm = [], []
    for turn in range(9):
        start = time.perf_counter()
        process = subprocess.Popen([program, "serve", "--stdio", "--root", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.readline()
        cold.append(time.perf_counter() - start)
        if turn == 8:
            warm += [ask(process, request) for _ in range(rounds)]
        process.communicate()
    print("\n| one 100-pixel thumbnail of a photo of 640 pixels | ms, median | fastest |\n|---|---|---|")
    for name, times in (("program started for it", cold), ("program that is there", warm)):
        print(f"| {name} | {1000 * statistics.median(times):.2f} | {1000 * min(times):.2f} |")


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    count, rounds = (int(word) for word in (sys.argv[3:] + ["1000", "9"][len(sys.argv) - 3:])[:2])
    jobs = str(len(os.sched_getaffinity(0)))
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "photos").mkdir(parents=True)
    (WORK / "out").mkdir()
    photos = list(copy_photos(folder, count))
    write_list(program, photos)
    wait_for(program, photos[0])
    compare(program, photos, jobs, rounds)
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
