#!/bin/sh
# release_refusals.sh - what ./run release refuses, and with which words.  Builds nothing.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
export LC_ALL=C
unset SOURCE_DATE_EPOCH
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# refuses TEXT ARGUMENT...
refuses() {
    text=$1
    shift
    ! timeout 60 sh "$tmp/tree/toolchains/release.sh" "$@" >"$tmp/out" 2>"$tmp/err" || { echo "FAILED: no refusal: $text" && exit 1; }
    grep -q -- "$text" "$tmp/err" || { echo "FAILED: does not say '$text': $(cat "$tmp/err")" && exit 1; }
    [ ! -e "$tmp/tree/build" ] || { echo "FAILED: something was made: $text" && exit 1; }
}

mkdir -p "$tmp/tree/toolchains" "$tmp/tree/packaging/alpine" "$tmp/tree/packaging/debian" "$tmp/tree/packaging/rpm"
cp "$root/toolchains/release.sh" "$tmp/tree/toolchains/"
cd "$tmp/tree"
echo 'project(tirage VERSION 9.8.7 LANGUAGES C CXX)' >CMakeLists.txt
echo '## Not released yet' >CHANGELOG.md
echo 'pkgver=9.8.6' >packaging/alpine/APKBUILD
: >packaging/rpm/tirage.spec
refuses "'rpm' cannot be released; what can is deb x86_64-linux-musl" deb rpm
refuses "CHANGELOG.md has no heading '## 9.8.7'" deb
echo '## 9.8.7' >CHANGELOG.md
refuses 'APKBUILD names another version than 9.8.7' deb
echo 'pkgver=9.8.7' >packaging/alpine/APKBUILD
refuses 'tirage.spec names another version than 9.8.7' deb
echo 'Version:        9.8.7' >packaging/rpm/tirage.spec
echo 'tirage (9.8.6-2) unstable; urgency=medium' >packaging/debian/changelog
refuses 'packaging/debian/changelog names another version than 9.8.7' deb
echo 'tirage (9.8.7-1) unstable; urgency=medium' >packaging/debian/changelog
refuses 'SOURCE_DATE_EPOCH: is needed outside of a git repository' deb
git init -q .
git -c user.name=N -c user.email=n@example.org commit -q --allow-empty -m Start
refuses 'changes that are in no commit' deb
