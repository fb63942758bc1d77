#!/usr/bin/python3
"""Récitale's six outputs per photo with Pillow: one decode, then a full-size copy and five heights.

Usage: pillow_six.py OUT FILE...
"""
import os
import sys

from PIL import Image, ImageOps

HEIGHTS = (1920, 1366, 800, 600, 450)
SUBSAMPLING = {0: 0, 1: 1, 2: 2}  # 4:4:4, 4:2:2, 4:2:0 are kept, as récitale does


def render(path, out):
    from PIL import JpegImagePlugin

    stem = os.path.splitext(os.path.basename(path))[0]
    with Image.open(path) as source:
        sampling = SUBSAMPLING.get(JpegImagePlugin.get_sampling(source), 2)
        icc = source.info.get("icc_profile")
        image = ImageOps.exif_transpose(source)
        image.load()
    options = dict(quality=75, progressive=True, subsampling=sampling, icc_profile=icc)
    image.save(os.path.join(out, f"{stem}-copy.jpg"), **options)
    for height in HEIGHTS:
        width = max(1, round(image.width * height / image.height))
        small = image
        if image.height > height:
            small = image.resize((width, height), Image.LANCZOS, reducing_gap=2.0)
        small.save(os.path.join(out, f"{stem}-x{height}.jpg"), **options)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for name in sys.argv[2:]:
        render(name, sys.argv[1])
