"""Lists of contents in SPDX 2.3, whose bytes follow from what they list: they have the date of no build.

sbom.py program TARGET PROGRAM COMPILER  of a static program: everything of toolchains/sources.txt is linked into it;
                                         COMPILER is the first line of what gcc --version says
sbom.py source ARCHIVE                   of the archive of the sources: what others made, from packaging/debian/copyright
"""

import hashlib
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# SPDX's names of the licences that Debian names otherwise.
LICENCES = {"Expat": "MIT", "Unicode": "Unicode-DFS-2016", "public-domain": "LicenseRef-public-domain"}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def version_of(root):
    return re.search(r"project\(tirage VERSION ([0-9.]+)", (root / "CMakeLists.txt").read_text()).group(1)


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def package(name, licence, **more):
    return {
        "SPDXID": identifier(name),
        "name": name,
        **more,
        "downloadLocation": "NOASSERTION",
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": licence,
        "filesAnalyzed": False,
    }


def checksums(digest):
    return [{"algorithm": "SHA256", "checksumValue": digest}]


def pinned(root):
    for line in (root / "toolchains/sources.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, version, file, digest, licence = line.split(" ", 4)
        purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch=source"
        yield package(
            name, licence, versionInfo=version, packageFileName=file, checksums=checksums(digest),
            copyrightText="NOASSERTION", externalRefs=[
                {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}])


def included(root):
    """What of the sources others made: every paragraph of Debian's copyright file but the first."""
    text = (root / "packaging/debian/copyright").read_text()
    for files, holder, licence in re.findall(r"^Files: (.*?)\nCopyright: (.*?)\nLicense: (\S+)$", text, re.M | re.S):
        if files != "*":
            yield package("data-" + files.split()[0].rstrip("*").split("/")[-1].split(".")[0],
                          LICENCES.get(licence, licence), copyrightText=holder, comment="files: " + " ".join(files.split()))


def document(name, main, relation, others):
    """SPDX wants a date and a unique name: the date is that of no build, the name follows from the bytes."""
    digest = main["checksums"][0]["checksumValue"]
    made = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        "documentNamespace": f"https://spdx.org/spdxdocs/{name}-{digest}",
        "creationInfo": {"created": "1970-01-01T00:00:00Z", "creators": ["Tool: tirage-sbom"]},
        "packages": [main, *others],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": main["SPDXID"]},
            *({"spdxElementId": main["SPDXID"], "relationshipType": relation, "relatedSpdxElement": other["SPDXID"]}
              for other in others),
        ],
    }
    if any(other["licenseDeclared"].startswith("LicenseRef") for other in others):
        made["hasExtractedLicensingInfos"] = [
            {"licenseId": LICENCES["public-domain"], "extractedText": "Put into the public domain by its authors."}]
    return made


def of_program(root, target, binary, compiler):
    version = version_of(root)
    main = package(
        "tirage", "MIT", versionInfo=version, packageFileName="tirage", checksums=checksums(sha256(binary)),
        copyrightText="NOASSERTION",
        comment=f"{target}, {compiler}; its libgcc is linked under the GCC Runtime Library Exception")
    return document(f"tirage-{version}-{target}", main, "STATIC_LINK", list(pinned(root)))


def of_source(root, archive):
    version = version_of(root)
    main = package("tirage", "MIT", versionInfo=version, packageFileName=archive.name,
                   checksums=checksums(sha256(archive.read_bytes())), copyrightText="NOASSERTION")
    return document(f"tirage-{version}", main, "CONTAINS", list(included(root)))


def text(listed):
    return json.dumps(listed, indent=1) + "\n"


def main():
    if sys.argv[1:2] == ["program"] and len(sys.argv) == 5:
        listed = of_program(ROOT, sys.argv[2], pathlib.Path(sys.argv[3]).read_bytes(), sys.argv[4])
    elif sys.argv[1:2] == ["source"] and len(sys.argv) == 3:
        listed = of_source(ROOT, pathlib.Path(sys.argv[2]))
    else:
        sys.exit(__doc__)
    sys.stdout.write(text(listed))


if __name__ == "__main__":
    main()
