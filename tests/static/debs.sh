#!/bin/sh
# debs.sh FOLDER - Debian's packages in FOLDER: what is in them, what lintian says, and their own tests (packaging/debian/tests), run with
# what dpkg installs into an empty root.  SUPPRESS names lintian's tags that do not matter, with commas between them.
# Exit status 77: something could not be tried here, and is named.
set -eu
export LC_ALL=C
tests=$(cd "$(dirname "$0")/../../packaging/debian/tests" && pwd)
folder=$(cd "$1" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
    echo "FAILED: $*"
    exit 1
}

skip() {
    echo "SKIPPED: $*"
    status=77
}

main=$(echo "$folder"/tirage_*.deb) thumbnailer=$(echo "$folder"/tirage-thumbnailer_*_all.deb)
dpkg-deb -c "$main" >"$tmp/files"
for file in bin/tirage share/zsh/vendor-completions/_tirage share/bash-completion/completions/tirage \
    share/fish/vendor_completions.d/tirage.fish share/man/man1/tirage.1.gz lib/systemd/user/tirage.path \
    lib/systemd/user/tirage.service lib/systemd/user/tirage.timer share/doc/tirage/changelog.gz \
    share/doc/tirage/changelog.Debian.gz share/doc/tirage/copyright share/doc/tirage/docs/albums.md \
    share/doc/tirage/examples/ci/github-pages.yaml share/tirage/darktable/tirage.lua share/tirage/export/after-export.sh; do
    grep -q " ./usr/$file\$" "$tmp/files" || fail "$file is not in the package"
done
! grep thumbnailers "$tmp/files" || fail "the entry for file managers is in the main package"
dpkg-deb -c "$thumbnailer" | grep -q ' ./usr/share/thumbnailers/tirage.thumbnailer$' || fail "no entry for file managers"
for package in "$main" "$thumbnailer"; do # no unit is enabled, and nothing else done
    dpkg-deb -e "$package" "$tmp/control-${package##*/}"
    scripts=$(find "$tmp/control-${package##*/}" -name 'p[or][se]*')
    [ -z "$scripts" ] || fail "the package runs $scripts"
done

if command -v lintian >/dev/null; then
    what=$(find "$folder" -maxdepth 1 -name '*.changes') # the source as well, if it was made
    # shellcheck disable=SC2086 # a name or none
    lintian --allow-root -EI --pedantic --fail-on error,warning,info,pedantic,experimental ${SUPPRESS:+--suppress-tags "$SUPPRESS"} \
        ${what:-"$main" "$thumbnailer"} >"$tmp/lintian" 2>&1 || fail "lintian: $(cat "$tmp/lintian")"
else
    skip "no lintian"
fi

# Installed into a root of its own; what they depend on is this system's.
if [ "$(id -u)" -eq 0 ]; then
    mkdir -p "$tmp/root/var/lib/dpkg/info" "$tmp/root/var/lib/dpkg/updates"
    : >"$tmp/root/var/lib/dpkg/status"
    dpkg --root="$tmp/root" --force-depends --force-not-root --log=/dev/null -i "$main" "$thumbnailer" >"$tmp/out" 2>&1 ||
        fail "dpkg: $(cat "$tmp/out")"
    [ "$(dpkg --root="$tmp/root" -S /usr/share/thumbnailers/tirage.thumbnailer)" = \
        'tirage-thumbnailer: /usr/share/thumbnailers/tirage.thumbnailer' ] || fail "dpkg does not know the entry"
else
    mkdir "$tmp/root"
    dpkg-deb -x "$main" "$tmp/root"
    dpkg-deb -x "$thumbnailer" "$tmp/root"
fi
PATH=$tmp/root/usr/bin:$PATH
[ "$(command -v tirage)" = "$tmp/root/usr/bin/tirage" ] || fail "no program"
[ "$(dpkg-deb -f "$main" Version | sed 's/-[^-]*$//')" = "$(tirage --version | sed 's/tirage //')" ] || fail "the package's version"
for document in "$tmp"/root/usr/share/doc/tirage/README.md "$tmp"/root/usr/share/doc/tirage/docs/*.md; do
    for link in $(grep -oE '(\]\(|src=")[^)":# ]+' "$document" | sed 's/^](//; s/^src="//' |
        grep -vE '^(https?|mailto)|LICENSE|CHANGELOG|packaging/'); do
        [ -e "${document%/*}/$link" ] || fail "$document leads to $link, which is not installed"
    done
done
AUTOPKGTEST_TMP='' sh "$tests/gallery" >"$tmp/out" 2>&1 || fail "the test gallery: $(cat "$tmp/out")"
if tirage thumb --help | grep -q -e --thumbnailer; then
    AUTOPKGTEST_TMP='' ENTRY=$tmp/root/usr/share/thumbnailers/tirage.thumbnailer sh "$tests/thumbnailer" >"$tmp/out" 2>&1 ||
        fail "the test thumbnailer: $(cat "$tmp/out")"
else
    skip "this program makes no thumbnails for file managers"
fi
exit $status
