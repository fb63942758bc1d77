#!/bin/sh
# build_debs.sh [--check] - Debian's packages as ./run package makes them, with the source, twice in different folders: the same bytes;
# sound, by lintian and by the packages' own tests.  --check: the unit tests are run while they are built, as Debian
# does.  Takes minutes.  Exit status 77: something could not be tried here, and is named.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v dh >/dev/null || {
    echo "SKIPPED: no debhelper: ./run deps --package"
    exit 77
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
profile=-Pnocheck
[ "${1:-}" != --check ] || profile=
for folder in first second/deeper; do
    # shellcheck disable=SC2086 # an option or none
    sh "$root/toolchains/debian.sh" "$tmp/$folder" --build=full $profile >"$tmp/log" 2>&1 || {
        tail -n 40 "$tmp/log"
        echo "FAILED: the packages are not built"
        exit 1
    }
    profile=-Pnocheck
done
for file in "$tmp"/first/*.deb "$tmp"/first/*.tar.*; do
    cmp "$file" "$tmp/second/deeper/${file##*/}" || { echo "FAILED: other bytes in another folder" && exit 1; }
    sha256sum "$file" | sed 's,  .*/,  ,'
done
sh "$root/tests/static/debs.sh" "$tmp/first"
