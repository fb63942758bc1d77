"""stand_in_program.py TARGET FILE - the first 64 bytes of an ELF file, which is no more than scripts that pack programs look at.
stand_in_program.py TARGET FILE --archive PROGRAM [NAME VALUE]... - FILE is an archive as ./run static makes it, with PROGRAM; VALUE is
another content of its file NAME, or none: it is not there."""
import io
import pathlib
import struct
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "toolchains"))
import sbom  # noqa: E402

HEADERS = {"x86_64-linux-musl": (2, 62, 0), "aarch64-linux-musl": (2, 183, 0), "armv7-linux-musleabihf": (1, 40, 0x5000400),
           "armel": (1, 40, 0x5000200), "mips": (1, 8, 0)}
target, file = sys.argv[1:3]
if len(sys.argv) == 3:
    bits, machine, flags = HEADERS[target]
    start = struct.pack("<4sBBB9xHHL", b"\x7fELF", bits, 1, 1, 2, machine, 1)
    rest = struct.pack("<QQQLHHH", 0, 0, 0, flags, 64, 56, 0) if bits == 2 else struct.pack("<LLLLHHH", 0, 0, 0, flags, 52, 32, 0)
    pathlib.Path(file).write_bytes((start + rest).ljust(64, b"\0"))
    sys.exit()

binary = pathlib.Path(sys.argv[4]).read_bytes()
listed = sbom.of_program(ROOT, target, binary, "gcc 1")
files = {"bin/tirage": binary, "share/doc/tirage/licences/musl.txt": b"A licence.\n", "share/doc/tirage/README.md": b"Read me.\n",
         "share/doc/tirage/tirage.spdx.json": sbom.text(listed).encode()}
for name, value in zip(sys.argv[5::2], sys.argv[6::2]):
    files[name] = value.encode()
    if value == "none":
        del files[name]
pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
with tarfile.open(file, "w:gz") as tar:
    for name, data in files.items():
        info = tarfile.TarInfo(f"{listed['name']}/{name}")
        info.size, info.mode = len(data), 0o755 if name == "bin/tirage" else 0o644
        tar.addfile(info, io.BytesIO(data))
