#!/usr/bin/python3
"""Heights 1000 and 300 and squares of 120 by thumbsup, which makes a gallery of them: an index of metadata by exiftool
and pages besides.  It starts a GraphicsMagick for each picture, JOBS at once.

Usage: JOBS=N thumbsup_list.py LIST     (see peers.py)
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDERS = {"x1000": "large", "x300": "small", "120x120": "thumbs"}

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    with tempfile.TemporaryDirectory(dir=Path(rows[0][1]).parent) as folder:
        photos, site = Path(folder) / "photos", Path(folder) / "site"
        photos.mkdir()
        for path in {row[0] for row in rows}:
            (photos / f"{Path(path).stem}.jpg").symlink_to(path)
        subprocess.run(["node", "build/peers/node_modules/.bin/thumbsup", "--input", photos, "--output", site,
                        "--photo-quality", "75", "--gm-args", "interlace Line", "--gm-args", "sampling-factor 2x2",
                        "--photo-download", "symlink", "--concurrency", os.environ["JOBS"],
                        "--log", "default"],
                       check=True, stdin=subprocess.DEVNULL, env=dict(os.environ, OMP_NUM_THREADS="1"))
        for path, output, _, _, box in rows:
            os.rename(site / "media" / FOLDERS[box] / f"{Path(path).stem}.jpg", output)
