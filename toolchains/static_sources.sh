#!/bin/sh
# static_sources.sh FOLDER - fetches what sources.txt names into FOLDER, unless it is there.
# static_sources.sh --pins - compares sources.txt with what Debian has today, security updates included: a line for
#     each source.  Exit status 1: there is a newer version than a pinned one.
# static_sources.sh --pins --write - writes the newest versions, and their hashes, into sources.txt too.
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
            echo "fetching the source of $name $version"
            take "$name" "$version" "$file" ||
                unreachable "$mirror has no $name $version (any more): ./run static --pins --write takes the versions of today"
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

# versions NAME: all that the index has, the newest first.
versions() {
    apt apt-cache showsrc "$1" | sed -n 's/^Version: //p' | sort -u >"$state/versions"
    while [ -s "$state/versions" ]; do
        best=
        while read -r one; do
            if [ -z "$best" ] || dpkg --compare-versions "$one" gt "$best"; then best=$one; fi
        done <"$state/versions"
        echo "$best"
        sed -i "\\|^$best\$|d" "$state/versions"
    done
}

# file_of FILE NAME VERSION: how the file of another version is called that is pinned as FILE.
file_of() {
    upstream=${3#*:}
    case $1 in
    *.dsc) echo "$2_$upstream.dsc" ;;
    *) echo "$2_${upstream%-*}.orig.${1##*.orig.}" ;;
    esac
}

# The newest version whose files are really there, in $newest and $file; those above it, which the index only
# announces, in $announced.  The pinned one if nothing newer can be had.
find_newest() { # NAME VERSION FILE
    newest=$2 file=$3 announced=
    versions "$1" >"$state/all"
    [ -s "$state/all" ] || fail "$mirror has no source of $1"
    while read -r candidate; do
        dpkg --compare-versions "$candidate" gt "$2" || return 0
        try=$(file_of "$3" "$1" "$candidate")
        if take "$1" "$candidate" "$try" && [ -f "$try" ]; then
            newest=$candidate file=$try
            return 0
        fi
        announced="$announced $candidate"
    done <"$state/all"
}

# What --pins says of a source; whether it is behind, in $behind.
say_pin() { # NAME VERSION
    says="the newest that can be fetched"
    if [ "$newest" != "$2" ]; then
        says="behind $newest, which can be fetched"
        behind=1
    fi
    [ -z "$announced" ] || says="$says; announced, but its files are not there:$announced"
    grep -qxF "$2" "$state/all" || says="$says; the index no longer has the pinned one"
    echo "$1 $2: $says" >&3
}

compare_pins() {
    behind=
    read_index
    cd "$state"
    exec 3>&1
    while read -r line; do
        case $line in
        \#*) echo "$line" && continue ;;
        esac
        read -r name version pinned hash licence <<END
$line
END
        find_newest "$name" "$version" "$pinned"
        say_pin "$name" "$version"
        [ "$newest" = "$version" ] || hash=$(sha256sum <"$file" | cut -d ' ' -f 1)
        echo "$name $newest $file $hash $licence"
    done <"$pins" >"$state/pins"
    if [ "${1:-}" = --write ]; then
        cat "$state/pins" >"$pins"
    elif [ -n "$behind" ]; then
        echo "static: sources.txt is behind Debian: ./run static --pins --write takes what can be fetched" >&2
        exit 1
    fi
}

case ${1:-} in
--pins) compare_pins "${2:-}" ;;
*)
    mkdir -p "$1"
    cd "$1"
    fetch
    ;;
esac
