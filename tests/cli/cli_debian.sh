# cli_debian.sh - packaging/debian makes packages of the program of this build: the same for the same sources, sound, and
# installable.  tests/static/build_debs.sh compiles, too.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the packages are the same"
[ -n "${BUILD_DIR:-}" ] || skip "BUILD_DIR is not given"
for program in dh dpkg-deb make; do
    command -v $program >/dev/null || skip "no $program: packages for Debian"
done

export SOURCE_DATE_EPOCH=1764374400 DEB_BUILD_OPTIONS=nocheck\ noautodbgsym
unset MAKEFLAGS MAKELEVEL DESTDIR
for time in 1 2; do
    mkdir -p "made$time/tree"
    cp -R "$SOURCE_DIR/packaging/debian" "made$time/tree/debian"
    cp "$SOURCE_DIR/CHANGELOG.md" "made$time/tree/"
    (cd "made$time/tree" && make -f debian/rules binary BUILT="$BUILD_DIR") >out 2>err || fail "debian/rules"
done
for package in made1/*.deb; do
    cmp "$package" "made2/${package##*/}" || fail "the package differs from run to run"
done
[ "$(find made1 -maxdepth 1 -name '*.deb' | wc -l)" = 2 ] || fail "not two packages"

# Of the flags, which are not those of Debian here, lintian says nothing.
code=0
SUPPRESS=hardening-no-bindnow,hardening-no-fortify-functions,hardening-no-pie,hardening-no-relro \
    sh "$SOURCE_DIR/tests/static/debs.sh" made1 >out 2>err || code=$?
[ $code = 0 ] || [ $code = 77 ] || fail "a package"
grep SKIPPED out || :

