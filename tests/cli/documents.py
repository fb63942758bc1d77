"""documents.py SOURCE_DIR - runs the shell blocks of the documents (```sh), literally and in order: a folder of its own,
and a home, for each document.  Prints how many ran and which were left out; fails if one fails.

Comments that readers do not see, right above a block:
    <!-- not run: REASON -->    it cannot run in a test; what nobody can type here needs a reason
    <!-- given: COMMANDS -->    what the reader has by then: run first, in the same shell
"""
import os
import pathlib
import re
import subprocess
import sys

LIMIT = 300  # seconds for a document, of a machine with other work
MARK = re.compile(r"<!-- (not run|given):(.*)-->$", re.S)
# Blocks that would not be run for want of a fence.
INDENTED = re.compile(r"^( {4,}|\t)(\$ )?(tirage|\./run|rsync|scp|ssh|sudo|git|mkdir|cp|systemctl|loginctl|parallel|cmake|ninja|ctest) ")
STRAY = re.compile(r"^ *```(bash|shell|console|zsh)\b")


class Block:
    def __init__(self, line, indent):
        self.line, self.indent = line, indent  # the number of the line of its fence
        self.reason = self.given = None
        self.text = []


def marks_above(lines, at):
    """The comments that end right above lines[at], nearest first, as (kind, text)."""
    while at > 0:
        if not lines[at - 1].rstrip().endswith("-->"):
            return
        end = at
        while at > 0 and "<!--" not in lines[at - 1]:
            at -= 1
        at -= 1
        mark = MARK.match("\n".join(lines[at:end]).strip())
        if not mark:
            return
        yield mark[1], mark[2].strip()


def read_blocks(path, complaints):
    """All shell blocks of a document."""
    lines = path.read_text().splitlines()
    blocks, fence = [], None
    for number, line in enumerate(lines):
        if fence is not None:
            if line.strip() == "```":
                fence = None
            elif fence:
                fence.text.append(line[fence.indent:])
        elif line.lstrip().startswith("```"):
            fence = False
            if STRAY.match(line):
                complaints.append(f"{path.name}:{number + 1}: shell blocks begin with ```sh")
            if line.strip() == "```sh":
                fence = Block(number + 1, len(line) - len(line.lstrip()))
                for kind, text in marks_above(lines, number):
                    if kind == "given":
                        fence.given = text
                    else:
                        fence.reason = text
                        if not text:
                            complaints.append(f"{path.name}:{number + 1}: not run, for no reason")
                blocks.append(fence)
        elif INDENTED.match(line):
            complaints.append(f"{path.name}:{number + 1}: a shell block without a fence: {line.strip()}")
    return blocks


def script_of(blocks):
    """Every command stands in the line that it has in the document, which is what bash reports."""
    lines = ["set -e; trap 'echo \"line $LINENO fails\" >&2' ERR"]
    for block in blocks:
        given = " ; ".join((block.given or "").split("\n"))
        lines += [""] * (block.line - len(lines))
        lines[block.line - 1] = f"{lines[block.line - 1]} {given}"
        lines += block.text
    return "\n".join(lines) + "\n"


def run(path, blocks, work):
    """None, or what went wrong."""
    for folder in ("home", "here", "hosts"):
        (work / folder).mkdir(parents=True)
    script = work / "script"
    script.write_text(script_of(blocks))
    with open(work / "said", "w") as said:
        try:
            status = subprocess.run(
                ["bash", str(script)], cwd=work / "here", stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=LIMIT,
                env={**os.environ, "HOME": str(work / "home"), "HOSTS": str(work / "hosts"), "XDG_CACHE_HOME": ""}).returncode
        except subprocess.TimeoutExpired:
            status = f"none after {LIMIT} s"
    if status == 0:
        return None
    end = "\n    ".join((work / "said").read_text(errors="replace").splitlines()[-12:])
    return f"{path}: exit status {status}\n    {end}"


def main():
    root, complaints, done, left_out = pathlib.Path(sys.argv[1]), [], 0, []
    documents = sorted([*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("examples/*.md")])
    for number, path in enumerate(documents):
        blocks = read_blocks(path, complaints)
        wanted = [b for b in blocks if b.reason is None]
        left_out += [f"{path.relative_to(root)}:{b.line}: not run: {b.reason}" for b in blocks if b.reason is not None]
        failure = run(path.relative_to(root), wanted, pathlib.Path.cwd() / f"document-{number}") if wanted else None
        if failure:
            complaints.append(failure)
        done += len(wanted)
    print("\n".join(left_out + complaints))
    print(f"{done} shell blocks of {len(documents)} documents were run, {len(left_out)} were not")
    sys.exit(bool(complaints) or done < 5)


main()
