"""The static programs that packages for npm and PyPI hold, and what goes with them.

programs(arguments) takes ["--binary", "TARGET=FILE", ...], where FILE is a program or the archive that toolchains/static_pack.py makes, and
without them the archives that ./run static has left in build/TARGET.  Files for another processor are refused."""
import gzip
import io
import json
import pathlib
import struct
import sys
import tarfile
import zlib
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "toolchains"))
import sbom  # noqa: E402

VERSION = sbom.version_of(ROOT)
TARGETS = ("x86_64-linux-musl", "aarch64-linux-musl", "armv7-linux-musleabihf")
# Of an ELF file: class (1: 32 bits, 2: 64), machine.
ELF = {"x86_64": (2, 62), "aarch64": (2, 183), "armv7": (1, 40)}
MACHINES = {3: "i386", 8: "MIPS", 21: "PowerPC64", 22: "S390", 40: "ARM", 62: "x86_64", 183: "aarch64", 243: "RISC-V"}
HARD_FLOAT = 0x400
PT_INTERP = 3


@dataclass
class Program:
    target: str
    binary: bytes
    licences: dict = field(default_factory=dict)  # of its libraries: name.txt → text
    listed: bytes = b""  # its contents, in SPDX

    def licence(self):
        """SPDX's expression for the program with all that is in it: libraries, and fonts and data of others in its sources."""
        packages = [*sbom.included(ROOT), *(json.loads(self.listed)["packages"] if self.listed else [])]
        parts = {"MIT"}
        for package in packages:
            parts |= {f"({one})" if " OR " in one else one for one in package["licenseDeclared"].split(" AND ")}
        return " AND ".join(sorted(filter(is_named, parts), key=lambda part: (part != "MIT", part)))


def is_named(licence):
    """By SPDX; the public domain is not."""
    return not licence.startswith("LicenseRef-")


def fail(words):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {words}")


def is_dynamic(binary, bits):
    """Whether it asks for a loader."""
    start, size, number = struct.unpack_from("<Q14xHH" if bits == 2 else "<L10xHH", binary, 32 if bits == 2 else 28)
    return any(struct.unpack_from("<L", binary, start + i * size)[0] == PT_INTERP for i in range(number))


def check_elf(binary, target, file):
    """Returns whether it needs libraries of the system."""
    want = ELF[target.split("-")[0]]
    if binary[:4] != b"\x7fELF" or len(binary) < 64 or binary[5] != 1:
        fail(f"{file} is not a program for Linux on {target}: no ELF file of that byte order")
    bits, machine = binary[4], struct.unpack_from("<H", binary, 18)[0]
    if (bits, machine) != want:
        fail(f"{file} is a program for {MACHINES.get(machine, f'machine {machine}')}, {32 * bits} bits, not for {target}")
    if machine == 40 and not struct.unpack_from("<L", binary, 36)[0] & HARD_FLOAT:
        fail(f"{file} is a program for ARM without hardware floating point, not for {target}")
    try:
        return is_dynamic(binary, bits)
    except struct.error:
        fail(f"{file} is truncated")


def from_archive(target, file):
    """What static_pack.py has put together: all its files are in one folder."""
    plain = gzip.decompress(pathlib.Path(file).read_bytes())  # damage is an error, and not the end of the archive
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        files = {member.name.split("/", 1)[-1]: tar.extractfile(member).read() for member in tar if member.isfile()}
    for name in ("bin/tirage", "share/doc/tirage/tirage.spdx.json"):
        if name not in files:
            fail(f"{file} has no {name}: it is no archive of ./run static")
    listed = json.loads(files["share/doc/tirage/tirage.spdx.json"])
    if listed["name"] != f"tirage-{VERSION}-{target}":
        fail(f"{file} is the archive of {listed['name']}, not of tirage-{VERSION}-{target}")
    prefix = "share/doc/tirage/licences/"
    licences = {name[len(prefix):]: text for name, text in sorted(files.items()) if name.startswith(prefix)}
    program = Program(target, files["bin/tirage"], licences, files["share/doc/tirage/tirage.spdx.json"])
    if check_elf(program.binary, target, f"bin/tirage in {file}"):
        fail(f"bin/tirage in {file} needs libraries of the system: it is no static program")
    return program


def from_file(target, file):
    binary = pathlib.Path(file).read_bytes()
    if binary[:2] == b"\x1f\x8b":
        return from_archive(target, file)
    note = f"{file} comes without the licences of its libraries"
    if check_elf(binary, target, file):
        note += ", and needs those of this system"
    print(f"note: {note}: packages of it are for tests, and not to be published", file=sys.stderr)
    return Program(target, binary)


def built():
    found = []
    for target in TARGETS:
        archive = ROOT / "build" / target / f"tirage-{VERSION}-{target}.tar.gz"
        if archive.exists():
            found.append(from_archive(target, archive))
        else:
            print(f"note: no package for {target}: ./run static {target} makes its program", file=sys.stderr)
    return found or fail("there is no static program: ./run static TARGET makes one")


def programs(arguments):
    named = {}
    while arguments[:1] == ["--binary"] and len(arguments) > 1:
        target, _, file = arguments[1].partition("=")
        if target not in TARGETS:
            fail(f"'{target}' is no target; targets are {' '.join(TARGETS)}")
        named[target] = file
        arguments = arguments[2:]
    if arguments:
        fail(f"unknown argument '{arguments[0]}'")
    try:
        return [from_file(target, file) for target, file in sorted(named.items())] if named else built()
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError) as error:
        fail(f"a program cannot be read: {error}")


def main(pack):
    """OUT [--binary TARGET=FILE]...: pack(program or None) returns what is written to OUT, as (name, bytes)."""
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        fail("usage: OUT [--binary TARGET=FILE]...")
    out = pathlib.Path(sys.argv[1])
    made = pack(programs(sys.argv[2:]))
    out.mkdir(parents=True, exist_ok=True)
    for name, data in made:
        (out / name).write_bytes(data)
        print(out / name)
