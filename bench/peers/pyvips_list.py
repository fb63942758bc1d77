#!/usr/bin/python3
"""Pictures by libvips' thumbnail operation in JOBS processes of one thread.  Each picture reads only as much of the
photo as its size needs; --once: the photo is decoded once into memory, as small as its largest picture allows, and the
others are made of that.  With a full-size copy among the pictures it is --once in any case.

Usage: JOBS=N pyvips_list.py [--once] LIST     (see peers.py; needs pyvips)
"""
import functools
import os
import sys

os.environ["VIPS_CONCURRENCY"] = "1"

import pyvips  # noqa: E402  it reads the variable

from pool import for_each_photo

SAVE = {"Q": 75, "interlace": True, "subsample_mode": "on", "keep": pyvips.ForeignKeep.ICC}


def render(once, task):
    path, outputs = task
    pyvips.cache_set_max(0)
    outputs = sorted(outputs, key=lambda row: -int(row[2]) * int(row[3]))
    memory = None
    for _, output, w, h, box in outputs:
        size = {"height": int(h), "size": "force"}
        if memory is not None:
            image = memory.thumbnail_image(int(w), **size)
        elif box == "copy":
            image = pyvips.Image.new_from_file(path).autorot()
        else:
            image = pyvips.Image.thumbnail(path, int(w), **size)
        if memory is None and (once or box == "copy"):
            image = memory = image.copy_memory()
        image.jpegsave(output, **SAVE)


if __name__ == "__main__":
    for_each_photo(functools.partial(render, sys.argv[1] == "--once"), sys.argv[-1])
