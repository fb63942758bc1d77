#!/bin/sh
# after-export.sh [-w] [-s SECONDS] SOURCE SITE [FILE...] - has tirage make the gallery SITE of the photos in SOURCE, once whoever
# exports them is done: many calls, such as one for each photo, are one build.  docs/export.md says who calls it.
#
# The build begins SECONDS (3) after the last call; calls during a build are another build.  The script returns at once and says
# nothing: what tirage says is in ~/.local/state/tirage/after-export/NUMBER.log, and what fails is shown on the desktop, if
# there is one.  -w waits for the build, shows what tirage says, and exits with its code; 0 if another call builds for this one.
# FILEs, as programs give their exported photos, are not looked at.  TIRAGE names the program, if it is not in the PATH.
set -eu

usage() {
    echo "usage: after-export.sh [-w] [-s SECONDS] SOURCE SITE [FILE...]" >&2
    exit 2
}

wait=false seconds=3
while getopts ws: option; do
    case $option in
    w) wait=true ;;
    s) seconds=$OPTARG ;;
    *) usage ;;
    esac
done
shift $((OPTIND - 1))
if [ -z "${1:-}" ] || [ -z "${2:-}" ]; then usage; fi
case $seconds in '' | *[!0-9]*) usage ;; esac

# absolute FOLDER: photo programs start scripts in any folder.
absolute() {
    case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$PWD/$1" ;;
    esac
}
source=$(absolute "$1") site=$(absolute "$2")

# Programs on a desktop know little of a user's PATH.
PATH=$PATH:$HOME/.local/bin:$HOME/bin:/usr/local/bin:/usr/bin:/bin
program=${TIRAGE:-tirage}
if ! command -v "$program" >/dev/null; then
    echo "after-export.sh: there is no program $program: set TIRAGE to its path" >&2
    exit 1
fi
if [ ! -d "$source" ]; then
    echo "after-export.sh: there is no folder $source" >&2
    exit 1
fi

state=${XDG_STATE_HOME:-$HOME/.local/state}/tirage/after-export
mkdir -p "$state"
job=$state/$(printf '%s\n' "$source" "$site" | cksum | tr ' ' -)
wanted=$job.wanted log=$job.log

# The first line of the log that is no note, without the program's name.
complaint() { sed -n '/^tirage: note: /d; s/^tirage: //; p; q' "$log"; }

show() {
    ! command -v notify-send >/dev/null || notify-send -- "tirage" "$1" >/dev/null 2>&1 || :
}

build() {
    code=0
    if $wait; then
        "$program" build "$source" -o "$site" </dev/null || code=$?
        return
    fi
    "$program" build -q "$source" -o "$site" </dev/null >"$log" 2>&1 || code=$?
    case $code in
    0) ;;
    3) show "The gallery is made, but not all is well: $(complaint)" ;;
    *) show "The gallery could not be made (exit code $code): $(complaint)" ;;
    esac
}

# One at a time.  Who comes while another works leaves the file `wanted` for it, and looks again once it is done: a call that
# comes between its last look and the end of its lock finds the lock free, or is seen by the look after it.
work() {
    code=0
    while flock -n 9; do
        if [ -e "$wanted" ]; then
            rm -f "$wanted"
            [ "$seconds" = 0 ] || sleep "$seconds" 9>&-
            [ -e "$wanted" ] || build 9>&-
        fi
        flock -u 9
        [ -e "$wanted" ] || break
    done
}

: >"$wanted"
if $wait; then
    exec 9>"$job.lock"
    work
    exit "$code"
fi
# Not kept alive, and nothing kept open, for whoever waits for the end of this script's output; not ended with its terminal.
(
    trap '' HUP
    exec 9>"$job.lock"
    work
) </dev/null >/dev/null 2>&1 &
