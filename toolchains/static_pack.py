"""static_pack.py ROOT TARGET PREFIX STAGE BUILD - BUILD/tirage-VERSION-TARGET.tar.gz: what cmake --install put into
STAGE, the licence of everything linked into the program and a list of that (SPDX 2.3).  The same files give the same
bytes."""

import gzip
import hashlib
import io
import json
import pathlib
import re
import sys
import tarfile


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def read_pins(root):
    for line in (root / "toolchains/sources.txt").read_text().splitlines():
        if not line.startswith("#"):
            name, version, file, digest, licence = line.split(" ", 4)
            yield {"name": name, "version": version, "file": file, "sha256": digest, "licence": licence}


def package(pin):
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", pin["name"]),
        "name": pin["name"],
        "versionInfo": pin["version"],
        "packageFileName": pin["file"],
        "checksums": [{"algorithm": "SHA256", "checksumValue": pin["sha256"]}],
        "downloadLocation": "NOASSERTION",
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": pin["licence"],
        "copyrightText": "NOASSERTION",
        "filesAnalyzed": False,
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": f"pkg:deb/debian/{pin['name']}@{pin['version'].replace('+', '%2B')}?arch=source",
            }
        ],
    }


def list_of_contents(version, target, binary, compiler, pins):
    """SPDX wants a date and a unique name: the date is that of no build, the name follows from the bytes."""
    program = {
        "SPDXID": "SPDXRef-tirage",
        "name": "tirage",
        "versionInfo": version,
        "packageFileName": "tirage",
        "checksums": [{"algorithm": "SHA256", "checksumValue": sha256(binary)}],
        "downloadLocation": "NOASSERTION",
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "MIT",
        "copyrightText": "NOASSERTION",
        "filesAnalyzed": False,
        "comment": f"{target}, {compiler}; its libgcc is linked under the GCC Runtime Library Exception",
    }
    packages = [package(pin) for pin in pins]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"tirage-{version}-{target}",
        "documentNamespace": f"https://spdx.org/spdxdocs/tirage-{version}-{target}-{sha256(binary)}",
        "creationInfo": {"created": "1970-01-01T00:00:00Z", "creators": ["Tool: tirage-static_pack"]},
        "packages": [program, *packages],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-tirage"},
            *(
                {"spdxElementId": "SPDXRef-tirage", "relationshipType": "STATIC_LINK", "relatedSpdxElement": p["SPDXID"]}
                for p in packages
            ),
        ],
    }


def contents(root, target, prefix, stage):
    """(name, mode, bytes) of every file."""
    version = re.search(r"project\(tirage VERSION ([0-9.]+)", (root / "CMakeLists.txt").read_text()).group(1)
    binary = (stage / "bin/tirage").read_bytes()
    sbom = list_of_contents(version, target, binary, (prefix / "compiler").read_text().strip(), list(read_pins(root)))
    for file in filter(pathlib.Path.is_file, stage.rglob("*")):
        yield str(file.relative_to(stage)), 0o755 if file.stat().st_mode & 0o100 else 0o644, file.read_bytes()
    for text in sorted((prefix / "licences").iterdir()):
        yield f"share/doc/tirage/licences/{text.name}", 0o644, text.read_bytes()
    yield "share/doc/tirage/tirage.spdx.json", 0o644, (json.dumps(sbom, indent=1) + "\n").encode()


def main():
    target = sys.argv[2]
    root, prefix, stage, build = (pathlib.Path(sys.argv[i]) for i in (1, 3, 4, 5))
    files = sorted(contents(root, target, prefix, stage))
    name = json.loads(next(f[2] for f in files if f[0].endswith(".spdx.json")))["name"]
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
