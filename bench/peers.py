#!/usr/bin/python3
"""The same pictures by tirage and by what a user would take instead, in turn: CPU time, wall time, memory, bytes and
likeness to a reference.

Usage: peers.py [-n ROUNDS] [-o FILE] [--more] [--newest] [--peer NAME=COMMAND]... [--only NAME,...] TIRAGE WORK PHOTOS

WORK is one of
  six      récitale's: the whole picture and heights 1920, 1366, 800, 600 and 450
  thumbs   one that fits 400x400
  album    thumbsup's: heights 1000 and 300 and a square of 120, filled and cropped; by tirage and thumbsup alone
With --newest the others are today's, as peers/newest.sh has set them up; else the distribution's.
All are JPEG, quality 75, progressive, 4:2:0, upright, never enlarged; a colour profile may stay in them.  Every command
may use all cores.

A peer is a command that is run by sh with one more argument, a file with a line for each picture:
  PHOTO  OUTPUT  WIDTH  HEIGHT  BOX      (separated by tabs; a photo's lines are together)
OUTPUT is DIR/STEM-BOX.jpg, BOX one of copy, xHEIGHT, N (fits NxN), NxN (filled).  WIDTH and HEIGHT are
the picture's, turned upright; one pixel more or less will do.  JOBS in its environment is the number of cores.

The first round is not counted: memory is watched in it, and its pictures are checked and compared (but for copies
and what is cropped) with the reference, the whole photo reduced by Lanczos at once, uncompressed.  --more adds
rounds to FILE instead.
"""
import argparse
import atexit
import concurrent.futures
import io
import json
import math
import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image, ImageOps, JpegImagePlugin

from measuring import machine, measure, output_of, photos_in, run, save, series

HERE = Path(__file__).parent
WORKS = {"six": ("copy", "x1920", "x1366", "x800", "x600", "x450"), "thumbs": ("400",),
         "album": ("x1000", "x300", "120x120")}
SAMPLE = 3  # every third photo is compared with the reference
PEERS = Path("build/peers")
NEWEST = Path("build/peers-newest")


def upright_size(path):
    with Image.open(path) as image:
        w, h = image.size
        return (h, w) if image.getexif().get(0x0112, 1) > 4 else (w, h)


def fit(w, h, box):
    if box == "copy":
        return w, h
    if "x" in box[1:]:
        return tuple(int(n) for n in box.split("x"))
    scale = min(1, int(box[1:]) / h if box[0] == "x" else int(box) / max(w, h))
    return max(1, round(w * scale)), max(1, round(h * scale))


def write_list(path, photos, boxes, out):
    with open(path, "w", encoding="utf-8") as file:
        for photo in photos:
            for box in boxes:
                w, h = fit(*upright_size(photo), box)
                file.write(f"{photo}\t{out}/{photo.stem}-{box}.jpg\t{w}\t{h}\t{box}\n")


def image_magick():
    """The program itself: `convert` may be a wrapper of it."""
    return next((name for name in ("magick", "convert-im6.q16") if shutil.which(name)), "convert")


def version_of(module):
    return output_of("node", "-p", f"require('./{PEERS}/node_modules/{module}/package.json').version")


def of_tirage(tirage, boxes, photos):
    """All is in its arguments.  A picture that is filled is another kind, and takes a run of its own."""
    files = " ".join(shlex.quote(str(p)) for p in photos)
    filled = [box for box in boxes if "x" in box[1:]]
    runs = [("inside", [box for box in boxes if box not in filled]), *[("cover", [box]) for box in filled]]
    return "; ".join(f"{shlex.quote(tirage)} thumb -q -j $JOBS -s {','.join(sizes)} --fit {fit_} -Q 75 --progressive "
                     f"--subsampling 420 -o \"$OUT/{{stem}}-{{size}}.jpg\" {files}" for fit_, sizes in runs) + "; :"


def version_in(environment, package):
    return output_of(NEWEST / environment / "bin/python", "-c",
                     f"from importlib.metadata import version; print(version({package!r}))")


def newest():
    """Name: (command, version), of what is there."""
    known = {}
    for name, environment, package, script in (
            ("Pillow", "pillow", "pillow", "pillow_list.py"),
            ("Pillow-SIMD", "pillow-simd", "pillow-simd", "pillow_list.py"),
            ("Pillow-AllSIMD", "pillow-allsimd", "pillow-allsimd", "pillow_list.py"),
            ("libvips", "libvips", "pyvips-binary", "pyvips_list.py"),
            ("libvips as one decode for all", "libvips", "pyvips-binary", "pyvips_list.py --once"),
            ("simplejpeg and OpenCV", "opencv", "simplejpeg", "opencv_list.py")):
        if (NEWEST / environment).is_dir():
            known[name] = f"{NEWEST}/{environment}/bin/python {HERE}/peers/{script}", version_in(environment, package)
    if (NEWEST / "rust/release/rust_list").exists():
        pins = (HERE / "peers/rust_list/Cargo.toml").read_text()
        known["zune-jpeg and fast_image_resize"] = f"{NEWEST}/rust/release/rust_list", pins.split('zune-jpeg = "=')[1].split('"')[0]
    return {**known, "sharp": (f"node {PEERS}/sharp_list.mjs", version_of("sharp"))}


def peers(tirage, work, photos, with_newest):
    """Name: (command, version)."""
    listed = f"{shlex.quote(sys.executable)} {HERE}/peers"
    magick = image_magick()
    gm = output_of("gm", "version").split()[1]
    ours = {"tirage": (of_tirage(tirage, WORKS[work], photos), output_of(tirage, "--version").split()[-1])}
    if with_newest:
        return {**ours, **newest()}
    if work == "album":
        return {**ours, "thumbsup": (f"{listed}/thumbsup_list.py", version_of("thumbsup"))}
    return {
        **ours,
        "Pillow": (f"{listed}/pillow_list.py", Image.__version__),
        "Pillow as récitale uses it": (f"{listed}/pillow_list.py --copies", Image.__version__),
        "vipsthumbnail": (f"{listed}/vips_list.py", output_of("vips", "--version").split("-")[-1]),
        "sharp": (f"node {PEERS}/sharp_list.mjs", version_of("sharp")),
        "GraphicsMagick": (f"{listed}/magick_list.py 'gm convert'", gm),
        "GraphicsMagick as prosopopée uses it": (f"{listed}/magick_list.py --each 'gm convert'", gm),
        "ImageMagick": (f"{listed}/magick_list.py {magick}", output_of(magick, "-version").split()[2]),
    }


def luma(image):
    return numpy.asarray(image.convert("L"), dtype=numpy.float64)


def window_means(a, n=8):
    """Of all n x n windows, by a summed-area table."""
    table = numpy.pad(a.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (table[n:, n:] - table[:-n, n:] - table[n:, :-n] + table[:-n, :-n]) / (n * n)


def ssim(x, y):
    """Structural similarity (Wang et al. 2004) of two lumas, in windows of 8 x 8."""
    mx, my = window_means(x), window_means(y)
    vx, vy = window_means(x * x) - mx * mx, window_means(y * y) - my * my
    cov = window_means(x * y) - mx * my
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float(numpy.mean((2 * mx * my + c1) * (2 * cov + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2))))


def psnr(x, y):
    mse = numpy.mean((numpy.asarray(x, dtype=numpy.float32) - numpy.asarray(y, dtype=numpy.float32)) ** 2)
    return 10 * math.log10(255 * 255 / float(mse))


def likeness(photo, boxes, outs):
    """Of each folder of outputs: PSNR over RGB and SSIM of luma, of the reduced pictures of a photo."""
    found = {name: [] for name in outs}
    with Image.open(photo) as source:
        whole = ImageOps.exif_transpose(source).convert("RGB")
    for box in boxes:
        references = {}
        for name, out in outs.items():
            with Image.open(out / f"{photo.stem}-{box}.jpg") as image:
                picture = image.convert("RGB")
            if picture.size not in references:
                reference = whole.resize(picture.size, Image.LANCZOS)
                references[picture.size] = reference, luma(reference)
            reference, reference_luma = references[picture.size]
            found[name].append((psnr(reference, picture), ssim(reference_luma, luma(picture))))
    return found


def check(name, listing):
    """Total bytes of the pictures, which must be what was asked for."""
    total = 0
    for line in Path(listing).read_text(encoding="utf-8").splitlines():
        _, output, w, h, _ = line.split("\t")
        try:
            image = Image.open(output)
        except OSError as error:
            raise SystemExit(f"{name}: no picture: {error}") from None
        with image:
            wrong = ("its size is {}x{}".format(*image.size)
                     if abs(image.width - int(w)) > 1 or abs(image.height - int(h)) > 1
                     else "it is not progressive" if not image.info.get("progressive")
                     else "it is not upright" if image.getexif().get(0x0112, 1) != 1
                     else "it is not 4:2:0" if JpegImagePlugin.get_sampling(image) not in (2, -1)
                     else "its quality is another" if abs(sum(image.quantization[0]) - STEPS) > STEPS / 20 else None)
            if wrong:
                raise SystemExit(f"{name}: {output}, which should be {w}x{h}: {wrong}")
        total += os.path.getsize(output)
    return total


def luma_steps_of_75():
    file = io.BytesIO()
    Image.new("L", (8, 8)).save(file, "JPEG", quality=75)
    with Image.open(file) as image:
        return sum(image.quantization[0])


STEPS = luma_steps_of_75()


def commands(args, photos):
    known = peers(args.tirage, args.work, photos, args.newest)
    for text in args.peer:
        name, _, command = text.partition("=")
        known[name] = command, ""
    for name in ("sharp", "thumbsup"):
        if name in known and not (PEERS / "node_modules" / name).is_dir():
            print(f"{name}: not installed", file=sys.stderr)
            del known[name]
    if "sharp" in known:
        shutil.copy(HERE / "peers/sharp_list.mjs", PEERS)
    return {name: known[name] for name in known if not args.only or name in args.only.split(",")}


class Measurement:
    def __init__(self, args, photos, boxes):
        self.photos, self.boxes = photos, boxes
        self.work = Path(tempfile.mkdtemp(prefix="bench-peers.", dir="build")).resolve()
        self.what = commands(args, photos)
        self.outs = {name: self.work / str(i) for i, name in enumerate(self.what)}
        self.jobs = str(len(os.sched_getaffinity(0)))

    def command(self, name):
        """With an empty folder for its pictures."""
        out = self.outs[name]
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        listing = out.with_suffix(".list")
        write_list(listing, self.photos, self.boxes, out)
        line = f"{self.what[name][0]} {shlex.quote(str(listing))}"
        return {"command": ["sh", "-ec", line], "env": dict(os.environ, JOBS=self.jobs, OUT=str(out))}

    def first(self):
        rows = {}
        for name, (_, version) in self.what.items():
            peak = measure(**self.command(name))[2]
            rows[name] = {"version": version, "peak_mib": round(peak), "cpu": [], "wall": [],
                          "bytes": check(name, self.outs[name].with_suffix(".list"))}
        with concurrent.futures.ProcessPoolExecutor() as pool:
            reduced = [box for box in self.boxes if box != "copy" and "x" not in box[1:]]
            tasks = [pool.submit(likeness, photo, reduced, self.outs) for photo in self.photos[::SAMPLE]]
            found = [task.result() for task in tasks]
        for name, row in rows.items():
            pairs = [pair for photo in found for pair in photo[name]]
            row["psnr"] = round(sum(p for p, _ in pairs) / len(pairs), 2)
            row["ssim"] = round(sum(s for _, s in pairs) / len(pairs), 4)
        return rows

    def round(self, rows):
        for name in self.what:
            cpu, wall = run(**self.command(name))
            rows[name]["cpu"].append(cpu)
            rows[name]["wall"].append(wall)
            print(f"{name}: {cpu:.2f} s CPU, {wall:.2f} s", file=sys.stderr, flush=True)


def finished(name, row, ours):
    return {"name": name, "version": row["version"], "cpu_s": series(row["cpu"]), "wall_s": series(row["wall"]),
            "cpu_ratio": series([a / b for a, b in zip(row["cpu"], ours["cpu"])]),
            "wall_ratio": series([a / b for a, b in zip(row["wall"], ours["wall"])]),
            **{key: row[key] for key in ("peak_mib", "bytes", "psnr", "ssim")}}


def earlier(path):
    """Rows of a result, to add rounds to."""
    return {row["name"]: {**row, "cpu": row["cpu_s"]["runs"], "wall": row["wall_s"]["runs"]}
            for row in json.loads(Path(path).read_text())["rivals"]}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-n", type=int, default=5)
    parser.add_argument("-o")
    parser.add_argument("--more", action="store_true")
    parser.add_argument("--newest", action="store_true")
    parser.add_argument("--peer", "--rival", action="append", default=[])
    parser.add_argument("--only")
    parser.add_argument("tirage")
    parser.add_argument("work", choices=WORKS)
    parser.add_argument("photos")
    args = parser.parse_args()
    path = args.o or f"build/rivals-{'newest-' if args.newest else ''}{args.work}.json"
    photos, boxes = photos_in(args.photos), WORKS[args.work]
    if len({p.stem for p in photos}) < len(photos):
        raise SystemExit(f"{args.photos}: two photos have the same name but for its ending")
    measurement = Measurement(args, photos, boxes)
    atexit.register(shutil.rmtree, measurement.work, ignore_errors=True)
    rows = earlier(path) if args.more else measurement.first()
    for i in range(args.n + 1):
        if i > 0:
            measurement.round(rows)
        save(path, {"format": "tirage-rivals", "version": 1, "machine": machine(), "work": args.work,
                    "photos": len(photos), "megabytes": round(sum(p.stat().st_size for p in photos) / 1e6, 1),
                    "pictures": len(photos) * len(boxes), "compared": len(photos[::SAMPLE]),
                    "rivals": [finished(name, row, rows["tirage"]) for name, row in rows.items()]})


if __name__ == "__main__":
    main()
