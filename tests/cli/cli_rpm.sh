# cli_rpm.sh - packaging/rpm/tirage.spec makes packages of the program of this build, and lists every file that is installed.
# Macros of Fedora that Debian's rpm does not have are stand-ins here; nothing is compiled.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the packages are the same"
[ -n "${BUILD_DIR:-}" ] || skip "BUILD_DIR is not given"
command -v rpmbuild >/dev/null || skip "no rpmbuild"

version=$("$TIRAGE" --version | sed 's/tirage //')
mkdir -p sources "tirage-$version/packaging/debian/tests"
cp "$SOURCE_DIR/LICENSE" "tirage-$version/"
cp "$SOURCE_DIR/packaging/debian/tests/gallery" "tirage-$version/packaging/debian/tests/"
mkdir "tirage-$version/built"
ln -s "$TIRAGE" "tirage-$version/built/tirage"
tar -czf "sources/tirage-$version.tar.gz" "tirage-$version"
rpmbuild -bb --nodeps --quiet \
    --define "_topdir $work/rpm" --define "_sourcedir $work/sources" --define "_vpath_builddir built" \
    --define "cmake :" --define "cmake_build :" \
    --define "cmake_install DESTDIR=%{buildroot} cmake --install $BUILD_DIR --prefix /usr" \
    --define "_userunitdir /usr/lib/systemd/user" \
    --define "systemd_user_post() :" --define "systemd_user_preun() :" \
    "$SOURCE_DIR/packaging/rpm/tirage.spec" >out 2>err || fail "rpmbuild"
main=$(find rpm -name "tirage-$version-*.rpm") thumbnailer=$(find rpm -name "tirage-thumbnailer-$version-*.noarch.rpm")
rpm -qpl "$main" >files 2>err || fail "no package"
for file in bin/tirage share/man/man1/tirage.1 lib/systemd/user/tirage.path share/doc/tirage/docs/albums.md share/tirage/darktable/tirage.lua; do
    grep -qE "^/usr/$file(\.gz)?\$" files || fail "$file is not in the package"
done
! grep thumbnailers files || fail "the entry for file managers is in the main package"
rpm -qpl "$thumbnailer" 2>err | grep -qx /usr/share/thumbnailers/tirage.thumbnailer || fail "no entry for file managers"
