#!/usr/bin/python3
"""Pictures by GraphicsMagick ("gm convert") or ImageMagick ("convert" or "magick"): JOBS processes of one thread, one
for each photo, which makes each picture from the next larger one.  Without a full-size copy among them the photo is
decoded at a fraction of its size.  --each: a process for each picture, which decodes the whole photo.

Usage: JOBS=N magick_list.py [--each] PROGRAM LIST     (see peers.py)
"""
import concurrent.futures
import os
import subprocess
import sys
from itertools import groupby

ONE_THREAD = dict(os.environ, OMP_NUM_THREADS="1", MAGICK_THREAD_LIMIT="1")


def convert(program, each, outputs):
    outputs = sorted(outputs, key=lambda row: -int(row[2]) * int(row[3]))
    args = program.split()
    gm = args[0] == "gm"
    if not each and all(box != "copy" for *_, box in outputs):
        most = 2 * max(int(n) for row in outputs for n in row[2:4])
        args += ["-size", f"{most}x{most}"] if gm else ["-define", f"jpeg:size={most}x{most}"]
    args += [outputs[0][0], "-auto-orient", "+profile", "!icc,*", "-interlace", "Line", "-quality", "75",
             "-sampling-factor", "2x2" if gm else "4:2:0"]
    for i, (_, output, w, h, box) in enumerate(outputs):
        if box != "copy":
            args += ["-filter", "Lanczos", "-resize", f"{w}x{h}!"]
        args += [output] if i == len(outputs) - 1 else ["-write", output]
    subprocess.run(args, check=True, env=ONE_THREAD)


if __name__ == "__main__":
    *options, program, listing = sys.argv[1:]
    with open(listing, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    each = options == ["--each"]
    with concurrent.futures.ThreadPoolExecutor(int(os.environ["JOBS"])) as pool:
        tasks = [pool.submit(convert, program, each, list(outputs))
                 for _, outputs in groupby(rows, lambda row: row[1 if each else 0])]
        for task in tasks:
            task.result()
