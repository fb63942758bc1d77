#!/bin/sh
# refusals.sh - ./run static says in one line what is wrong and what to do.  Fetches nothing, builds nothing.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
export LC_ALL=C
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export XDG_CACHE_HOME="$tmp/cache"

fail() {
    echo "FAILED: $*"
    cat "$tmp/err"
    exit 1
}

# refuses TEXT COMMAND...
refuses() {
    text=$1
    shift
    ! timeout 100 "$@" >"$tmp/out" 2>"$tmp/err" || fail "no refusal: $*"
    [ "$(wc -l <"$tmp/err")" = 1 ] || fail "not one line: $*"
    grep -q -- "$text" "$tmp/err" || fail "does not say '$text': $*"
}

cd "$root"
refuses "'mips' is no target; targets are x86_64-linux-musl" ./run static mips
command -v apt-get >/dev/null || {
    echo "SKIPPED: no apt here"
    exit 77
}
refuses "may have a space in it" env XDG_CACHE_HOME="$tmp/a b" ./run static x86_64-linux-musl

# Programs of this machine but for one.
mkdir "$tmp/bin"
for folder in $(echo "$PATH" | tr : ' '); do
    for program in "$folder"/*; do
        [ ! -x "$program" ] || ln -s "$program" "$tmp/bin/" 2>/dev/null || :
    done
done
if command -v aarch64-linux-gnu-gcc >/dev/null; then
    rm "$tmp/bin/aarch64-linux-gnu-gcc"
    refuses 'aarch64-linux-gnu-gcc is missing: ./run deps --cross installs the cross compiler' \
        env PATH="$tmp/bin" toolchains/static.sh aarch64-linux-musl
fi

# No network: a port on which nobody listens.
refuses 'no package index from http://127.0.0.1:9: is there a network?' \
    env DEBIAN_MIRROR=http://127.0.0.1:9 toolchains/static_sources.sh "$tmp/sources"

# A file that is not the pinned one is fetched again, and refused if it still is not: here another hash is pinned.
mkdir -p "$tmp/tree/toolchains"
cp toolchains/*.sh "$tmp/tree/toolchains/"
sed -n 's/^\(zlib [^ ]* [^ ]* \)[0-9a-f]*/\1'"$(printf '0%.0s' $(seq 64))"'/p' toolchains/sources.txt \
    >"$tmp/tree/toolchains/sources.txt"
if "$tmp/tree/toolchains/static_sources.sh" "$tmp/wrong" >"$tmp/out" 2>"$tmp/err"; then
    fail "a wrong hash was accepted"
elif grep -q 'is there a network' "$tmp/err"; then
    echo "SKIPPED: no network"
    exit 77
fi
refuses 'is not the file that toolchains/sources.txt names: remove it and try again' \
    "$tmp/tree/toolchains/static_sources.sh" "$tmp/wrong"
