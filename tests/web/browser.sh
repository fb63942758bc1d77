# browser.sh TEST - tests in a real browser, TEST.test.mjs or .cjs.
. "$(dirname "$0")/../cli/lib.sh"
[ -d "${WEB:?names the folder of npm packages}/node_modules/playwright-core" ] ||
    skip "no playwright-core: ./run deps --web installs it"
command -v node >/dev/null || skip "no Node.js"
CHROMIUM=$(command -v chromium || command -v chromium-browser) || skip "no Chromium"
FIREFOX=$(command -v firefox-esr || command -v firefox) || case $1 in *firefox) false ;; esac || skip "no Firefox"
MINIBROWSER=$(find /usr/lib /usr/libexec -name MiniBrowser 2>/dev/null | head -n 1)
if [ "$1" = webkit ]; then
    [ -n "$MINIBROWSER" ] && command -v WebKitWebDriver >/dev/null || skip "no WebKitGTK: Debian's webkit2gtk-driver has it"
    command -v Xvfb >/dev/null || skip "no Xvfb"
fi
export CHROMIUM FIREFOX MINIBROWSER TMPDIR="$work"
trap - EXIT # the tests remove their folders; what hangs is ended
mkdir -p "${SHOTS:?names a folder for screenshots}"
timeout 560 node --test --test-reporter=spec "$SOURCE_DIR/tests/web/$1.test."?js || code=$?
cleanup
exit "${code:-0}"
