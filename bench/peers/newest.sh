#!/bin/sh
# newest.sh FOLDER - sets up in FOLDER the newest versions of what bench/peers.py --newest compares with, from PyPI and
# crates.io, each in a folder of its own.  Says what cannot be had, and goes on.  Nothing of it is needed for tirage.
set -u
folder=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)

# NAME REQUIREMENT...: a virtual environment, unless it stands with these already.
python() {
    name=$1
    shift
    [ "$(cat "$folder/$name/asked" 2>/dev/null)" != "$*" ] || return 0
    rm -rf "${folder:?}/$name"
    if python3 -m venv "$folder/$name" && "$folder/$name/bin/pip" -q install "$@" 2>"$folder/$name.log"; then
        echo "$*" >"$folder/$name/asked"
    else
        echo "newest: $name: not to be had here: $(tail -n 1 "$folder/$name.log")" >&2
        rm -rf "${folder:?}/$name"
    fi
}

PATH=/usr/bin:$PATH # the system's Python, which has venv
python pillow pillow==13.0.0
# built here, since its wheels have no AVX2
case $(uname -m) in
x86_64) CC="${CC:-cc} -mavx2" python pillow-simd --no-binary pillow-simd pillow-simd==12.1.1.post0 ;;
*) echo "newest: pillow-simd: for x86 alone" >&2 ;;
esac
python pillow-allsimd pillow-allsimd==13.0.0.post1
python libvips pyvips==3.2.0 pyvips-binary==8.18.7
python opencv simplejpeg==1.9.0 opencv-python-headless==5.0.0.93 pillow==13.0.0
if ! command -v cargo >/dev/null; then
    echo "newest: rust_list: no cargo here" >&2
elif ! cargo build -q --release --locked --manifest-path "$here/rust_list/Cargo.toml" --target-dir "$folder/rust"; then
    echo "newest: rust_list: not built" >&2
fi
