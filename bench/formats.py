#!/usr/bin/python3
"""PNG, WebP and TIFF by tirage and by what a user would take instead, in turn: CPU time of all processes together.

Usage: formats.py [-n ROUNDS] [-o FILE] [--quick] [--newest] [--against OTHER] [--only PART,...] TIRAGE PHOTOS

Pictures in all these formats are made of some of PHOTOS, and of pages in Chromium (format_inputs.py), in
build/bench-formats.  Every program makes the same pictures of them, one after the other in one thread: Lanczos, JPEG and
WebP of quality 75.  --against adds another program file of tirage, --only takes works that have PART in their names,
--quick fewer and smaller files, and three rounds; --newest today's Pillow, as peers/newest.sh has set it up.

The first round is not counted: memory is watched in it and its pictures are checked.  Net is without what the same
command takes for a picture of one pixel; ratios are to the CPU times of tirage in the same round.  Whole PNG copies are
made with the --effort whose files are nearest to sharp's in size.
"""
import argparse
import os
import shlex
import shutil
import statistics
import sys
from pathlib import Path

from PIL import Image

import format_inputs
from measuring import machine, measure, output_of, photos_in, run, save, series
from peers import NEWEST, luma, psnr, ssim

HERE = Path(__file__).parent
WORK = Path("build/bench-formats").resolve()
ENV = dict(os.environ, JOBS="1", VIPS_CONCURRENCY="1", VIPS_WARNING="none")
PEERS = Path("build/peers").resolve()
RGB = ("photos-rgb", "screens-rgb")
PNG = (*RGB, "photos-rgba", "screens-rgba", "photos-palette", "screens-palette", "photos-deep")
# title, inputs, box (a width, or copy), ending
WORKS = [
    *((f"PNG to 480, JPEG: {kind}", kind, "480", "jpg") for kind in PNG),
    *((f"PNG to 480, PNG: {kind}", kind, "480", "png") for kind in RGB),
    *((f"PNG to PNG: {kind}", kind, "copy", "png") for kind in RGB),
    ("JPEG to WebP: 480", "photos-jpeg", "480", "webp"),
    ("JPEG to WebP: 1280", "photos-jpeg", "1280", "webp"),
    ("JPEG to WebP: 1920", "photos-jpeg", "1920", "webp"),
    ("WebP to 480, JPEG: lossy", "photos-webp", "480", "jpg"),
    *((f"WebP to 480, JPEG: {kind}", kind, "480", "jpg") for kind in ("photos-lossless", "screens-lossless")),
    *((f"TIFF to 480, JPEG: {kind}", f"photos-tiff-{kind}", "480", "jpg") for kind in ("raw", "lzw", "deflate")),
    *((f"TIFF of 100 MP to 480, JPEG: {kind}", f"large-tiff-{kind}", "480", "jpg") for kind in ("raw", "deflate")),
]


def width_of(path):
    with Image.open(path) as image:
        return image.width


def size_of(path, box):
    with Image.open(path) as image:
        w, h = image.size
    return (w, h) if box == "copy" else (int(box), max(1, round(h * int(box) / w)))


class Program:
    """Something that makes pictures."""

    def __init__(self, name, version, command):
        self.name, self.version, self.command = name, version, command

    def line(self, files, box, ending, out):
        """An empty folder and a command for sh."""
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        listing = out.with_suffix(".list")
        with open(listing, "w", encoding="utf-8") as file:
            for path in files:
                w, h = size_of(path, box)
                file.write(f"{path}\t{out}/{path.stem}.{ending}\t{w}\t{h}\t{box}\n")
        return ["sh", "-ec", self.command(files, box, ending, out, listing)]


def quoted(files):
    return " ".join(shlex.quote(str(path)) for path in files)


def of_tirage(program, more=""):
    def command(files, box, ending, out, _):
        size = "copy" if box == "copy" else f"{box}x"
        return (f"{shlex.quote(str(program))} thumb -q -j 1 -s {size} -Q 75 --progressive --subsampling 420 {more} "
                f"-o {out}/{{stem}}.{ending} {quoted(files)}")
    return command


def of_vips(files, box, ending, out, _):
    options = {"jpg": "[Q=75,interlace,strip,subsample_mode=on]", "png": "[strip]", "webp": "[Q=75,strip]"}[ending]
    return f"vipsthumbnail --size {box}x -o '{out}/%s.{ending}{options}' {quoted(files)}"


def listed(command):
    return lambda files, box, ending, out, listing: f"{command} {shlex.quote(str(listing))}"


def programs(args):
    shutil.copy(HERE / "peers/sharp_list.mjs", PEERS)
    found = [Program("tirage", output_of(args.tirage, "--version").split()[-1], of_tirage(args.tirage))]
    if args.against:
        found.append(Program("before", output_of(args.against, "--version").split()[-1], of_tirage(args.against)))
    sharp = output_of("node", "-p", f"require('{PEERS}/node_modules/sharp/package.json').version")
    pillow = f"{HERE}/peers/pillow_list.py"
    found += [Program("sharp", sharp, listed(f"node {PEERS}/sharp_list.mjs")),
              Program("Pillow", Image.__version__, listed(f"{shlex.quote(sys.executable)} {pillow}"))]
    newest = (NEWEST / "pillow/bin/python").absolute()
    if args.newest and newest.exists():
        version = output_of(newest, "-c", "import PIL; print(PIL.__version__)")
        found.append(Program("Pillow, newest", version, listed(f"{newest} {pillow}")))
    found.append(Program("vipsthumbnail", output_of("vips", "--version").split("-")[-1].split()[0], of_vips))
    return found


def check(program, files, box, ending, out):
    """Bytes, and likeness to the files themselves where they are reduced from RGB."""
    total, alike = 0, []
    for path in files:
        output = out / f"{path.stem}.{ending}"
        try:
            with Image.open(output) as image:
                picture = image.convert("RGB")
        except OSError as error:
            raise SystemExit(f"{program.name}: no picture: {error}") from None
        w, h = size_of(path, box)
        if abs(picture.width - w) > 1 or abs(picture.height - h) > 1:
            raise SystemExit(f"{program.name}: {output} is not {w}x{h}")
        total += os.path.getsize(output)
        if ending == "webp":
            with Image.open(path) as source:
                reference = source.convert("RGB").resize(picture.size, Image.LANCZOS)
            alike.append((psnr(reference, picture), ssim(luma(reference), luma(picture))))
    found = {"bytes": total}
    if alike:
        found["psnr"], found["ssim"] = (round(statistics.mean(pair[i] for pair in alike), 4) for i in (0, 1))
    return found


def dot_for(work):
    ending = {"webp": "webp", "tiff": "tif", "jpeg": "jpg"}
    kind = work[1].split("-")
    return [WORK / "in/dots" / f"dot.{ending.get('tiff' if 'tiff' in kind else work[0].split()[0].lower(), 'png')}"]


def with_effort(rows, like, tirage, files):
    """Rows with tirage at the effort whose PNG copies have nearly as many bytes as those of `like`."""
    def size(program):
        run(program.line(files, "copy", "png", WORK / "out"), env=ENV)
        return check(program, files, "copy", "png", WORK / "out")["bytes"]

    wanted = size(like)
    tries = [Program(f"tirage --effort {e}", rows[0].version, of_tirage(tirage, f"--effort {e}")) for e in range(1, 10)]
    return [min(tries, key=lambda program: abs(size(program) - wanted)), *rows[1:]]


def measure_work(work, rows, rounds):
    title, kind, box, ending = work
    files = [path for path in sorted((WORK / "in" / kind).iterdir()) if box == "copy" or width_of(path) >= int(box)]
    out = WORK / "out"
    env = ENV
    result = {program: {"cpu": [], "net": []} for program in rows}
    for program, row in result.items():
        row["peak_mib"] = round(measure(program.line(files, box, ending, out), env=env)[2])
        row.update(check(program, files, box, ending, out))
        row["start"] = statistics.median(run(program.line(dot_for(work), "1", ending, out), env=env)[0] for _ in range(5))
    for _ in range(rounds):
        for program, row in result.items():
            cpu = run(program.line(files, box, ending, out), env=env)[0]
            row["cpu"].append(cpu)
            row["net"].append(max(cpu - row["start"], 0.001))
    ours = result[rows[0]]
    pixels = sum(size_of(path, "copy")[0] * size_of(path, "copy")[1] for path in files)
    return {"name": title, "files": len(files), "megapixels": round(pixels / 1e6, 1), "rows": [
        {"name": program.name, "version": program.version, "cpu_s": series(row["cpu"]), "net_s": series(row["net"]),
         "cpu_ratio": series([a / b for a, b in zip(row["cpu"], ours["cpu"])]),
         "net_ratio": series([a / b for a, b in zip(row["net"], ours["net"])]),
         **{key: row[key] for key in ("peak_mib", "bytes", "psnr", "ssim") if key in row}}
        for program, row in result.items()]}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-n", type=int)
    parser.add_argument("-o", default="build/formats.json")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--newest", action="store_true")
    parser.add_argument("--against")
    parser.add_argument("--only", default="")
    parser.add_argument("tirage")
    parser.add_argument("photos")
    args = parser.parse_args()
    format_inputs.make(WORK, args.tirage, photos_in(args.photos), args.quick)
    result = {"format": "tirage-formats", "version": 1, "machine": machine(), "works": []}
    rows = programs(args)
    for work in WORKS:
        if not any(part in work[0] for part in args.only.split(",")) or not (WORK / "in" / work[1]).exists():
            continue
        able = [program for program in rows if work[2] != "copy" or program.name != "vipsthumbnail"]
        if work[0].startswith("PNG to PNG"):
            sharp = next(program for program in rows if program.name == "sharp")
            able = with_effort(able, sharp, args.tirage, sorted((WORK / "in" / work[1]).iterdir()))
        few = args.quick or work[1].startswith("large")
        done = measure_work(work, able, args.n or (3 if few else 7))
        result["works"].append(done)
        save(args.o, result)
        print(f"{done['name']}: " + ", ".join(f"{row['name']} {row['net_s']['median']:.3f} s ({row['net_ratio']['median']:.2f})"
                                              for row in done["rows"]), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
