#!/bin/sh
# installs.sh - ./run static TARGET asks for what that target needs and for nothing else: with a dpkg that has nothing.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

fail() {
    echo "FAILED: $*"
    exit 1
}

mkdir "$tmp/bin"
printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/dpkg-query"
printf '#!/bin/sh\n' >"$tmp/bin/apt-cache"
printf '#!/bin/sh\nshift\necho "$*" >>%s/asked\n' "$tmp" >"$tmp/bin/apt-get"
printf '#!/bin/sh\necho x86_64\n' >"$tmp/bin/uname"
printf '#!/bin/sh\n"$@"\n' >"$tmp/bin/sudo"
chmod 755 "$tmp"/bin/*
asked_for() { # TARGET
    rm -f "$tmp/asked"
    env PATH="$tmp/bin:$PATH" "$root/toolchains/deps.sh" --static "$1" >/dev/null
    tr ' ' '\n' <"$tmp/asked" >"$tmp/packages"
}
needs() { for name; do grep -qxF "$name" "$tmp/packages" || fail "$target lacks $name"; done; }
spares() { for name; do ! grep -qF "$name" "$tmp/packages" || fail "$target installs $name"; done; }

target=x86_64-linux-musl
asked_for $target
needs cmake ninja-build gcc g++ nasm dpkg-dev
spares aarch64 armhf qemu libjpeg chromium
target=aarch64-linux-musl
asked_for $target
needs cmake gcc-aarch64-linux-gnu g++-aarch64-linux-gnu
spares armhf qemu libjpeg
target=armv7-linux-musleabihf
asked_for $target
needs gcc-arm-linux-gnueabihf g++-arm-linux-gnueabihf
spares aarch64 qemu libjpeg
