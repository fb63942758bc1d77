#!/bin/sh
# release.sh [WHAT...] - what is published of a version, in build/dist: all of it if nothing is named.
#   deb       Debian's packages
#   TARGET    an archive of the static program for that target, with a list of its contents
#   source    the archive of the sources, with a list of what in them others made
#   npm       the packages for npm, python the wheels for PyPI: of the archives of the static programs that are there
# Besides SHA256SUMS of them, and NOTES.md, which is what CHANGELOG.md says of the version.  The same sources give the same
# bytes on the same system; tags, uploads and signatures are for people: CONTRIBUTING.md, "Releasing".
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
dist=$root/build/dist
targets='x86_64-linux-musl aarch64-linux-musl armv7-linux-musleabihf'
all="deb $targets source npm python"

fail() {
    echo "release: $*" >&2
    exit 1
}

# names FILE LINE: FILE, which repeats the version, has that line.
names() { grep -qxF "$2" "$root/$1" || fail "$1 names another version than $version"; }

make_deb() {
    ./toolchains/deps.sh --package
    ./toolchains/debian.sh build/package
    cp build/package/*.deb "$dist/"
}

make_static() {
    ./toolchains/static.sh "$1"
    cp "build/$1/tirage-$version-$1.tar.gz" "build/$1/tirage-$version-$1.spdx.json" "$dist/"
}

make_source() {
    ./toolchains/source.sh "$dist/tirage-$version.tar.gz"
    python3 toolchains/sbom.py source "$dist/tirage-$version.tar.gz" >"$dist/tirage-$version.spdx.json"
}

# Of the static programs that have been made, now or before: of all if all is released.
make_client() { python3 "packaging/$1/pack_$1.py" "$dist"; }

cd "$root"
[ $# -gt 0 ] || set -- $all
for what; do
    case " $all " in
    *" $what "*) ;;
    *) fail "'$what' cannot be released; what can is $all" ;;
    esac
done
version=$(sed -n 's/^project(tirage VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
grep -q "^## $version\$" CHANGELOG.md || fail "CHANGELOG.md has no heading '## $version': give \"Not released yet\" its number"
names packaging/alpine/APKBUILD "pkgver=$version"
names packaging/rpm/tirage.spec "Version:        $version"
grep -q "^tirage ($version-[0-9]*) " packaging/debian/changelog || fail "packaging/debian/changelog names another version than $version"
if commit=$(git log -1 --format=%ct 2>/dev/null); then
    [ -z "$(git status --porcelain)" ] || fail "there are changes that are in no commit (git status): commit or stash them"
    export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$commit}"
fi
: "${SOURCE_DATE_EPOCH:?is needed outside of a git repository: the date of the release, in seconds}"
rm -rf "$dist"
mkdir -p "$dist"
for what; do
    case $what in
    deb | source) "make_$what" ;;
    npm | python) make_client "$what" ;;
    *) make_static "$what" ;;
    esac
done
# The text of the version, without its heading and the empty lines around it.
sed -n "/^## $version\$/,/^## /{/^## /!p}" CHANGELOG.md | sed '/./,$!d' >"$dist/NOTES.md"
(cd "$dist" && find . -type f ! -name SHA256SUMS ! -name NOTES.md -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' -r sha256sum >SHA256SUMS)
echo "build/dist:"
cat "$dist/SHA256SUMS"
