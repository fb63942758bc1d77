"""containers.py SOURCE_DIR PROGRAM ROOT - the Containerfiles of the tree: their instructions are known, every variable is
declared, every stage and file that is copied is there, the shell in them can be parsed, and what they begin with is known by
its digest.  Then the image of packaging/containers/static.Containerfile, in the folder ROOT, with PROGRAM as the static
program; prints its user, group and command.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE, PROGRAM, ROOT = (pathlib.Path(path) for path in sys.argv[1:4])
KNOWN = {"ADD", "ARG", "COPY", "ENTRYPOINT", "FROM", "RUN", "USER"}


def expect(holds, path, words):
    if not holds:
        sys.exit(f"{path}: {words}")


def instructions(path):
    """(name, rest) of each, continued lines joined."""
    text = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#"))
    for line in re.sub(r"\\\n *", "", text).splitlines():
        if line.strip():
            yield line.split(maxsplit=1)


def check_copy(path, rest, stages):
    words = rest.split()
    options = [word for word in words if word.startswith("--")]
    sources = [word for word in words if not word.startswith("--")][:-1]
    stage = next((option[7:] for option in options if option.startswith("--from=")), None)
    if stage:
        expect(stage in stages, path, f"no stage {stage}")
        return
    for name in sources:
        # The folder that the command of the first comment ends with.
        context = re.search(r"^# .*-f \S*Containerfile (\S+)$", path.read_text(), re.M)
        expect(context, path, "no command that builds it")
        there = name == "tirage" if context[1].startswith("build/") else (SOURCE / context[1] / name).exists()
        expect(there, path, f"no {name} in {context[1]}")


def check(path):
    declared, stages, from_args = set(), set(), set()
    for name, rest in instructions(path):
        expect(name in KNOWN, path, f"an unknown instruction: {name}")
        used = set(re.findall(r"\$\{(\w+)\}", rest))
        unknown = used - (from_args if name == "FROM" else declared)
        expect(not unknown, path, f"{name} uses what no ARG before it declares: {unknown}")
        if name == "ARG":
            (declared if stages else from_args).add(rest.split("=")[0])
        elif name == "FROM":
            base, _, stage = rest.partition(" AS ")
            expect(base == "scratch" or base == "${BASE}", path, f"{base} may be another image tomorrow")
            declared = set()
            stages.add(stage or base)
            if base != "scratch":
                expect("@sha256:*)" in path.read_text(), path, "BASE is not compared with a digest")
        elif name == "COPY":
            check_copy(path, rest, stages)
        elif name == "ADD":
            expect(re.search(r"--checksum=sha256:[0-9a-f]{64} ", rest), path, "ADD without a checksum")
        elif name == "RUN":
            done = subprocess.run(["sh", "-n"], input=rest, text=True, capture_output=True, check=False)
            expect(done.returncode == 0, path, f"RUN: {done.stderr}")
        elif name == "ENTRYPOINT":
            expect(all(isinstance(word, str) for word in json.loads(rest)), path, "ENTRYPOINT")
    expect(stages, path, "no FROM")


def put_together(path):
    """The image, of a file that is a FROM scratch and copies."""
    image = {"USER": "0:0", "ENTRYPOINT": "[]"}
    for name, rest in instructions(path):
        if name == "COPY":
            source, target = rest.split()
            expect(source == "tirage", path, "copies something else")
            target = ROOT / target.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROGRAM, target)
        else:
            image[name] = rest
    expect(image["FROM"] == "scratch", path, "not from scratch")
    user, group = image["USER"].split(":")
    print(user, group, *json.loads(image["ENTRYPOINT"]))


def main():
    found = sorted(path for folder in ("packaging", "examples") for path in (SOURCE / folder).rglob("*Containerfile"))
    expect(len(found) >= 4, SOURCE, "too few Containerfiles")
    for path in found:
        check(path)
    put_together(SOURCE / "packaging/containers/static.Containerfile")


main()
