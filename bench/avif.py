#!/usr/bin/python3
"""What AVIF costs and saves: libaom and SVT-AV1 through avifenc, in one thread, and WebP, at the luma SSIM and PSNR of a
JPEG file of quality 75; then the CPU time of both passes of a build, as Markdown tables.

Usage: avif.py PROGRAM FOLDER

Bytes and seconds are interpolated between three quantizers, bytes on a logarithmic scale.  Needs avifenc, avifdec and
ffmpeg (Debian: libavif-bin, ffmpeg).
"""
import math
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from measuring import run as spent

WORK = Path("build/bench-avif")
WIDTHS = (480, 1920)
PHOTOS_MAX = 7
QUANTIZERS = (18, 26, 34)
QUALITIES = (60, 75, 88)  # of WebP
CODERS = [("aom", speed) for speed in (6, 7, 8, 9)] + [("svt", speed) for speed in (6, 7, 8, 9, 10)]


def run(*command):
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def to_planes(picture, planes):
    run("ffmpeg", "-y", "-i", picture, "-pix_fmt", "yuvj420p", "-strict", "-1", planes)


def likeness(reference, planes):
    graph = "[0:v]format=yuvj420p,split[a][c];[1:v]format=yuvj420p,split[b][d];[a][b]ssim;[c][d]psnr"
    said = subprocess.run(["ffmpeg", "-i", planes, "-i", reference, "-lavfi", graph, "-f", "null", "-"],
                          capture_output=True, text=True, check=True).stderr
    return float(re.search(r"SSIM Y:[0-9.]+ \(([0-9.]+)\)", said)[1]), float(re.search(r"PSNR y:([0-9.]+)", said)[1])


def try_one(name, command, output, decode, reference):
    """(bytes, CPU seconds, (SSIM in dB, PSNR)) of one file; None if the encoder refuses the picture."""
    output.unlink(missing_ok=True)
    seconds, _ = spent([str(c) for c in command], (0, 1))
    if not output.exists() or not output.stat().st_size:
        print(f"{name} refuses a picture", file=sys.stderr)
        return None
    planes = output.with_suffix(".y4m")
    decode(output, planes)
    return output.stat().st_size, seconds, likeness(reference, planes)


def at(points, want, metric):
    """Bytes and seconds where the metric has this value."""
    points = sorted(points, key=lambda point: point[2][metric])
    for a, b in zip(points, points[1:]):
        if want <= b[2][metric] or b is points[-1]:
            part = (want - a[2][metric]) / (b[2][metric] - a[2][metric])
            return math.exp(math.log(a[0]) + part * math.log(b[0] / a[0])), a[1] + part * (b[1] - a[1])
    return None


def compare(program, photo, width):
    """By coder: per metric the bytes, as a share of the JPEG file's, and the seconds."""
    png, reference, jpeg, webp, avif = (WORK / f"{width}.{end}" for end in ("png", "y4m", "jpg", "webp", "avif"))
    run(program, "thumb", "-q", "-s", f"{width}x", "-o", png, photo)
    to_planes(png, reference)
    reference = reference.rename(WORK / f"reference{width}.y4m")
    own = [program, "thumb", "-q", "-j", "0", "-s", "copy"]
    size, _, wanted = try_one("jpeg", [*own, "--subsampling", "420", "-Q", 75, "-o", jpeg, png], jpeg, to_planes, reference)

    def decode_webp(file, planes):
        run(*own, "-o", WORK / "again.png", file)
        to_planes(WORK / "again.png", planes)

    def decode_avif(file, planes):
        run("avifdec", "-j", "1", file, planes)

    tries = {("webp", 4): [try_one("webp", [*own, "-Q", q, "-o", webp, png], webp, decode_webp, reference) for q in QUALITIES]}
    for coder, speed in CODERS:
        tries[coder, speed] = [try_one(coder, ["avifenc", "-c", coder, "-s", speed, "-j", 1, "--min", q, "--max", q, "-r", "full",
                                               "--cicp", "1/13/6", reference, avif], avif, decode_avif, reference)
                               for q in QUANTIZERS]
    return {key: [(bytes_ / size, seconds) for bytes_, seconds in (at(points, wanted[m], m) for m in (0, 1))]
            for key, points in tries.items() if all(points)}


def table(program, photos, width):
    results = [compare(program, photo, width) for photo in photos]
    print(f"\n| {width} wide | photos | bytes / JPEG's at its SSIM | at its PSNR | CPU s |\n|---|---|---|---|---|")
    for key in [("webp", 4), *CODERS]:
        got = [result[key] for result in results if key in result]
        if got:
            ssim, psnr = (statistics.geometric_mean(g[m][0] for g in got) for m in (0, 1))
            print(f"| {key[0]} {key[1]} | {len(got)} | {ssim:.2f} | {psnr:.2f} | {statistics.mean(g[0][1] for g in got):.3f} |")


def passes(program, photos):
    source, out = WORK / "photos", WORK / "site"
    (source / "album").mkdir(parents=True)
    (source / "album.md").write_text("---\nformats: avif\n---\n")
    for photo in photos:
        shutil.copy(photo, source / "album")
    first, second = (spent([program, "build", "-q", "-j", "1", *more, str(source), "-o", str(out)])[0]
                     for more in (["--skip-avif"], []))
    sizes = [sum(f.stat().st_size for f in out.rglob("*") if f.suffix.lower() in ends) for ends in ({".jpg", ".jpeg"}, {".avif"})]
    print(f"\n{len(photos)} photos, six widths: {first:.1f} s of CPU without AVIF, {second:.1f} s for the second pass "
          f"({second / first:.1f} times); {sizes[0] / 1e6:.1f} MB of JPEG, {sizes[1] / 1e6:.1f} MB of AVIF")


def main(program, folder):
    photos = sorted(p for p in Path(folder).iterdir() if p.suffix.lower() in (".jpg", ".jpeg"))
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for width in WIDTHS:
        table(program, photos[:: max(1, len(photos) // PHOTOS_MAX)][:PHOTOS_MAX], width)
    passes(program, photos)


if __name__ == "__main__":
    main(*sys.argv[1:])
