#!/bin/sh
# pins.sh - ./run static --pins: what is newer than the pinned sources, with a Debian that is made up here.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
export LC_ALL=C
command -v dpkg >/dev/null && [ -f /usr/share/keyrings/debian-archive-keyring.gpg ] || {
    echo "SKIPPED: no Debian here"
    exit 77
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

fail() {
    echo "FAILED: $*"
    cat "$tmp/out" "$tmp/err"
    exit 1
}

# apt with an index ($tmp/index: NAME VERSION) and files for some of it ($tmp/pool).
mkdir "$tmp/bin" "$tmp/tree" "$tmp/tree/toolchains"
cat >"$tmp/bin/apt-cache" <<'END'
#!/bin/sh
for name; do :; done
sed -n "s/^$name /Version: /p" "$INDEX"
END
cat >"$tmp/bin/apt-get" <<'END'
#!/bin/sh
for wanted; do :; done
case " $* " in
*" indextargets "*) echo http://mirror.example/debian/ ;;
*" source "*)
    grep -qxF "${wanted%%=*} ${wanted#*=}" "$POOL" || exit 100
    version=${wanted#*=}
    version=${version#*:}
    case " $* " in
    *" --tar-only "*) echo "$wanted" >"${wanted%%=*}_${version%-*}.orig.tar.gz" ;;
    *) echo "$wanted" >"${wanted%%=*}_$version.dsc" ;;
    esac
    ;;
esac
END
chmod 755 "$tmp/bin/apt-cache" "$tmp/bin/apt-get"
cp "$root"/toolchains/static.sh "$root"/toolchains/static_sources.sh "$tmp/tree/toolchains/"
cat >"$tmp/tree/toolchains/sources.txt" <<'END'
# A comment.
new 1:1.10-1 new_1.10-1.dsc 00 MIT
fixed 1.9-1 fixed_1.9-1.dsc 00 MIT
told 2.0-1+deb12u2 told_2.0-1+deb12u2.dsc 00 MIT
both 3-1 both_3-1.dsc 00 MIT AND Zlib
tar 0.9-1 tar_0.9.orig.tar.gz 00 MIT
END
cp "$tmp/tree/toolchains/sources.txt" "$tmp/before"
cat >"$tmp/index" <<'END'
new 1:1.9-1
new 1:1.10-1
fixed 1.10-1
fixed 1.9-1
fixed 1.9-1+deb12u1
told 2.0-1+deb12u2
told 2.0-1+deb12u5
both 3-1
both 3-1+deb12u1
both 3-1+deb12u2
tar 0.10-1
END
grep -v -e '^told .*u5' -e '^both .*u2' "$tmp/index" >"$tmp/pool"
pins() {
    code=0
    env PATH="$tmp/bin:$PATH" INDEX="$tmp/index" POOL="$tmp/pool" sh "$tmp/tree/toolchains/static.sh" --pins "$@" \
        >"$tmp/out" 2>"$tmp/err" || code=$?
}
says() { grep -qxF -- "$1" "$tmp/out" || fail "does not say: $1"; }

pins
[ $code = 1 ] || fail "exit code $code with newer sources"
cmp -s "$tmp/before" "$tmp/tree/toolchains/sources.txt" || fail "wrote without --write"
says 'new 1:1.10-1: the newest that can be fetched'
says 'fixed 1.9-1: behind 1.10-1, which can be fetched'
says 'told 2.0-1+deb12u2: the newest that can be fetched; announced, but its files are not there: 2.0-1+deb12u5'
says 'both 3-1: behind 3-1+deb12u1, which can be fetched; announced, but its files are not there: 3-1+deb12u2'
says 'tar 0.9-1: behind 0.10-1, which can be fetched; the index no longer has the pinned one'
[ "$(wc -l <"$tmp/out")" = 5 ] || fail "not a line for each"
pins --write
[ $code = 0 ] || fail "exit code $code"
hash_of() { echo "$1" | sha256sum | cut -d ' ' -f 1; }
cat >"$tmp/want" <<END
# A comment.
new 1:1.10-1 new_1.10-1.dsc 00 MIT
fixed 1.10-1 fixed_1.10-1.dsc $(hash_of fixed=1.10-1) MIT
told 2.0-1+deb12u2 told_2.0-1+deb12u2.dsc 00 MIT
both 3-1+deb12u1 both_3-1+deb12u1.dsc $(hash_of both=3-1+deb12u1) MIT AND Zlib
tar 0.10-1 tar_0.10.orig.tar.gz $(hash_of tar=0.10-1) MIT
END
diff "$tmp/want" "$tmp/tree/toolchains/sources.txt" || fail "wrote other pins"
pins
[ $code = 0 ] || fail "exit code $code with nothing newer"
says 'told 2.0-1+deb12u2: the newest that can be fetched; announced, but its files are not there: 2.0-1+deb12u5'
sed -i /^new/d "$tmp/index"
pins
[ $code = 1 ] && grep -q 'has no source of new' "$tmp/err" || fail "a source that is gone"
