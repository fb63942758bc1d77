#!/usr/bin/python3
"""One thumbnail per photo that fits 400x400, with Pillow's thumbnail().

Usage: pillow_thumb.py OUT FILE...
"""
import os
import sys

from PIL import Image, ImageOps

if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for name in sys.argv[2:]:
        with Image.open(name) as image:
            icc = image.info.get("icc_profile")
            image.thumbnail((400, 400), Image.LANCZOS)  # scaled decoding, reducing_gap=2.0
            upright = ImageOps.exif_transpose(image)
            stem = os.path.splitext(os.path.basename(name))[0]
            upright.save(os.path.join(sys.argv[1], stem + ".jpg"), quality=75, icc_profile=icc)
