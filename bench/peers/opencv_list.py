#!/usr/bin/python3
"""Pictures by simplejpeg, which decodes at a fraction of the size where that is enough, and OpenCV, which reduces by
areas and encodes: JOBS processes of one thread, each photo decoded once.

Usage: JOBS=N opencv_list.py LIST     (see peers.py; needs simplejpeg, opencv-python-headless and pillow)
"""
import sys
from pathlib import Path

import cv2
import simplejpeg
from PIL import Image

from pool import for_each_photo

# What turns a picture of an EXIF orientation upright: transposed first, then flipped.
TURNS = {2: (False, 1), 3: (False, -1), 4: (False, 0), 5: (True, None), 6: (True, 1), 7: (True, -1), 8: (True, 0)}
OPTIONS = [cv2.IMWRITE_JPEG_QUALITY, 75, cv2.IMWRITE_JPEG_PROGRESSIVE, 1,
           cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]


def turned(image, orientation):
    transposed, flip = TURNS.get(orientation, (False, None))
    image = cv2.transpose(image) if transposed else image
    return image if flip is None else cv2.flip(image, flip)


def render(task):
    path, outputs = task
    cv2.setNumThreads(1)
    with Image.open(path) as header:
        orientation = header.getexif().get(0x0112, 1)
    largest = max(max(int(w), int(h)) for _, _, w, h, _ in outputs)
    upright = turned(simplejpeg.decode_jpeg(Path(path).read_bytes(), "BGR", min_height=largest, min_width=largest,
                                            strict=False), orientation)
    for _, output, w, h, _ in outputs:
        size = int(w), int(h)
        image = upright if upright.shape[1::-1] == size else cv2.resize(upright, size, interpolation=cv2.INTER_AREA)
        if not cv2.imwrite(output, image, OPTIONS):
            raise SystemExit(f"opencv_list: cannot write {output}")


if __name__ == "__main__":
    for_each_photo(render, sys.argv[1])
