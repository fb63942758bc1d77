#!/usr/bin/python3
"""Quality and size of q75 thumbnails against Pillow's, photo by photo.

The reference is the whole photo, upright, reduced with Lanczos from full resolution.  Ours and Pillow's
thumbnail(), both saved progressive at quality 75 with the source's subsampling, are compared with it by
PSNR over RGB, and by ssimulacra and butteraugli where those programs are installed.

Usage: quality.py TIRAGE FILE...
"""
import math
import os
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageOps, ImageStat, JpegImagePlugin

HEIGHTS = (450, 800, 1366)


def psnr(a, b):
    rms = ImageStat.Stat(ImageChops.difference(a, b)).rms
    mse = sum(v * v for v in rms) / len(rms)
    return 10 * math.log10(255 * 255 / mse) if mse else 99.0


def metric(tool, reference, candidate):
    """The first number that a comparison program prints, or None."""
    if not shutil.which(tool):
        return None
    done = subprocess.run([tool, reference, candidate], capture_output=True, text=True)
    for word in done.stdout.split():
        try:
            return float(word)
        except ValueError:
            pass
    return None


def compare(path, ours, height, folder):
    """(PSNR, ssimulacra, butteraugli, bytes) of ours and of Pillow's."""
    with Image.open(path) as source:
        sampling = JpegImagePlugin.get_sampling(source)
        reference = ImageOps.exif_transpose(source).convert("RGB")
    with Image.open(path) as source:
        swapped = source.getexif().get(0x0112, 1) > 4
        source.thumbnail((height, 10**6) if swapped else (10**6, height), Image.LANCZOS,
                         reducing_gap=2.0)
        theirs = os.path.join(folder, "pillow.jpg")
        ImageOps.exif_transpose(source).convert("RGB").save(theirs, quality=75, progressive=True,
                                   subsampling=sampling if sampling in (0, 1, 2) else 2)
    rows = []
    for candidate in (ours, theirs):
        with Image.open(candidate) as image:
            rgb = image.convert("RGB")
        scaled = reference.resize(rgb.size, Image.LANCZOS)
        png, candidate_png = (os.path.join(folder, n) for n in ("reference.png", "candidate.png"))
        scaled.save(png)
        rgb.save(candidate_png)
        rows.append((psnr(scaled, rgb), metric("ssimulacra_main", png, candidate_png),
                     metric("butteraugli_main", png, candidate_png), os.path.getsize(candidate)))
    return rows


def mean(values):
    values = [v for v in values if v is not None]
    return sum(values) / len(values) if values else float("nan")


def main():
    tirage, files = sys.argv[1], sys.argv[2:]
    print("| height | PSNR ours | PSNR Pillow | worst difference | ssimulacra ours / Pillow "
          "| butteraugli ours / Pillow | bytes ours / Pillow |\n|---|---|---|---|---|---|---|")
    for height in HEIGHTS:
        rows = []
        with tempfile.TemporaryDirectory() as folder:
            for path in files:
                ours = os.path.join(folder, "ours.jpg")
                subprocess.run([tirage, "thumb", "-q", "-j", "0", "-s", f"x{height}", "-Q", "75",
                                "--progressive", "-o", ours, path], check=True)
                rows.append((compare(path, ours, height, folder), path))
        worst = min(rows, key=lambda r: r[0][0][0] - r[0][1][0])
        values = [[mean(r[0][who][k] for r in rows) for k in range(3)] for who in range(2)]
        size = sum(r[0][0][3] for r in rows) / sum(r[0][1][3] for r in rows)
        print(f"| {height} | {values[0][0]:.2f} | {values[1][0]:.2f} "
              f"| {worst[0][0][0] - worst[0][1][0]:+.2f} ({os.path.basename(worst[1])}) "
              f"| {values[0][1]:.4f} / {values[1][1]:.4f} | {values[0][2]:.3f} / {values[1][2]:.3f} "
              f"| {size:.4f} |", flush=True)


if __name__ == "__main__":
    main()
