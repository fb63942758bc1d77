"""pack_python.py OUT [--binary TARGET=FILE]... - wheels for PyPI, in OUT: for each platform one with the static program and the client
for Python.  The same files give the same bytes.

Without --binary: of the archives that ./run static has made.  FILE is such an archive or, for tests, a program."""
import base64
import hashlib
import io
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from static_programs import ROOT, VERSION, main  # noqa: E402

# A static program runs with every C library; installers of glibc's and of musl's systems have to be told so.
TAGS = {target: f"py3-none-manylinux_2_17_{arch}.musllinux_1_1_{arch}" for target, arch in {
    "x86_64-linux-musl": "x86_64", "aarch64-linux-musl": "aarch64", "armv7-linux-musleabihf": "armv7l"}.items()}
DATE = (1980, 1, 1, 0, 0, 0)
INFO = f"tirage-{VERSION}.dist-info"
DATA = f"tirage-{VERSION}.data"

METADATA = """Metadata-Version: 2.4
Name: tirage
Version: {version}
Summary: Static web galleries of photos, and thumbnails: one program, and a client of it for Python
Project-URL: Homepage, https://example.org/tirage
Keywords: photos,gallery,thumbnails,static site,image,resize
License-Expression: {licence}
{licence_files}
Requires-Python: >=3.9
Classifier: Environment :: Console
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 3
Classifier: Topic :: Multimedia :: Graphics
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

{description}"""


def wheel_text(tag):
    """A tag for each platform of the file's name."""
    python, abi, platforms = tag.split("-")
    lines = ["Wheel-Version: 1.0", "Generator: tirage", "Root-Is-Purelib: false"]
    return "\n".join(lines + [f"Tag: {python}-{abi}-{platform}" for platform in platforms.split(".")]) + "\n"


def record(files):
    """Names, hashes and sizes of all files, in order, and its own line."""
    lines = []
    for path, (_, data) in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(data)}")
    return "\n".join([*lines, f"{INFO}/RECORD,,"]) + "\n"


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, (mode, data) in files.items():
            info = zipfile.ZipInfo(path, DATE)
            info.create_system, info.external_attr = 3, (0o100000 | mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def wheel(program):
    tag = TAGS[program.target]
    licences = {"LICENSE": (ROOT / "LICENSE").read_bytes(), "copyright": (ROOT / "packaging/debian/copyright").read_bytes(),
                **{f"libraries/{name}": text for name, text in program.licences.items()}}
    metadata = METADATA.format(
        version=VERSION, licence=program.licence(), licence_files="\n".join(f"License-File: {name}" for name in licences),
        description=(HERE / "pypi_readme.md").read_text())
    client = HERE / "tirage"
    files = {f"tirage/{name}": (0o644, (client / name).read_bytes()) for name in ("__init__.py", "__main__.py", "py.typed")}
    files[f"{DATA}/scripts/tirage"] = 0o755, program.binary
    files[f"{DATA}/data/share/man/man1/tirage.1"] = 0o644, (ROOT / "packaging/man/tirage.1").read_bytes()
    # What describes the wheel comes last, as the specification recommends.
    files |= {f"{INFO}/licenses/{name}": (0o644, text) for name, text in licences.items()}
    if program.listed:
        files[f"{INFO}/sboms/tirage.spdx.json"] = 0o644, program.listed
    files[f"{INFO}/METADATA"] = 0o644, metadata.encode()
    files[f"{INFO}/WHEEL"] = 0o644, wheel_text(tag).encode()
    files[f"{INFO}/RECORD"] = 0o644, record(files).encode()
    return f"tirage-{VERSION}-{tag}.whl", zipped(files)


main(lambda programs: [wheel(program) for program in programs])
