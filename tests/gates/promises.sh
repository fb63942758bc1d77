#!/bin/sh
# promises.sh - every test that docs/security.md names as the proof of a promise exists.
set -eu
cd "$(dirname "$0")/../.."
status=0
for name in $(grep -oE '`(test|cli|gate|fuzz|nfc)_[a-z_]+`' docs/security.md | tr -d '`' | sort -u); do
    case $name in
    gate_*) file=tests/gates/${name#gate_}.sh ;;
    fuzz_*) file=tests/fuzz/$name.c ;;
    cli_*) file=tests/cli/$name.sh ;;
    nfc_python) file=tests/core/check_nfc.py ;;
    *) file=$(find tests -name "$name.c") ;;
    esac
    if [ -z "$file" ] || [ ! -f "$file" ]; then
        echo "docs/security.md: there is no test $name"
        status=1
    fi
done
[ $status -ne 0 ] || echo "all tests that promises name exist"
exit $status
