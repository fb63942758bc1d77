#!/bin/sh
# debian.sh OUT [OPTION...] - Debian's packages of this tree, into the folder OUT: dpkg-buildpackage in a copy of the tree,
# OUT/tirage-VERSION, with packaging/debian as its debian/.  OPTIONs are dpkg-buildpackage's; without any the packages
# alone are built (-b), and no tests are run.
# DEBFULLNAME and DEBEMAIL, Debian's names for who makes a package, replace the maintainer.  SOURCE_DATE_EPOCH is the date
# in the packages; without it that of packaging/debian/changelog.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:?usage: debian.sh OUT [OPTION...]}
shift

fail() {
    echo "debian: $*" >&2
    exit 1
}

command -v dh >/dev/null || fail "debhelper is missing: ./run deps --package installs it"
version=$("$root/toolchains/source.sh" --version)
[ "$(dpkg-parsechangelog -l "$root/packaging/debian/changelog" -S Version | sed 's/-[^-]*$//')" = "$version" ] ||
    fail "packaging/debian/changelog names another version than $version"
[ $# -gt 0 ] || set -- -b -Pnocheck
export DEB_BUILD_OPTIONS="noautodbgsym${DEB_BUILD_OPTIONS:+ $DEB_BUILD_OPTIONS}"

rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(dpkg-parsechangelog -l "$root/packaging/debian/changelog" -S Timestamp)}"
"$root/toolchains/source.sh" "$out/tirage_$version.orig.tar.gz"
tar -xzf "$out/tirage_$version.orig.tar.gz" -C "$out"
tree=$out/tirage-$version
cp -R "$root/packaging/debian" "$tree/debian"
if [ -n "${DEBFULLNAME:-}" ] && [ -n "${DEBEMAIL:-}" ]; then
    maker=$(printf '%s <%s>' "$DEBFULLNAME" "$DEBEMAIL" | sed 's/[\\&|]/\\&/g')
    sed -i "s|^Maintainer: .*|Maintainer: $maker|" "$tree/debian/control"
    sed -i "s|^ -- .*>  | -- $maker  |" "$tree/debian/changelog"
fi
(cd "$tree" && dpkg-buildpackage -us -uc "$@")
