#!/bin/sh
# gallery-png.sh - makes docs/gallery.png, the picture in README.md: the demo's gallery in Chromium.
set -eu
cd "$(dirname "$0")/.."
./toolchains/deps.sh --web
./run demo
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$profile" \
    --window-size=1280,580 --virtual-time-budget=5000 --screenshot=docs/gallery.png \
    "file://$PWD/build/demo/site/index.html"
