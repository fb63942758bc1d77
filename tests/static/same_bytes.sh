#!/bin/sh
# same_bytes.sh TARGET - the program and the archive that ./run static left in build/TARGET, made once more from
# nothing: in a copy of the tree in elsewhere, with a cache of its own.  Takes minutes.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=$1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tirage/static
export XDG_CACHE_HOME
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

XDG_CACHE_HOME=$tmp/cache
mkdir -p "$XDG_CACHE_HOME/tirage/static" "$tmp/elsewhere"
cp -R "$cache/sources" "$XDG_CACHE_HOME/tirage/static/" # their hashes are compared all the same
cd "$root"
tar -cf - --exclude=./build --exclude=./.git . | tar -xf - -C "$tmp/elsewhere"
"$tmp/elsewhere/toolchains/static.sh" "$target"
for file in "build/$target/tirage" "build/$target"/*.tar.gz; do
    cmp "$file" "$tmp/elsewhere/$file" || { echo "FAILED: $file has other bytes" && exit 1; }
done
echo "$target: the same bytes"
