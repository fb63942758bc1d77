#!/usr/bin/python3
"""Pictures by Pillow, as récitale works: a pool of JOBS processes, a task per photo.  The photo is decoded once, as
small as its largest picture allows.  --copies: whole, and copied for each picture, as récitale does.  Outputs are JPEG,
PNG as Pillow makes it, or WebP of quality 75.

Usage: JOBS=N pillow_list.py [--copies] LIST     (see peers.py)
"""
import functools
import sys

from PIL import Image, ImageOps

from pool import for_each_photo

SWAPPED = (5, 6, 7, 8)


def has_alpha(image):
    return image.mode in ("RGBA", "LA") or "transparency" in image.info


def render(copies, task):
    path, outputs = task
    with Image.open(path) as source:
        icc = source.info.get("icc_profile")
        largest = max((int(w), int(h)) for _, _, w, h, _ in outputs)
        if source.getexif().get(0x0112, 1) in SWAPPED:
            largest = largest[::-1]
        if not copies:
            source.draft("RGB", (2 * largest[0], 2 * largest[1]))  # as thumbnail() does with its reducing_gap
        upright = ImageOps.exif_transpose(source)
    jpeg = outputs[0][1].endswith(".jpg")
    upright = upright.convert("RGB" if jpeg or not has_alpha(upright) else "RGBA")
    for _, output, w, h, _ in outputs:
        size = int(w), int(h)
        base = upright.copy() if copies else upright
        image = base if base.size == size else base.resize(size, Image.LANCZOS, reducing_gap=2.0)
        more = {"progressive": True, "subsampling": 2} if jpeg else {}
        image.save(output, quality=75, icc_profile=icc, **more)


if __name__ == "__main__":
    for_each_photo(functools.partial(render, sys.argv[1] == "--copies"), sys.argv[-1])
