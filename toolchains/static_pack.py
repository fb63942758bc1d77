"""static_pack.py ROOT TARGET PREFIX STAGE BUILD - BUILD/tirage-VERSION-TARGET.tar.gz: what cmake --install put into
STAGE, the licence of everything linked into the program and a list of that (SPDX 2.3), which is in BUILD as well.  The
same files give the same bytes."""

import gzip
import io
import json
import pathlib
import sys
import tarfile

import sbom


def contents(root, target, prefix, stage):
    """(name, mode, bytes) of every file."""
    binary = (stage / "bin/tirage").read_bytes()
    listed = sbom.of_program(root, target, binary, (prefix / "compiler").read_text().strip())
    for file in filter(pathlib.Path.is_file, stage.rglob("*")):
        yield str(file.relative_to(stage)), 0o755 if file.stat().st_mode & 0o100 else 0o644, file.read_bytes()
    for text in sorted((prefix / "licences").iterdir()):
        yield f"share/doc/tirage/licences/{text.name}", 0o644, text.read_bytes()
    yield "share/doc/tirage/tirage.spdx.json", 0o644, sbom.text(listed).encode()


def main():
    target = sys.argv[2]
    root, prefix, stage, build = (pathlib.Path(sys.argv[i]) for i in (1, 3, 4, 5))
    files = sorted(contents(root, target, prefix, stage))
    listed = next(data for path, _, data in files if path.endswith(".spdx.json"))
    name = json.loads(listed)["name"]
    (build / f"{name}.spdx.json").write_bytes(listed)
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, mode, data in files:
            info = tarfile.TarInfo(f"{name}/{path}")
            info.mode, info.size = mode, len(data)
            tar.addfile(info, io.BytesIO(data))
    archive = build / f"{name}.tar.gz"
    archive.write_bytes(gzip.compress(plain.getvalue(), mtime=0))
    print(f"{build / 'tirage'}: {len((build / 'tirage').read_bytes())} bytes; {archive}")


main()
