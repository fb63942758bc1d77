"""Pictures for bench/formats.py in every format, made of photos and of pages in Chromium: into WORK/in, a folder each.

Screenshots are of a gallery that tirage makes of its own example and of documents of this tree.
"""
import shutil
import subprocess
from pathlib import Path

import numpy
from PIL import Image, ImageOps

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("settings", "engine")
# name: page, width, height, device pixels; "tall" is a whole document.
SCREENS = {"front": ("index.html", 1280, 800, 1), "album": ("Lake country/index.html", 1920, 1080, 1),
           "document": ("settings/index.html", 2560, 1600, 1), "phone": ("engine/index.html", 390, 844, 3),
           "tall": ("engine/index.html", 1280, 8000, 1)}
HUNDRED = (12000, 8400)


def quiet(*command, **options):
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def spread_over(photos, n):
    """n of them, smallest to largest."""
    by_size = sorted(photos, key=lambda p: (p.stat().st_size, p.name))
    return [by_size[(2 * i + 1) * len(by_size) // (2 * n)] for i in range(min(n, len(by_size)))]


def screenshots(tirage, folder, names):
    source, site = folder / "example", folder / "site"
    quiet(tirage, "example", source)
    for name in DOCUMENTS:
        (source / name).mkdir()
        text = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
        (source / name / "album.md").write_text(text, encoding="utf-8")
    quiet(tirage, "build", source, "-o", site)
    chromium = next(name for name in ("chromium", "chromium-browser") if shutil.which(name))
    for name in names:
        page, width, height, pixels = SCREENS[name]
        quiet(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
              f"--window-size={width},{height}", f"--force-device-scale-factor={pixels}",
              f"--user-data-dir={folder / 'chromium'}", f"--screenshot={folder / name}.png",
              (site / page).resolve().as_uri(), timeout=120)
    return [folder / f"{name}.png" for name in names]


def with_alpha(image):
    """Clearer from left to right in its middle half, opaque outside."""
    ramp = numpy.clip(numpy.linspace(-128, 383, image.width), 0, 255).astype(numpy.uint8)
    alpha = Image.fromarray(numpy.broadcast_to(ramp, (image.height, image.width)).copy())
    both = image.copy()
    both.putalpha(alpha)
    return both


def write_deep(image, path):
    """16 bits a sample: the picture's, with what stands between its values made up."""
    shade = numpy.random.default_rng(1).integers(0, 256, (image.height, image.width, 3), dtype=numpy.uint16)
    values = numpy.asarray(image).astype(numpy.uint16) * 256 + shade // 8
    plain = path.with_suffix(".ppm")
    with open(plain, "wb") as file:
        file.write(b"P6 %d %d 65535\n" % image.size + values.astype(">u2").tobytes())
    quiet("vips", "copy", plain, f"{path}[filter=all]")
    plain.unlink()


def folder_of(work, name):
    folder = work / "in" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_photo(work, path):
    with Image.open(path) as source:
        image = ImageOps.exif_transpose(source).convert("RGB")
    stem = path.stem.replace(" ", "-")

    def put(kind, picture, ending, **options):
        picture.save(folder_of(work, f"photos-{kind}") / f"{stem}.{ending}", **options)

    put("rgb", image, "png")
    put("rgba", with_alpha(image), "png")
    put("palette", image.quantize(256), "png")
    write_deep(image, folder_of(work, "photos-deep") / f"{stem}.png")
    put("jpeg", image, "jpg", quality=92)
    put("webp", image, "webp", quality=80)
    put("lossless", image, "webp", lossless=True, method=2)
    for kind, compression in (("raw", None), ("lzw", "tiff_lzw"), ("deflate", "tiff_deflate")):
        put(f"tiff-{kind}", image, "tif", compression=compression)


def write_screen(work, path):
    """As Chromium wrote it, and by Pillow with alpha and with a palette."""
    shutil.copy(path, folder_of(work, "screens-rgb"))
    with Image.open(path) as source:
        image = source.convert("RGB")
    with_alpha(image).save(folder_of(work, "screens-rgba") / path.name)
    image.quantize(256).save(folder_of(work, "screens-palette") / path.name)
    image.save(folder_of(work, "screens-lossless") / f"{path.stem}.webp", lossless=True, method=2)


def write_large(work, path):
    """100 megapixels, of one photo again and again."""
    with Image.open(path) as source:
        tile = source.convert("RGB")
    image = Image.new("RGB", HUNDRED)
    for y in range(0, HUNDRED[1], tile.height):
        for x in range(0, HUNDRED[0], tile.width):
            image.paste(tile, (x, y))
    image.save(folder_of(work, "large-tiff-raw") / "large.tif")
    image.save(folder_of(work, "large-tiff-deflate") / "large.tif", compression="tiff_deflate")


def make(work, tirage, photos, quick):
    """Unless they are there already for the same photos."""
    chosen = spread_over(photos, 2 if quick else 4)
    names = list(SCREENS)[:2] if quick else list(SCREENS)
    asked = "\n".join([*map(str, chosen), *names])
    done = work / "made"
    if done.exists() and done.read_text(encoding="utf-8") == asked:
        return
    shutil.rmtree(work, ignore_errors=True)
    (work / "pages").mkdir(parents=True)
    for path in screenshots(tirage, work / "pages", names):
        write_screen(work, path)
    for path in chosen:
        write_photo(work, path)
    if not quick:
        write_large(work, chosen[-1])
    Image.new("RGB", (1, 1)).save(folder_of(work, "dots") / "dot.png")
    for ending in ("webp", "tif", "jpg"):
        Image.new("RGB", (1, 1)).save(folder_of(work, "dots") / f"dot.{ending}")
    done.write_text(asked, encoding="utf-8")
