#!/bin/sh
# artefacts.sh NATIVE [TARGET...] - what ./run static left in build/TARGET: is it one file that needs nothing, and
# does it make what NATIVE, this machine's own build, makes?  Those for ARM run under qemu.
# Exit status 77: something could not be tried here, and is named.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
native=$(readlink -f "$1")
shift
[ $# -gt 0 ] || set -- x86_64-linux-musl aarch64-linux-musl armv7-linux-musleabihf
export LC_ALL=C
unset TIRAGE_JOBS TIRAGE_CPU
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0
limit=300 # seconds for one run; an emulator may hang

fail() {
    echo "FAILED: $target: $*"
    exit 1
}

skip() {
    echo "SKIPPED: $target: $*"
    status=77
}

# One file: nothing is loaded with it, and nothing in it is writable and executable.
check_elf() {
    readelf -hlSW "$1" >"$tmp/elf"
    grep -q 'Type: *EXEC' "$tmp/elf" || fail "is no executable at fixed addresses"
    ! grep -Eq 'INTERP|DYNAMIC|\.dynamic' "$tmp/elf" || fail "has a dynamic section or an interpreter"
    ! grep -Eq '^  [A-Z_]+ +0x.* RWE ' "$tmp/elf" || fail "has a segment that is writable and executable"
    grep -Eq 'GNU_STACK .* 0x100000 RW ' "$tmp/elf" || fail "does not ask for threads of 1 MiB"
    ! grep -q '\.symtab\|\.debug' "$tmp/elf" || fail "is not stripped"
    [ "$(wc -c <"$1")" -le 7250000 ] || fail "is larger than 7.25 MB"
    ! grep -q -F -e "$root" -e "${XDG_CACHE_HOME:-$HOME/.cache}" "$1" || fail "names folders of this machine"
    nm "$root/build/$target/core/libtg_core.a" 2>/dev/null | grep -q 'U __stack_chk_fail' || fail "has no stack protector"
}

# What is known about its contents.
check_archive() {
    archive=$(echo "$root/build/$target/tirage-"*"-$target.tar.gz")
    mkdir "$tmp/$target"
    tar -xzf "$archive" -C "$tmp/$target" --strip-components=1
    cmp "$root/build/$target/tirage" "$tmp/$target/bin/tirage" || fail "another program is in the archive"
    for file in man/man1/tirage.1 bash-completion/completions/tirage zsh/site-functions/_tirage \
        fish/vendor_completions.d/tirage.fish systemd/user/tirage.service doc/tirage/copyright doc/tirage/README.md \
        doc/tirage/docs/albums.md; do
        [ -s "$tmp/$target/share/$file" ] || fail "no $file in the archive"
    done
    python3 - "$tmp/$target" "$root/toolchains/sources.txt" <<'END' || fail "its list of contents"
import hashlib, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
spdx = json.loads((folder / "share/doc/tirage/tirage.spdx.json").read_text())
known = {p["name"]: p for p in spdx["packages"]}
digest = hashlib.sha256((folder / "bin/tirage").read_bytes()).hexdigest()
assert known["tirage"]["checksums"][0]["checksumValue"] == digest
for line in pathlib.Path(sys.argv[2]).read_text().splitlines():
    if not line.startswith("#"):
        name, version, _, digest, _ = line.split(" ", 4)
        assert known[name]["versionInfo"] == version and known[name]["checksums"][0]["checksumValue"] == digest
        assert (folder / f"share/doc/tirage/licences/{name}.txt").stat().st_size > 500, name
assert spdx["spdxVersion"] == "SPDX-2.3" and len(spdx["relationships"]) == len(spdx["packages"])
END
}

# inside ARGUMENTS: the program in a root where there is nothing but it, the pictures and the emulator.
inside() {
    timeout -k 5 "$limit" $enter "$tmp/jail" $emulator /tirage -q "$@" >"$tmp/out" 2>"$tmp/err" || {
        cat "$tmp/out" "$tmp/err"
        fail "tirage $* in an empty root"
    }
}

check_run() {
    case $target in
    x86_64-*) emulator= ;;
    aarch64-*) emulator=qemu-aarch64-static ;;
    *) emulator=qemu-arm-static ;;
    esac
    rm -rf "$tmp/jail"
    mkdir -p "$tmp/jail/tmp"
    cp "$root/build/$target/tirage" "$tmp/jail/"
    if [ -n "$emulator" ]; then
        command -v $emulator >/dev/null || { skip "no $emulator" && return 0; }
        cp "$(command -v $emulator)" "$tmp/jail/"
        emulator=/$emulator
    elif [ "$(uname -m)" != x86_64 ]; then
        skip "this machine is no x86_64" && return 0
    fi
    inside --version --verbose
    sed -n '/^#/!s/^\([^ ]* [^ ]*\) .*/\1/p' "$root/toolchains/sources.txt" >"$tmp/pins"
    [ "$(grep -c -x -F -f "$tmp/pins" "$tmp/out")" = "$(wc -l <"$tmp/pins")" ] || fail "does not say what is in it"
    inside example /example
    diff -r "$tmp/example" "$tmp/jail/example" || fail "another example"
    cp -R "$tmp/photos" "$tmp/jail/photos"
    inside build -j 2 /photos -o /site
    diff -r -x .tirage "$tmp/site" "$tmp/jail/site" || fail "another gallery than this machine's"
    inside build -j 2 /photos -o /site # nothing new
    # Other formats: this machine's libraries may be others, but those of the static ones are the same.
    for format in webp png; do
        (cd "$tmp/jail" && find example -name '*1.jpg' -print0) >"$tmp/list"
        inside thumb -j 1 -0 -s 90 --format $format -o "/formats/{dir}/{stem}.$format" <"$tmp/list"
    done
    [ -d "$tmp/formats" ] || cp -R "$tmp/jail/formats" "$tmp/"
    diff -r "$tmp/formats" "$tmp/jail/formats" || fail "other PNG or WebP files than the first target"
    if [ -z "$emulator" ]; then
        (ulimit -s 256 && inside build -j 2 /photos -o /small) || fail "a stack of 256 KiB is too small"
        diff -r -x .tirage "$tmp/site" "$tmp/jail/small"
        "$root/build/$target/tirage" doctor >"$tmp/doctor" || fail "doctor: $(cat "$tmp/doctor")"
        grep -q 'decodes with SIMD  yes' "$tmp/doctor" || fail "libjpeg without SIMD"
    else # an emulator's speed proves nothing
        sed '1,/^Linker script/d' "$root/build/$target/tirage.map" |
            grep -Eq 'libjpeg\.a\((jidctint-neon\.c|jsimd_neon\.S)\.o\)$' || fail "libjpeg without SIMD"
    fi
}

enter=chroot
[ "$(id -u)" -eq 0 ] || enter='unshare --user --map-root-user chroot'
target=native
"$native" -q example "$tmp/example"
cp -R "$tmp/example" "$tmp/photos"
for photo in "$root"/../shared/photos/*iPhone*.jpg; do # real ones, if there are any
    [ ! -f "$photo" ] || { mkdir -p "$tmp/photos/real" && cp "$photo" "$tmp/photos/real/"; }
done
# HEIC by libavcodec there and libde265 here must be the same samples.
photo=$(find "$tmp/example" -name '*1.jpg' | sort | head -n 1)
for encoder in 'heif-enc -q 90 -o phone.heic' 'heif-enc -q 90 -b 10 -o deep.heic' 'avifenc -s 8'; do
    command -v "${encoder%% *}" >/dev/null || { skip "no ${encoder%% *}" && continue; }
    mkdir -p "$tmp/photos/phone"
    out=
    case $encoder in avifenc*) out=phone.avif ;; esac
    (cd "$tmp/photos/phone" && $encoder "$photo" $out) >"$tmp/out" 2>&1 || fail "$encoder: $(cat "$tmp/out")"
done
"$native" -q build "$tmp/photos" -o "$tmp/site"
for target; do
    [ -x "$root/build/$target/tirage" ] || fail "not built: ./run static $target"
    check_elf "$root/build/$target/tirage"
    check_archive
    if $enter / true 2>/dev/null; then check_run; else skip "no chroot for this user"; fi
    echo "$target: fine"
done
exit $status
