#!/usr/bin/env python3
"""What tirage bench wrote is as docs/bench-schema.json says; what is not is refused by the schema and, where it is read
at all, by tirage bench compare, in one line that names the file.

Usage: check_bench_schema.py SCHEMA TIRAGE RESULT...
"""
import copy
import json
import subprocess
import sys

import jsonschema

DERIVED = {"median", "min", "max", "photos_per_s", "megapixels_per_s"}  # from what is read
WRONG = {str: 7, bool: "yes", int: "many", float: "many", list: {"a": 1}, dict: [1]}


def places(node, path=()):
    """Paths to all values, of lists to those of the first item."""
    for key, value in node.items() if isinstance(node, dict) else list(enumerate(node))[:1]:
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


def variants(result):
    """(path, what was done, result with one thing wrong)."""
    for path in places(result):
        for what in ("missing", "of another type"):
            if what == "missing" and (isinstance(path[-1], int) or path[-1] == "joules"):
                continue
            other = copy.deepcopy(result)
            node = other
            for key in path[:-1]:
                node = node[key]
            if what == "missing":
                del node[path[-1]]
            else:
                node[path[-1]] = WRONG[type(node[path[-1]])]
            yield path, what, other


def main():
    schema, tirage, *files = sys.argv[1:]
    with open(schema, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    validator.check_schema(validator.schema)
    for name in files:
        with open(name, encoding="utf-8") as file:
            result = json.load(file)
        validator.validate(result)
        subprocess.run([tirage, "bench", "compare", name], check=True, stdout=subprocess.DEVNULL)
    wrong = 0
    for path, what, other in variants(result):
        assert not validator.is_valid(other), f"the schema takes {path}, {what}"
        with open("wrong.json", "w", encoding="utf-8") as file:
            json.dump(other, file, indent=1)
        done = subprocess.run([tirage, "bench", "compare", "wrong.json"], capture_output=True, text=True)
        refused = done.returncode == 1 and done.stderr.count("\n") == 1 and "wrong.json" in done.stderr
        assert refused or path[-1] in DERIVED, f"{path}, {what}: code {done.returncode}: {done.stderr}"
        wrong += 1
    assert wrong > 100, wrong


if __name__ == "__main__":
    main()
