#!/usr/bin/env python3
"""Every line that commands print with --json is as docs/json-schema.json says for that command.

Usage: check_json.py SCHEMA DOCUMENT FOLDER: FOLDER has a file NAME or NAME.ANYTHING of lines for every command of the
schema, DOCUMENT names every event and every command.
"""
import json
import pathlib
import sys

import jsonschema

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
document = pathlib.Path(sys.argv[2]).read_text()
seen = {}
jsonschema.Draft202012Validator.check_schema(schema)
for file in sorted(pathlib.Path(sys.argv[3]).iterdir()):
    command = "command-" + file.name.split(".")[0]
    checker = jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{command}"})
    for line in file.read_text().splitlines():
        value = json.loads(line)
        for error in checker.iter_errors(value):
            sys.exit(f"{file.name}: {line}: {error.message}")
        for event in schema["$defs"][command]["anyOf"]:
            name = event["$ref"].rsplit("/", 1)[1]
            if jsonschema.Draft202012Validator(schema["$defs"][name]).is_valid(value):
                seen.setdefault(command, set()).add(name)
for name, rule in schema["$defs"].items():
    if name.startswith("command-"):
        if f"`{name[len('command-'):]}" not in document:
            sys.exit(f"{sys.argv[2]} does not name {name}")
        if name not in seen:
            sys.exit(f"no line of {name}")
    else:
        event = rule["properties"].get("event", {}).get("const")
        if event and f"`{event}`" not in document:
            sys.exit(f"{sys.argv[2]} does not name the event {event}")
        if not any(name in events for events in seen.values()):
            sys.exit(f"no line that is a {name}")
        wrong = {**dict.fromkeys(rule["required"], None), "nothing": 1}
        if jsonschema.Draft202012Validator(rule).is_valid(wrong):
            sys.exit(f"{name} allows anything")
