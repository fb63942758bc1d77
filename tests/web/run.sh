#!/bin/sh
# run.sh TEST - runs TEST.test.js with Node's test runner and Chromium; 77 where something for it is missing.
set -eu
cd "$(dirname "$0")"

skip() {
    echo "SKIPPED: $*: ./run deps --web installs it"
    exit 77
}
command -v node >/dev/null || skip "no node"
CHROMIUM=$(command -v chromium || command -v chromium-browser) || skip "no chromium"
[ -d node_modules/playwright-core ] || skip "no tests/web/node_modules"
mkdir -p "$SHOTS"
export CHROMIUM
exec timeout -k 5 170 node --test "$1.test.js"
