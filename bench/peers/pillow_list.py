#!/usr/bin/python3
"""Pictures by Pillow, as récitale works: a pool of JOBS processes, a task per photo.  The photo is decoded once, as
small as its largest picture allows.  --copies: whole, and copied for each picture, as récitale does.

Usage: JOBS=N pillow_list.py [--copies] LIST     (see peers.py)
"""
import multiprocessing
import os
import sys
from itertools import groupby

from PIL import Image, ImageOps

SWAPPED = (5, 6, 7, 8)


def render(task):
    copies, path, outputs = task
    with Image.open(path) as source:
        icc = source.info.get("icc_profile")
        largest = max((int(w), int(h)) for _, _, w, h, _ in outputs)
        if source.getexif().get(0x0112, 1) in SWAPPED:
            largest = largest[::-1]
        if not copies:
            source.draft("RGB", (2 * largest[0], 2 * largest[1]))  # as thumbnail() does with its reducing_gap
        upright = ImageOps.exif_transpose(source).convert("RGB")
    for _, output, w, h, _ in outputs:
        size = int(w), int(h)
        base = upright.copy() if copies else upright
        image = base if base.size == size else base.resize(size, Image.LANCZOS, reducing_gap=2.0)
        image.save(output, quality=75, progressive=True, subsampling=2, icc_profile=icc)


if __name__ == "__main__":
    with open(sys.argv[-1], encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    tasks = [(sys.argv[1] == "--copies", path, list(outputs)) for path, outputs in groupby(rows, lambda row: row[0])]
    with multiprocessing.Pool(int(os.environ["JOBS"])) as pool:
        for _ in pool.imap_unordered(render, tasks):
            pass
        pool.close()
        pool.join()  # or its processes would not be counted
