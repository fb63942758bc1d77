#!/usr/bin/env python3
"""Whether outputs with gain maps show the HDR of the photo: the arithmetic of ISO 21496-1, and Apple's, in numpy.

Usage: hdr_proof.py TIRAGE SLOW, in an empty folder.

The photo's HDR, turned upright and reduced by Lanczos, is compared with that of each output, in stops: the mean of the
differences of log2(light + 1/64) is at most 0.1.
"""
import io
import os
import subprocess
import sys

import numpy as np
from PIL import Image, ImageCms

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import make_hdr  # noqa: E402

MOST = 0.1
TURNS = {1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
         5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90}


def scene(w, h):
    """Light: soft slopes of all hues, a dark corner, and lamps up to eight times as bright as white."""
    x, y = np.meshgrid((np.arange(w) + 0.5) / w, (np.arange(h) + 0.5) / h)
    light = np.stack([0.05 + 0.6 * x * y, 0.1 + 0.4 * (1 - x), 0.05 + 0.5 * y * (1 - x)], axis=-1)
    for cx, cy, radius, colour in ((0.2, 0.3, 0.12, (7, 5, 3)), (0.75, 0.2, 0.2, (2, 4, 7)), (0.6, 0.8, 0.06, (8, 8, 8)),
                                   (0.93, 0.9, 0.2, (5, 1, 1))):
        distance = np.hypot((x - cx) * w / h, y - cy) / radius
        light += np.exp(-distance ** 2)[..., None] * np.array(colour)
    return light


def to_srgb(light):
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def from_srgb(v):
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def from_709(v):
    return np.where(v < 0.081, v / 4.5, ((v + 0.099) / 1.099) ** (1 / 0.45))


def to_709(v):
    return np.where(v < 0.018, 4.5 * v, 1.099 * v ** 0.45 - 0.099)


def jpeg(samples, **options):
    image = Image.fromarray(np.uint8(np.clip(samples, 0, 1) * 255 + 0.5))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, **options)
    return file.getvalue()


def resized(plane, size, box=None):
    return np.asarray(Image.fromarray(np.float32(plane)).resize(size, Image.Resampling.LANCZOS, box=box))


def read(jpeg_file):
    """Samples of the file's one picture, 0 to 1."""
    return np.asarray(Image.open(io.BytesIO(jpeg_file)).convert("RGB"), dtype=np.float64) / 255


def gains(samples, numbers, shape):
    """log2 of what the samples of a map say, as large as the picture, interpolated between their middles."""
    planes = []
    for c in range(3):
        plane = np.asarray(Image.fromarray(np.float32(samples[..., c])).resize((shape[1], shape[0]), Image.Resampling.BILINEAR))
        low, high, gamma = (float(numbers[key][c % len(numbers[key])]) for key in ("min", "max", "gamma"))
        planes.append(low + (high - low) * np.clip(plane, 0, 1) ** (1 / gamma))
    return np.stack(planes, axis=-1)


def standard(picture, gain_map, numbers):
    sdr = from_srgb(read(picture))
    base, alternate = (np.array([float(v) for v in numbers[key]]) for key in ("base", "alternate"))
    return (sdr + base) * 2 ** gains(read(gain_map), numbers, sdr.shape) - alternate


def apple(picture, gain_map, headroom):
    sdr = from_srgb(read(picture))
    plane = Image.fromarray(np.float32(from_709(read(gain_map)[..., 0])))
    light = np.asarray(plane.resize((sdr.shape[1], sdr.shape[0]), Image.Resampling.BILINEAR))
    return sdr * (1 + (headroom - 1) * light[..., None])


class Photo:
    """A file, and the HDR that it shows upright."""

    def __init__(self, name, w, h, how, share=4, orientation=1, options=None, colour=False, sub=2, icc=None):
        self.name = name
        numbers = {**make_hdr.DEFAULTS, **(options or {})}
        light = scene(w, h)
        sdr = to_srgb(light / (1 + light * 0.35)) if "apple" not in how else to_srgb(light / 3)
        extra = {"exif": make_hdr.exif("", orientation)[4:]} if orientation > 1 else {}
        base = jpeg(sdr, subsampling=sub, **extra, **({"icc_profile": icc} if icc else {}))
        map_w, map_h = -(-w // share), -(-h // share)
        shown = from_srgb(read(base))
        if "apple" in how:
            headroom = float(numbers["headroom"])
            wanted = np.clip((light.max(axis=-1) / np.maximum(shown.max(axis=-1), 1e-3) - 1) / (headroom - 1), 0, 1)
            samples = to_709(np.clip(resized(wanted, (map_w, map_h)), 0, 1))
        else:
            samples = self.standard_samples(light, shown, numbers, (map_w, map_h))
            if not colour:
                samples = samples.mean(axis=-1)
        gain_map = jpeg(samples, **({"subsampling": 0 if colour == 444 else 2} if colour else {}))
        with open(name, "wb") as file:
            file.write(make_hdr.join(base, gain_map, how, numbers if options else {}))
        bare = jpeg(sdr, subsampling=sub)
        if "apple" in how:
            self.hdr = apple(bare, gain_map, headroom)
        else:
            values = {key: [float(v) for v in numbers[key].split("/")] for key in make_hdr.NAMES}
            self.hdr = standard(bare, gain_map, values)
        if TURNS[orientation] is not None:
            self.hdr = np.stack([np.asarray(Image.fromarray(np.float32(self.hdr[..., c])).transpose(TURNS[orientation]))
                                 for c in range(3)], axis=-1)

    @staticmethod
    def standard_samples(light, shown, numbers, size):
        planes = []
        for c in range(3):
            low, high, gamma, base, alternate = (float(numbers[key].split("/")[c % (numbers[key].count("/") + 1)])
                                                 for key in ("min", "max", "gamma", "base", "alternate"))
            gain = np.log2((light[..., c] + alternate) / (shown[..., c] + base))
            planes.append(np.clip((resized(gain, size) - low) / (high - low), 0, 1) ** gamma)
        return np.stack(planes, axis=-1)


def thumb(photo, out, *args):
    subprocess.run([sys.argv[1], "thumb", "-q", *args, "-o", out, photo], check=True, stdin=subprocess.DEVNULL)
    with open(out, "rb") as file:
        return file.read()


def difference(photo, *args):
    """Mean and largest difference in stops of an output from the photo."""
    picture, gain_map, says = make_hdr.split(thumb(photo.name, "out.jpg", *args))
    numbers, of_xmp = make_hdr.numbers_of(says)
    for key, texts in of_xmp.items():
        values = [float(v) for v in numbers[key]]
        assert np.allclose([float(t) for t in texts] * (len(values) // len(texts)), values, rtol=1e-6), (key, texts, values)
    got = standard(picture, gain_map, numbers)
    h, w = got.shape[:2]
    whole_h, whole_w = photo.hdr.shape[:2]
    box = (0, 0, whole_w, whole_h)
    if "cover" in args:
        scale = min(whole_w / w, whole_h / h)
        x, y = (whole_w - w * scale) / 2, (whole_h - h * scale) / 2
        box = (x, y, x + w * scale, y + h * scale)
    assert Image.open(io.BytesIO(gain_map)).size[0] <= w
    wanted = np.stack([resized(photo.hdr[..., c], (w, h), box) for c in range(3)], axis=-1)
    stops = np.abs(np.log2(np.maximum(got, 0) + 1 / 64) - np.log2(np.maximum(wanted, 0) + 1 / 64))
    return stops.mean(), stops.max()


def main():
    slow = sys.argv[2] == "1"
    sizes = [("-s", "640"), ("-s", "333"), ("-s", "401x303", "--fit", "cover"), ("-s", "copy"), ("-s", "original")]
    grey = {"max": "2.5", "to": "2.5"}
    three = {"max": "3/2.5/3", "min": "-0.5/0/-0.25", "gamma": "0.8/1/1.5", "base": "0.0156/0.01/0.02",
             "alternate": "0.01/0.0156/0.02", "to": "3"}
    cases = [("grey", 1203, 807, "mpf,xmp,iso", {"options": grey}), ("odd", 1001, 751, "container,xmp", {"options": grey, "sub": 0}),
             ("rgb", 1203, 807, "mpf,xmp,iso", {"options": three, "colour": 444}),
             ("rgb420", 1202, 806, "little,iso", {"options": three, "colour": 420}),
             ("half", 1203, 807, "mpf,xmp", {"options": grey, "share": 2}),
             ("full", 801, 603, "mpf,xmp", {"options": three, "share": 1, "colour": 444}),
             ("eighth", 1600, 1200, "mpf,iso", {"options": grey, "share": 8}),
             ("apple", 1204, 808, "mpf,apple", {"options": {"headroom": "4.5"}, "share": 2})]
    for orientation in range(2, 9):
        cases.append((f"turn{orientation}", 1203, 807, "mpf,xmp", {"options": grey, "orientation": orientation}))
        cases.append((f"turn{orientation}rgb", 901, 603, "mpf,iso",
                      {"options": three, "orientation": orientation, "colour": 420, "share": 3}))
    failed = 0
    for name, w, h, how, options in cases[::4] if slow else cases:
        photo = Photo(name + ".jpg", w, h, how.split(","), **options)
        for size in sizes:
            if size[1] == "original" and options.get("orientation", 1) > 1:
                continue # its pixels lie as they did
            mean, most = difference(photo, *size)
            good = mean <= MOST
            failed += not good
            print(f"{'ok' if good else 'FAILED'} {name} {' '.join(size)}: mean {mean:.4f}, most {most:.2f} stops")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, colour, kept in (("converted", 444, False), ("grey", False, True)):
        photo = Photo(name + "-icc.jpg", 800, 600, ["mpf", "xmp"], icc=profile, colour=colour, options=grey)
        if (b"hdrgm" in thumb(photo.name, "out.jpg", "-s", "400", "--srgb")) != kept:
            failed += 1
            print(f"FAILED {name}: a map of {'three channels' if colour else 'one'} where colours are converted")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
