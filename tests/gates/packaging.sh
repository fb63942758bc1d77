# packaging.sh - packages of all kinds name this version and what a build needs by toolchains/deps.sh; their files can be read by the
# tools that are here.
. "$(dirname "$0")/tree.sh"

version=$(sed -n 's/^project(tirage VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
named() { grep -qE "$2" "$1" || violation "$1 names another version than $version"; }
named packaging/alpine/APKBUILD "^pkgver=$version\$"
named packaging/rpm/tirage.spec "^Version: +$version\$"
head -n 1 packaging/debian/changelog | grep -qE "^tirage \($version-[0-9]+\) " ||
    violation "packaging/debian/changelog names another version than $version"

# build_packages MANAGER: what deps.sh installs there for a build, but for tools that every such system has.
build_packages() {
    sed -n "/^$1_packages/,/ test)/{/ test)/!p}" toolchains/deps.sh | grep -oE "[a-z0-9-]+-$2( |\$|')" | tr -d " '" | sort -u
}
for package in $(build_packages apt dev | grep -v '^python3'); do
    grep -q "^ $package,\$" packaging/debian/control || violation "packaging/debian/control lacks $package"
done
[ "$(build_packages apt dev | wc -l)" -ge 15 ] || violation "deps.sh cannot be read"

# Fedora's names of packages, and those of the pkg-config files in them that the spec has.
for package in $(build_packages dnf devel); do
    case $package in
    giflib-devel | highway-devel) want=$package ;;
    libaom-devel) want='pkgconfig(aom)' ;;
    libdav1d-devel) want='pkgconfig(dav1d)' ;;
    libjpeg-turbo-devel) want='pkgconfig(libjpeg)' ;;
    libtiff-devel) want='pkgconfig(libtiff-4)' ;;
    libyaml-devel) want='pkgconfig(yaml-0.1)' ;;
    sqlite-devel) want='pkgconfig(sqlite3)' ;;
    xxhash-devel) want='pkgconfig(libxxhash)' ;;
    *) want="pkgconfig(${package%-devel})" ;;
    esac
    grep -qE "^BuildRequires: +$(echo "$want" | sed 's/[().]/\\&/g')( |\$)" packaging/rpm/tirage.spec ||
        violation "packaging/rpm/tirage.spec lacks $want, of $package"
done

skipped=
if command -v rpmspec >/dev/null; then
    for with in --without --with; do
        rpmspec -P packaging/rpm/tirage.spec $with heic >/dev/null || violation "rpmspec cannot read packaging/rpm/tirage.spec"
    done
else
    skipped="$skipped rpmspec"
fi
if command -v rpmlint >/dev/null; then
    said=$(rpmlint -c packaging/rpm/rpmlint.toml packaging/rpm/tirage.spec 2>&1) || violation "$said"
    echo "$said" | grep -q ' 0 errors, 0 warnings' || violation "$said"
else
    skipped="$skipped rpmlint"
fi
if command -v shellcheck >/dev/null; then
    shellcheck -S warning packaging/debian/tests/gallery packaging/debian/tests/thumbnailer examples/ci/netlify-gallery.sh toolchains/debian.sh \
        packaging/export/after-export.sh toolchains/release.sh toolchains/source.sh tests/static/build_debs.sh tests/static/debs.sh || violations=1
else
    skipped="$skipped shellcheck"
fi
said=$(sh tests/static/alpine.sh 2>&1) || violation "$said"
[ -z "$skipped" ] || echo "SKIPPED: there is no$skipped"
exit $violations
