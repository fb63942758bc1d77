#!/bin/sh
# static.sh --pins [--write] - how far toolchains/sources.txt is behind Debian; see static_sources.sh.
# static.sh [TARGET...] - the program as one static file that runs on any Linux of that processor:
# build/TARGET/tirage, and with its manual, completions, documents, units, licences and list of contents
# build/TARGET/tirage-VERSION-TARGET.tar.gz.
# Targets are x86_64-linux-musl, aarch64-linux-musl and armv7-linux-musleabihf; all three if none is named.
# TG_HEVC=OFF in the environment leaves HEIC out.
# musl and the libraries are built once and kept in ${XDG_CACHE_HOME:-~/.cache}/tirage/static.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${here%/*}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tirage/static
all='x86_64-linux-musl aarch64-linux-musl armv7-linux-musleabihf'

fail() {
    echo "static: $*" >&2
    exit 1
}

need() {
    command -v "$1" >/dev/null || fail "$1 is missing: ./run deps --cross installs ${2:-it}"
}

# The folder of libraries for a target.  Its name follows from all that decides what is in it.
prefix_of() {
    key=$(cat "$here/sources.txt" "$here/static_libs.sh" "$here/libs/CMakeLists.txt" "$here/musl.cmake" \
        "$here/$1.cmake" "$here/musl-cxx/bits/os_defines.h" | cat - "$2" | sha256sum | cut -c 1-16)
    echo "$cache/$1/$key"
}

check_tools() {
    need cmake
    gnu=
    eval "$(cmake -DTARGET="$1" -DTG_PREFIX=/ -P "$here/flags.cmake" 2>/dev/null)" # gnu, among others
    for tool in ninja pkg-config make meson dpkg-source apt-get sha256sum flock tclsh m4 nasm python3; do
        need $tool
    done
    need "$gnu-gcc" "the cross compiler"
    need "$gnu-g++" "the cross compiler"
}

libraries() {
    "$gnu-gcc" --version | head -n 1 >"$work/compiler"
    TG_PREFIX=$(prefix_of "$1" "$work/compiler")
    export TG_PREFIX
    [ ! -f "$TG_PREFIX/complete" ] || {
        echo "$1: the libraries are there already"
        return 0
    }
    echo "$1: musl and the libraries, once for all builds, which takes minutes"
    "$here/static_sources.sh" "$cache/sources"
    rm -rf "$TG_PREFIX"
    mkdir -p "$TG_PREFIX"
    "$here/static_libs.sh" "$1" "$cache/sources" "$TG_PREFIX"
    cp "$work/compiler" "$TG_PREFIX/"
    : >"$TG_PREFIX/complete"
}

compile() {
    build=$root/build/$1
    flags="-ffile-prefix-map=$root=. -ffile-prefix-map=../..=." # ccache may write them from the folder of the build
    # CMake keeps the flags of its first run, which name the folder of the libraries.
    grep -q "^TG_PREFIX:[A-Z]*=$TG_PREFIX\$" "$build/CMakeCache.txt" 2>/dev/null || rm -rf "$build"
    cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE="$here/$1.cmake" \
        -DTG_PREFIX="$TG_PREFIX" -DTG_HEVC="${TG_HEVC:-avcodec}" -DHWY_INCLUDE_DIR="$TG_PREFIX/include" -DTG_SOURCES="$here/sources.txt" \
        -DCMAKE_EXE_LINKER_FLAGS_RELEASE="-s -Wl,-Map=tirage.map" \
        -DCMAKE_C_FLAGS_RELEASE="-O3 $flags" -DCMAKE_CXX_FLAGS_RELEASE="-O3 $flags" &&
        cmake --build "$build" --target tirage
}

# Of what a build says, every 25th step; all of it is in the log.
progress() { tee "$log" | awk -v target="$1" '/^\[[0-9]+\/[0-9]+\]/ && ++n % 25 == 0 { print target ": " $1; fflush() }'; }

program() {
    log=$root/build/$1.log
    echo "$1: tirage"
    {
        compile "$1" 2>&1 && : >"$work/compiled"
    } | progress "$1"
    [ -f "$work/compiled" ] || {
        tail -n 30 "$log" >&2
        fail "tirage does not build for $1; all that was said is in $log"
    }
    rm -rf "$work/compiled" "$work/stage"
    cmake --install "$root/build/$1" --prefix "$work/stage" >>"$log"
    python3 "$here/static_pack.py" "$root" "$1" "$TG_PREFIX" "$work/stage" "$root/build/$1"
}

[ "${1:-}" != --pins ] || exec "$here/static_sources.sh" "$@"
case $root$cache in
*[[:space:]]*) fail "neither '$root' nor '$cache' may have a space in it: configure and make cannot do with that" ;;
esac
[ $# -gt 0 ] || set -- $all
for target; do
    case " $all " in
    *" $target "*) ;;
    *) fail "'$target' is no target; targets are $all" ;;
    esac
done
for target; do
    "$here/deps.sh" --static "$target"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache" "$root/build"
exec 9>"$cache/lock"
flock 9 # one at a time
for target; do
    check_tools "$target"
    libraries "$target"
    program "$target"
done
