"""tirage and the programs that it is compared with: each opens a picture in a process of its own, with limits of
time and memory, and answers with an Answer."""
import dataclasses
import io
import json
import os
import pickle
import resource
import select
import shutil
import signal
import subprocess
import sys
import time
import warnings

from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin

import looks

SECONDS = 90  # for one picture in one program
MEMORY = 6 << 30  # of address space
TIRAGE_SECONDS = 60  # its own limit, which ends sooner
CRASHES = ("Sanitizer", "runtime error:", "killed by signal", "took longer than")


@dataclasses.dataclass
class Answer:
    look: looks.Look = None  # None: refused
    says: str = ""
    crash: bool = False


class Refused(Exception):
    """The reader does not show the picture, or cannot be asked about it."""


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def wait_for(pipe, seconds):
    """All that comes through a pipe until it is closed, or None after so many seconds."""
    end, data = time.monotonic() + seconds, []
    while True:
        if not select.select([pipe], [], [], max(0, end - time.monotonic()))[0]:
            return None
        piece = os.read(pipe, 1 << 20)
        if not piece:
            return b"".join(data)
        data.append(piece)


def in_child(work):
    """The Answer of work(), called in a child process.  What it raises becomes a refusal."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            limit_memory()
            quiet = os.open(os.devnull, os.O_RDWR)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            try:
                answer = Answer(work())
            except Exception as error:  # pylint: disable=broad-except # libraries raise whatever they like
                answer = Answer(says=str(error) or type(error).__name__)
            with os.fdopen(writing, "wb") as out:
                pickle.dump(answer, out)
        finally:
            os._exit(0)
    os.close(writing)
    data = wait_for(reading, SECONDS)
    os.close(reading)
    if data is None:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if data is None:
        return Answer(says=f"took longer than {SECONDS} s", crash=True)
    return pickle.loads(data) if data else Answer(says="crashed", crash=True)


def run(command, **more):
    """Exit code (negative: a signal; None: took too long) and words."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          start_new_session=True, **more) as process:
        words = wait_for(process.stderr.fileno(), SECONDS)
        if words is None:
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
    return (None, "") if words is None else (code, words.decode("utf-8", "replace").strip())


# Colours to sRGB


def with_profile(image, data):
    """An opaque image through its profile; as it is, if the profile does not fit or is broken, as browsers do."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        space = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(profile.profile.xcolor_space)
        if space == "L" and image.mode == "RGB":
            image = image.convert("L")  # of 16 bits and alpha, Pillow makes RGB
        if space == image.mode:
            return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        pass
    return image.convert("RGB")


def plain(image, kind):
    """One of L, RGB, CMYK, and alpha or None; kind is the file's."""
    if image.mode.startswith("I;16") or (image.mode == "I" and kind == "PNG"):
        image = image.convert("I").point(lambda v: v * (1 / 257)).convert("L")
    if image.mode in ("I", "F"):
        raise Refused(f"Pillow does not say what the numbers of mode {image.mode} mean")
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        opaque = "L" if image.mode in ("L", "LA", "La") else "RGB"
        image = image.convert("RGBA")
        return image.convert(opaque), image.getchannel("A")
    if image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    return image, None


def srgb(image, kind):
    profile = image.info.get("icc_profile")
    if image.mode == "LAB":
        lab = ImageCms.createProfile("LAB")
        opaque, alpha = ImageCms.profileToProfile(image, lab, ImageCms.createProfile("sRGB"), outputMode="RGB"), None
    else:
        opaque, alpha = plain(image, kind)
        opaque = with_profile(opaque, profile) if profile else opaque.convert("RGB")
    opaque.putalpha(alpha or 255)
    return opaque


TOO_MANY = "has more pixels than --max-pixels"


def bounded(image, pixels):
    if image.width * image.height > pixels:
        raise Refused(f"{TOO_MANY}: {image.width}x{image.height}")
    return image


def pillow_look(path, pixels, truncated=False):
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = 64 << 20  # of profiles too
    ImageFile.LOAD_TRUNCATED_IMAGES = truncated
    with Image.open(path) as image:
        bounded(image, pixels).load()
        upright = image if image.format == "TIFF" else ImageOps.exif_transpose(image)  # load() turned a TIFF already
        return looks.look(srgb(upright, image.format))


def png_look(path, pixels):
    return in_child(lambda: pillow_look(path, pixels))


# The readers.  ask(path, folder) answers; folder is for the files that it makes.


class Tirage:
    """The whole picture in sRGB, or with small=True a thumbnail with the profile that a page would get."""

    def __init__(self, program, pixels, small=False):
        self.program, self.pixels, self.small = program, pixels, small

    def ask(self, path, folder):
        out = os.path.join(folder, "tirage.png")
        size = [str(looks.SMALL)] if self.small else ["100%", "--srgb"]
        code, words = run([self.program, "thumb", "-q", "--format", "png", "-o", out, "--timeout", str(TIRAGE_SECONDS),
                           "-s", *size, "--", path])
        words = words.replace(f"{path}: ", "").replace("tirage: ", "")
        if code not in (0, 3) or any(crash in words for crash in CRASHES):
            return Answer(says=f"exit code {code}: {words}", crash=True)
        if (code == 0) != os.path.exists(out):
            return Answer(says=f"exit code {code}, but there is {'no' if code == 0 else 'a'} picture", crash=True)
        if code == 3:
            return Answer(says=words)
        answer = png_look(out, self.pixels)
        os.remove(out)
        if answer.look or answer.says.startswith(TOO_MANY):
            return Answer(answer.look, words or answer.says)
        return Answer(says=f"output: {answer.says}", crash=True)


class Pillow:
    def __init__(self, pixels, truncated=False):
        self.pixels, self.truncated = pixels, truncated

    def ask(self, path, _folder):
        return in_child(lambda: pillow_look(path, self.pixels, self.truncated))


class Vips:
    def __init__(self, pixels):
        self.pixels = pixels

    @staticmethod
    def missing():
        return None if shutil.which("vips") else "libvips (Debian: libvips-tools)"

    @staticmethod
    def run(*command):
        return run(command, preexec_fn=limit_memory, env={**os.environ, "VIPS_CONCURRENCY": "1"})

    def ask(self, path, folder):
        link, out = os.path.join(folder, "picture"), os.path.join(folder, "vips.png")
        os.symlink(os.path.abspath(path), link)  # brackets in names would be options
        try:
            profile, _ = self.run("vipsheader", "-f", "icc-profile-data", link)
            # Without a profile it would take sRGB apart and put it together a little darker.
            export = ["--export-profile", "srgb"] if profile == 0 else []
            code, words = self.run("vips", "thumbnail", link, f"{out}[compression=1]", "10000000",
                                   "--height", "10000000", "--size", "down", *export)
            if code != 0:
                return Answer(says=words.splitlines()[-1] if words else f"exit code {code}")
            return png_look(out, self.pixels)
        finally:
            os.remove(link)
            if os.path.exists(out):
                os.remove(out)


class Chromium:
    """A browser that stays; browser_pixels.mjs drives it, and ends it when its standard input is closed."""

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    packages = os.environ.get("WEB", os.path.join(os.path.dirname(__file__), "../../build/web"))

    def __init__(self, pixels):
        self.pixels, self.process = pixels, None

    @classmethod
    def missing(cls):
        if not cls.program or not shutil.which("node"):
            return "Chromium and Node.js (Debian: chromium, nodejs)"
        if not os.path.isdir(os.path.join(cls.packages, "node_modules/playwright-core")):
            return "playwright-core (./run deps --web)"
        return None

    def start(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "browser_pixels.mjs")
        self.process = subprocess.Popen(
            ["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "CHROMIUM": self.program, "WEB": os.path.abspath(self.packages)})

    def stop(self):
        if self.process:
            self.process.stdin.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def ask(self, path, folder):
        if not self.process:
            self.start()
        out = os.path.join(folder, "chromium.rgba")
        try:
            self.process.stdin.write(json.dumps(
                {"path": os.path.abspath(path), "out": out, "pixels": self.pixels, "seconds": SECONDS}) + "\n")
            self.process.stdin.flush()
            ready = select.select([self.process.stdout], [], [], SECONDS + 10)[0]
            reply = json.loads(self.process.stdout.readline()) if ready else {"error": "does not answer"}
        except (OSError, ValueError):
            reply = {"error": "the browser has ended"}
        if reply.get("again", "width" not in reply and "again" not in reply):
            self.stop()
        if "width" not in reply:
            return Answer(says=reply["error"])
        try:
            return in_child(lambda: self.raw_look(out, reply["width"], reply["height"]))
        finally:
            os.remove(out)

    @staticmethod
    def raw_look(out, width, height):
        with open(out, "rb") as file:
            image = Image.frombytes("RGBA", (width, height), file.read())
        if not image.getchannel("A").getbbox():
            raise Refused("draws nothing")  # of files that are damaged near their beginning it calls none broken
        return looks.look(image)


def oracles(pixels, wanted):
    """The oracles by name, of those wanted that are installed; says which are not."""
    found = {"pillow": Pillow(pixels), "pillow+": Pillow(pixels, truncated=True)} if "pillow" in wanted else {}
    for name, reader in (("vips", Vips), ("chromium", Chromium)):
        if name in wanted:
            if reader.missing():
                print(f"oracle: not asked: {name}, for there is no {reader.missing()}", file=sys.stderr)
            else:
                found[name] = reader(pixels)
    return found
