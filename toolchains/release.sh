#!/bin/sh
# release.sh [deb] [TARGET...] - what is published of a version, in build/dist: the Debian package, an archive of the static
# program for each target, and SHA256SUMS of them.  All of it if nothing is named.  The same sources give the same bytes
# on the same system; tags, uploads and signatures are for people: CONTRIBUTING.md, "Releasing".
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
dist=$root/build/dist
all='deb x86_64-linux-musl aarch64-linux-musl armv7-linux-musleabihf'

fail() {
    echo "release: $*" >&2
    exit 1
}

# Built from nothing: what an earlier build left must not decide bytes.
package() {
    flags="-ffile-prefix-map=$root=. -ffile-prefix-map=../..=."
    rm -rf build/package
    cmake -S . -B build/package -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ \
        -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags"
    ninja -C build/package tirage
    (cd build/package && cpack -G DEB)
    cp build/package/*.deb "$dist/"
}

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
grep -qx "pkgver=$version" packaging/alpine/APKBUILD || fail "packaging/alpine/APKBUILD names another version than $version"
if commit=$(git log -1 --format=%ct 2>/dev/null); then
    [ -z "$(git status --porcelain)" ] || fail "there are changes that are in no commit (git status): commit or stash them"
    export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$commit}"
fi
: "${SOURCE_DATE_EPOCH:?is needed outside of a git repository: the date of the release, in seconds}"
rm -rf "$dist"
mkdir -p "$dist"
for what; do
    if [ "$what" = deb ]; then
        ./toolchains/deps.sh
        package
    else
        ./toolchains/static.sh "$what"
        cp "build/$what/tirage-$version-$what.tar.gz" "$dist/"
    fi
done
(cd "$dist" && sha256sum ./*.deb ./*.tar.gz 2>/dev/null | sed 's,  \./,  ,' >SHA256SUMS)
echo "build/dist:"
cat "$dist/SHA256SUMS"
