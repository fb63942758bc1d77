#!/usr/bin/python3
"""What gain maps cost: photos with one, in the widths of an album, by --hdr keep and by --hdr drop, in turn; CPU seconds
(the sum of each photo's median), bytes of the outputs and memory as a Markdown table.

Usage: hdr.py PROGRAM FOLDER [ROUNDS]

Each JPEG file of FOLDER gets a gain map, a grey picture of its own at a quarter and at half of its scale.
"""
import io
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from PIL import Image

from measuring import measure

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/cli"))
from make_hdr import join

WORK = Path("build/bench-hdr")
WIDTHS = (480, 640, 960, 1280, 1920, 2560)
MOST_BYTES_OF = 1920
QUALITY = 85  # of gain maps, as phones write them


def write_photos(folder, photos, scale):
    folder.mkdir()
    for number, photo in enumerate(photos):
        with Image.open(photo) as picture:
            small = picture.convert("L").resize((picture.width // scale, picture.height // scale))
        coded = io.BytesIO()
        small.save(coded, "JPEG", quality=QUALITY)
        (folder / f"{number}.jpg").write_bytes(join(photo.read_bytes(), coded.getvalue(), "mpf,xmp,iso", {}))


def thumb(program, hdr, photo):
    sizes = ",".join(f"{width}x" for width in WIDTHS)
    return [program, "thumb", "-q", "-j", "0", "--progressive", "--hdr", hdr, "-s", sizes,
            "-o", f"{WORK}/{hdr}/{{stem}}-{{size}}.jpg", photo]


def size_of(pattern):
    return sum(path.stat().st_size for path in WORK.glob(pattern))


def row(program, photos, scale, rounds):
    folder = WORK / f"scale-{scale}"
    write_photos(folder, photos, scale)
    total, peak = {"drop": 0, "keep": 0}, {"drop": 0, "keep": 0}
    for photo in sorted(folder.iterdir()):
        cpu = {"drop": [], "keep": []}
        for turn in range(rounds + 1):  # the first only warms up
            for hdr in cpu if turn % 2 else reversed(cpu):
                took, _, most = measure(thumb(program, hdr, photo), stderr=subprocess.DEVNULL)
                peak[hdr] = max(peak[hdr], most)
                if turn:
                    cpu[hdr].append(took)
        for hdr, times in cpu.items():
            total[hdr] += statistics.median(times)
    one, all_ = f"*-{MOST_BYTES_OF}x.jpg", "*.jpg"
    print(f"| 1/{scale} | {total['drop']:.2f} | {total['keep']:.2f} | {total['keep'] / total['drop']:.3f} |"
          f" {size_of(f'keep/{one}') / size_of(f'drop/{one}'):.3f} | {size_of(f'keep/{all_}') / size_of(f'drop/{all_}'):.3f} |"
          f" {peak['drop']:.0f}, {peak['keep']:.0f} |", flush=True)


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".jpg", ".jpeg"})
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    print(f"{len(photos)} photos, {rounds} rounds\n")
    print("| scale of the map | dropped, CPU s | kept, CPU s | kept / dropped | bytes at 1920 | bytes of six widths | peak MiB |")
    print("|---|---|---|---|---|---|---|")
    for scale in (4, 2):
        row(program, photos, scale, rounds)
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
