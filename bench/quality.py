#!/usr/bin/python3
"""Quality and size of q75 thumbnails against Pillow's, photo by photo.

The reference is the whole photo, upright, reduced with Lanczos from full resolution.  Ours and Pillow's
thumbnail(), both saved progressive at quality 75 with the source's subsampling, are compared with it by
PSNR over RGB; every SAMPLE-th photo also by ssimulacra and butteraugli (lower is better), where those
programs are installed: they take seconds per megapixel.

Usage: quality.py TIRAGE FILE...
"""
import concurrent.futures
import math
import os
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageOps, ImageStat, JpegImagePlugin

HEIGHTS = (450, 800, 1366)
SAMPLE = 2
TOOLS = ("ssimulacra_main", "butteraugli_main")
OURS, THEIRS = 0, 1


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


def make_ours(tirage, path, folder):
    for height in HEIGHTS:  # one by one: the scale of decoding follows from the whole list
        subprocess.run([tirage, "thumb", "-q", "-j", "0", "-s", f"x{height}", "-Q", "75",
                        "--progressive", "-o", f"{folder}/ours-{height}.jpg", path], check=True)


def make_theirs(path, height, folder):
    with Image.open(path) as source:
        sampling = JpegImagePlugin.get_sampling(source)
        swapped = source.getexif().get(0x0112, 1) > 4
        source.thumbnail((height, 10**6) if swapped else (10**6, height), Image.LANCZOS,
                         reducing_gap=2.0)
        ImageOps.exif_transpose(source).convert("RGB").save(
            f"{folder}/theirs-{height}.jpg", quality=75, progressive=True,
            subsampling=sampling if sampling in (0, 1, 2) else 2)


def perceived(reference, candidate, folder):
    """What the comparison programs say of a candidate."""
    names = [f"{folder}/{kind}.png" for kind in ("reference", "candidate")]
    for image, name in zip((reference, candidate), names):
        image.save(name, compress_level=1)
    return [metric(tool, *names) for tool in TOOLS]


def compare(tirage, path, sampled):
    """Of each height, of ours and of Pillow's: [PSNR, bytes, ssimulacra, butteraugli]."""
    rows = {}
    with tempfile.TemporaryDirectory() as folder, Image.open(path) as source:
        whole = ImageOps.exif_transpose(source).convert("RGB")
        make_ours(tirage, path, folder)
        for height in HEIGHTS:
            make_theirs(path, height, folder)
            reference, rows[height] = None, []
            for who in ("ours", "theirs"):
                name = f"{folder}/{who}-{height}.jpg"
                with Image.open(name) as image:
                    candidate = image.convert("RGB")
                if reference is None or reference.size != candidate.size:
                    reference = whole.resize(candidate.size, Image.LANCZOS)
                row = [psnr(reference, candidate), os.path.getsize(name), None, None]
                if sampled:
                    row[2:] = perceived(reference, candidate, folder)
                rows[height].append(row)
    return rows


def mean(values):
    values = [v for v in values if v is not None]
    return sum(values) / len(values) if values else float("nan")


def table_row(height, photos):
    """`photos`: (name, rows of compare())."""
    rows = [rows[height] for _, rows in photos]
    gains = [(row[OURS][0] - row[THEIRS][0], name) for (name, _), row in zip(photos, rows)]
    means = [[mean(row[who][k] for row in rows) for k in range(4)] for who in (OURS, THEIRS)]
    return (f"| {height} | {means[OURS][0]:.2f} | {means[THEIRS][0]:.2f} "
            f"| {min(gains)[0]:+.2f} ({min(gains)[1]}) "
            f"| {means[OURS][2]:.4f} / {means[THEIRS][2]:.4f} "
            f"| {means[OURS][3]:.3f} / {means[THEIRS][3]:.3f} "
            f"| {means[OURS][1] / means[THEIRS][1]:.4f} |")


def main():
    tirage, files = sys.argv[1], sys.argv[2:]
    with concurrent.futures.ProcessPoolExecutor() as pool:
        tasks = [pool.submit(compare, tirage, path, i % SAMPLE == 0)
                 for i, path in enumerate(files)]
        photos = [(os.path.basename(path), task.result()) for path, task in zip(files, tasks)]
    print("| height | PSNR ours | PSNR Pillow | worst difference | ssimulacra ours / Pillow "
          "| butteraugli ours / Pillow | bytes ours / Pillow |\n|---|---|---|---|---|---|---|")
    for height in HEIGHTS:
        print(table_row(height, photos))


if __name__ == "__main__":
    main()
