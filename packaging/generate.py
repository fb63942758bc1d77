#!/usr/bin/env python3
"""Writes the completions and the manual from the tables of options and commands that `tirage help --json` prints, and
from the tables of keys in docs/albums.md.

Usage: generate.py [--check] PROGRAM
--check writes nothing, and fails if a file differs from what would be written.
"""
import difflib
import json
import pathlib
import re
import subprocess
import sys
import textwrap

HERE = pathlib.Path(__file__).parent
CHARACTERS = {"\\": r"\e", "é": r"\('e"}  # of roff
FISH_FOLDERS = "-x -a '(__fish_complete_directories)'"


def read_tables(program):
    lines = subprocess.run([program, "help", "--json"], check=True, capture_output=True, text=True).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    return [r for r in rows if "command" in r], [r for r in rows if "option" in r]


def names_of(commands):
    """All names of commands, aliases behind their commands."""
    return [name for c in commands for name in (c["command"], c.get("alias")) if name]


def with_aliases(commands, names):
    return names_of([c for c in commands if c["command"] in names])


def phrase(help_text):
    """What a completion shows: the first clause."""
    return re.split("[;:]", help_text)[0]


def flags_of(option):
    return ([f"-{option['letter']}"] if "letter" in option else []) + [f"--{option['option']}"]


def options_of(options, command):
    """(option, use) of those that only some commands take."""
    return [(o, u) for o in options if not o.get("common") for u in o["uses"] if command in u["commands"]]


# bash

def bash_case(pattern, text):
    return f"    {pattern}) {text} ;;\n"


def bash(commands, options):
    lists = ""
    for command in commands:
        own = " ".join(f"--{o['option']}" for o, _ in options_of(options, command["command"]))
        if own:
            lines = textwrap.fill(own, 100, break_on_hyphens=False).replace("\n", "\n            ")
            lists += bash_case(" | ".join(names_of([command])), f"options='{lines}'")
    choices = "".join(bash_case(" | ".join(flags_of(o)), f"choices='{' '.join(o['words'])}'")
                      for o in options if "words" in o)
    silent = [flag for o in options for flag in flags_of(o)
              if "value" in o["uses"][0] and "words" not in o and not any("complete" in u for u in o["uses"])]
    return f"""# Completion of tirage for bash; made by packaging/generate.py.
_tirage() {{
    local commands='{' '.join(c['command'] for c in commands)}'
    local common='{' '.join('--' + o['option'] for o in options if o.get('common'))}'
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
    local command=build options choices='' i

    for ((i = 1; i < COMP_CWORD; i++)); do
        case " {' '.join(names_of(commands))} " in
        *" ${{COMP_WORDS[i]}} "*) command=${{COMP_WORDS[i]}} && break ;;
        esac
    done
    case $command in
{lists}    esac
    case $before in
{choices}{bash_case(' | '.join(silent), 'return')}    *)
        case $word in
        -*) choices="$options $common" ;;
        *) [ "$COMP_CWORD" -gt 1 ] || choices=$commands ;;
        esac
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}}
complete -o bashdefault -o default -F _tirage tirage
"""


# zsh

ZSH_FILES = {"file": "_files", "folder": "_files -/"}


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def zsh_escaped(text):
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


def zsh_option(option, use):
    flags = flags_of(option)
    spec = f"[{zsh_escaped(phrase(use['help']))}]"
    if "value" in use:
        spec += ":" + zsh_escaped(use["value"])
        if "words" in option:
            spec += f":({' '.join(option['words'])})"
        elif "complete" in use:
            spec += ":" + ZSH_FILES[use["complete"]]
    if len(flags) == 1:
        return quoted(("*" if option.get("repeats") else "") + flags[0] + spec)
    return f"'({' '.join(flags)})'{{{','.join(flags)}}}{quoted(spec)}"


def zsh(commands, options):
    described = "".join(f"        {quoted(c['command'] + ':' + zsh_escaped(c['summary']))}\n" for c in commands)
    common = "".join(f"        {zsh_option(o, o['uses'][0])}\n" for o in options if o.get("common"))
    cases = ""
    for command in commands:
        specs = [zsh_option(*pair) for pair in options_of(options, command["command"])]
        if "complete" in command:
            specs.append(f"'*:{command['complete']}:{ZSH_FILES[command['complete']]}'")
        if specs:
            lines = "".join(f"            {s}\n" for s in specs)
            cases += f"    {' | '.join(names_of([command]))})\n        options=(\n{lines}        )\n        ;;\n"
    return f"""#compdef tirage
# Completion of tirage for zsh; made by packaging/generate.py.
_tirage() {{
    local -a commands common options
    local command=build word

    commands=(
{described}    )
    common=(
{common}    )
    for word in ${{words[2,CURRENT-1]}}; do
        if [[ " {' '.join(names_of(commands))} " == *" $word "* ]]; then
            command=$word
            break
        fi
    done
    options=()
    case $command in
{cases}    esac
    if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
        _describe command commands
        _files -/
        return
    fi
    _arguments -S $common $options
}}
_tirage "$@"
"""


# fish

def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_condition(commands, use):
    """That one of the commands was typed; "build" may be left out, so that none of the others suffices."""
    if "build" not in use["commands"]:
        return f"__fish_seen_subcommand_from {' '.join(with_aliases(commands, use['commands']))}"
    others = [c["command"] for c in commands if c["command"] not in use["commands"]]
    return f"not __fish_seen_subcommand_from {' '.join(with_aliases(commands, others))}"


def fish_option(commands, option, use):
    line = "complete -c tirage"
    if not option.get("common"):
        line += f" -n {fish_quoted(fish_condition(commands, use))}"
    line += f" -s {option['letter']}" if "letter" in option else ""
    line += f" -l {option['option']}"
    if "value" in use:
        if "words" in option:
            line += f" -x -a {fish_quoted(' '.join(option['words']))}"
        else:
            line += {"file": " -r", "folder": f" {FISH_FOLDERS}"}.get(use.get("complete"), " -x")
    return f"{line} -d {fish_quoted(phrase(use['help']))}\n"


def fish(commands, options):
    none = '"not __fish_seen_subcommand_from $commands"'
    return "# Completion of tirage for fish; made by packaging/generate.py.\n" + (
        f"set -l commands {' '.join(names_of(commands))}\n"
    ) + "".join(
        f"complete -c tirage -n {none} -a {c['command']} -d {fish_quoted(c['summary'])}\n" for c in commands
    ) + "\n" + "".join(fish_option(commands, o, u) for o in options for u in o["uses"])


# The manual, in mdoc

def roff(text, names):
    """Lines of running text: a sentence each; options and commands are bold, names of values italic."""
    text = "".join(CHARACTERS.get(c, c) for c in text)

    def marked(match):
        word = match.group()
        if word.startswith("-"):
            return r"\fB" + word.replace("-", r"\-") + r"\fR"
        if word.startswith("tirage "):
            return rf"\fB{word}\fR"
        return rf"\fI{word}\fR" if word in names["values"] else word

    commands = "|".join(names["commands"])
    text = re.sub(rf"(?<![\w-])--?[a-zA-Z][a-z-]*|tirage (?:{commands})\b|\b[A-Z]+\b", marked, text)
    lines = re.sub(r"(?<=[.)]) (?=[A-Z\\])", lambda m: "\n", text) if ". " in text else text
    return "".join(("\\&" if line[0] in ".'" else "") + line + "\n" for line in lines.split("\n"))


def man_synopsis(commands, names):
    return "".join(f".Nm\n.Cm {c['command']}\n{roff(a, names) if a else ''}" for c in commands for a in c["arguments"])


def man_commands(commands, names):
    text = ""
    for command in commands:
        text += f".It Cm {' , '.join(names_of([command]))}\n"
        paragraphs = (command["description"] + "\n" + command.get("notes", "")).strip().split("\n")
        text += ".Pp\n".join(f".Dl {p[len('Example: '):]}\n" if p.startswith("Example: ") else roff(p, names)
                             for p in paragraphs).replace(".Pp\n.Dl", ".Dl")
    return text


def man_option(option, names):
    text = ".It Fl " + " , ".join(flag[1:].replace("-", r"\-") for flag in flags_of(option))
    first = option["uses"][0].get("value")
    text += f" Ar {first}\n" if first else "\n"
    for use in option["uses"]:
        told = use["help"] + (f"; default: {option['default']}" if "default" in option else "") + "."
        if option.get("common"):
            text += roff(told[0].upper() + told[1:], names)
            continue
        text += f".Cm {' , '.join(use['commands'])}"
        text += f" Ar {use['value']} :\n" if use.get("value") != first else " :\n"
        text += roff(told, names)
    return text + (roff(option["manual"], names) if "manual" in option else "")


def key_tables(document):
    """The tables of keys, each as a list of (key, value, meaning) in plain text."""
    tables, rows = [], None
    for line in document.splitlines():
        if not line.startswith("|"):
            rows = None
            continue
        cells = [c.strip() for c in line.strip("|").split(" | ")]
        cells[-1] = cells[-1][0].upper() + cells[-1][1:]
        cells = [re.sub(r"\[([^]]*)\]\([^)]*\)|`([^`]*)`", r"\1\2", c) for c in cells]
        if cells[0].strip("| ") == "key":
            rows = []
            tables.append(rows)
        elif rows is not None and not line.startswith("|---"):
            rows.append(cells)
    return tables


def man_key(cells):
    key, value, meaning = ("".join(CHARACTERS.get(c, c) for c in cell) for cell in cells)
    sentences = re.sub(r"(?<=[.)]) (?=[A-Z])", "\n", meaning + ".")
    return f".It Cm {key} : No {value}\n" + "".join(
        ("\\&" if line[0] in ".'" else "") + line + "\n" for line in sentences.split("\n"))


def man(commands, options, template):
    shown = [a for c in commands for a in c["arguments"]] + [u.get("value", "") for o in options for u in o["uses"]]
    names = {"commands": names_of(commands), "values": set(re.findall("[A-Z]+", " ".join(shown)))}
    tables = key_tables((HERE.parent / "docs/albums.md").read_text())
    parts = {
        "@ALBUM_KEYS@\n": "".join(man_key(row) for row in tables[0]),
        "@GALLERY_KEYS@\n": "".join(man_key(row) for row in tables[1]),
        "@SYNOPSIS@\n": man_synopsis(commands, names),
        "@COMMANDS@\n": man_commands(commands, names),
        "@COMMON_OPTIONS@\n": "".join(man_option(o, names) for o in options if o.get("common")),
        "@OPTIONS@\n": "".join(man_option(o, names) for o in options if not o.get("common")),
    }
    text = '.\\" Made by packaging/generate.py from tirage.1.in, docs/albums.md and the tables of the program.\n' + template
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def main():
    check = sys.argv[1:2] == ["--check"]
    commands, options = read_tables(sys.argv[1 + check])
    files = {
        "completions/tirage": bash(commands, options),
        "completions/_tirage": zsh(commands, options),
        "completions/tirage.fish": fish(commands, options),
        "man/tirage.1": man(commands, options, (HERE / "man/tirage.1.in").read_text()),
    }
    differs = False
    for name, text in files.items():
        path = HERE / name
        if not check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            differs = True
            old = path.read_text().splitlines() if path.exists() else []
            print("\n".join(difflib.unified_diff(old, text.splitlines(), f"packaging/{name}", "as the program says",
                                                 lineterm="")))
    sys.exit(differs)


main()
