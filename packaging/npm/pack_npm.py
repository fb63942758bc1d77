"""pack_npm.py OUT [--binary TARGET=FILE]... - the packages for npm, in OUT, as `npm pack` would make them: tirage, with the client for
Node, and for each platform one with the static program.  The same files give the same bytes.

Without --binary: of the archives that ./run static has made.  FILE is such an archive or, for tests, a program."""
import gzip
import io
import json
import pathlib
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from static_programs import ROOT, VERSION, main  # noqa: E402

MTIME = 499162500  # that of every file of every package of npm
# What npm calls the processors; the scope @tirage is that of packaging/npm/tirage/package.json.
CPUS = {"x86_64-linux-musl": "x64", "aarch64-linux-musl": "arm64", "armv7-linux-musleabihf": "arm"}


def tarball(files):
    """files: path → (mode, bytes)."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, (mode, data) in sorted(files.items()):
            info = tarfile.TarInfo(f"package/{path}")
            info.mode, info.size, info.mtime = mode, len(data), MTIME
            tar.addfile(info, io.BytesIO(data))
    return gzip.compress(plain.getvalue(), mtime=0)


def package_json(fields):
    return 0o644, (json.dumps(fields, indent=2) + "\n").encode()


def plain(path):
    return 0o644, (ROOT / path).read_bytes()


def main_package():
    folder = HERE / "tirage"
    fields = json.loads((folder / "package.json").read_text())
    fields = {"name": fields.pop("name"), "version": VERSION, **fields}
    fields["optionalDependencies"] = dict.fromkeys(fields["optionalDependencies"], VERSION)
    files = {file.name: (0o644, file.read_bytes()) for file in folder.iterdir() if file.suffix in (".mjs", ".ts")}
    files["shim.mjs"] = 0o755, files["shim.mjs"][1]
    files |= {"package.json": package_json(fields), "README.md": plain("packaging/npm/npm_readme.md"), "LICENSE": plain("LICENSE"),
              "man/tirage.1": plain("packaging/man/tirage.1")}
    return fields, (f"tirage-{VERSION}.tgz", tarball(files))


def platform_package(program, main_fields):
    platform = f"linux-{CPUS[program.target]}"
    name = f"@tirage/{platform}"
    assert name in main_fields["optionalDependencies"]
    fields = {
        "name": name, "version": VERSION, "description": f"The program of tirage for {platform}; install the package tirage",
        "license": program.licence(), "homepage": main_fields["homepage"], "os": ["linux"], "cpu": [CPUS[program.target]],
        "preferUnplugged": True,
    }
    text = f"# {name}\n\nThe program of the package [tirage](https://www.npmjs.com/package/tirage), which installs this one.\n"
    files = {"package.json": package_json(fields), "README.md": (0o644, text.encode()), "LICENSE": plain("LICENSE"),
             "bin/tirage": (0o755, program.binary)}
    files |= {f"licences/{name}": (0o644, text) for name, text in program.licences.items()}
    files["copyright"] = plain("packaging/debian/copyright")
    if program.listed:
        files["tirage.spdx.json"] = 0o644, program.listed
    return f"tirage-{platform}-{VERSION}.tgz", tarball(files)


def pack(programs):
    fields, packed = main_package()
    return [packed, *(platform_package(program, fields) for program in programs)]


main(pack)
