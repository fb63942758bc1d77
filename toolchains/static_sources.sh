#!/bin/sh
# static_sources.sh FOLDER - fetches what sources.txt names into FOLDER, unless it is there.
# static_sources.sh --pins - writes the versions that Debian has today, and their hashes, into sources.txt.
#
# Exit status 77: a file cannot be fetched.
#
# apt checks the archive's signature and the hashes in its index, in a state of its own: the system's lists
# stay as they are.  The mirror is the one that this system uses; DEBIAN_MIRROR names another, without its last
# /debian.
set -eu
pins=$(cd "$(dirname "$0")" && pwd)/sources.txt
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    sed -n 's#/debian/*$##p' | head -n 1)}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
    echo "static: $*" >&2
    exit 1
}

# What a test takes for a reason to skip.
unreachable() {
    echo "static: $*" >&2
    exit 77
}

[ -n "$mirror" ] || fail "this system has no mirror of Debian: DEBIAN_MIRROR=URL names one"
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
: >"$state/status"
for suite in 'debian bookworm' 'debian bookworm-updates' 'debian-security bookworm-security'; do
    echo "deb-src [signed-by=$keyring] $mirror/${suite% *} ${suite#* } main"
done >"$state/sources.list"

apt() {
    command=$1
    shift
    "$command" -qq -o Dir::State="$state" -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
        -o Dir::Cache="$state/cache" -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=- \
        -o Acquire::Languages=none -o Acquire::Retries=2 -o Acquire::http::Timeout=20 -o APT::Sandbox::User= \
        -o APT::Update::Error-Mode=any "$@"
}

read_index() {
    [ ! -f "$state/read" ] || return 0
    [ -f "$keyring" ] || fail "no $keyring: install debian-archive-keyring"
    apt apt-get update >"$state/log" 2>&1 ||
        unreachable "no package index from $mirror: is there a network?  DEBIAN_MIRROR=URL names another mirror"
    : >"$state/read"
}

# take NAME VERSION FILE: FILE and what belongs to it, into the current folder.
take() {
    only=
    case $3 in *.dsc) ;; *) only=--tar-only ;; esac
    apt apt-get source --download-only --only-source $only "$1=$2" >>"$state/log" 2>&1
}

is_pinned() { echo "$2  $1" | sha256sum --check --status 2>/dev/null; }

fetch() {
    while read -r name version file hash _; do
        case $name in \#*) continue ;; esac
        if ! is_pinned "$file" "$hash"; then
            read_index
            take "$name" "$version" "$file" ||
                unreachable "$mirror has no $name $version (any more): ./run static --pins takes the versions of today"
            is_pinned "$file" "$hash" ||
                fail "$PWD/$file is not the file that toolchains/sources.txt names: remove it and try again"
        fi
        # A whole package: its other files are as the .dsc says.
        case $file in
        *.dsc)
            sed -n '/^Checksums-Sha256:/,/^[^ ]/s/^ \([0-9a-f]*\) [0-9]* \(.*\)/\1  \2/p' "$file" |
                sha256sum --check --status 2>/dev/null || {
                read_index
                take "$name" "$version" "$file" ||
                    fail "a file of $name in $PWD is damaged and cannot be fetched: remove that folder and try again"
            }
            ;;
        esac
    done <"$pins"
}

# The newest version of each package whose files are really there.
write_pins() {
    read_index
    cd "$state"
    while read -r name version file hash licence; do
        case $name in
        \#*) echo "$name $version $file $hash $licence" && continue ;;
        esac
        for newest in $(apt apt-cache showsrc "$name" | sed -n 's/^Version: //p' | sort -urV); do
            upstream=${newest#*:}
            case $file in
            *.dsc) file=${name}_$upstream.dsc ;;
            *) file=${name}_${upstream%-*}.orig.${file##*.orig.} ;;
            esac
            if take "$name" "$newest" "$file" && [ -f "$file" ]; then
                echo "$name $newest $file $(sha256sum <"$file" | cut -d ' ' -f 1) $licence"
                continue 2
            fi
            echo "static: $mirror has no files of $name $newest; the next older one is tried" >&2
        done
        fail "$mirror has no source of $name"
    done <"$pins" >"$state/pins"
    cat "$state/pins" >"$pins"
}

case ${1:-} in
--pins) write_pins ;;
*)
    mkdir -p "$1"
    cd "$1"
    fetch
    ;;
esac
