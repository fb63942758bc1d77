# cli_hdr_proof.sh - HDR outputs show the HDR that the photo has, as numpy works it out: see hdr_proof.py.
. "$(dirname "$0")/lib.sh"
for python in python3 /usr/bin/python3 ''; do
    [ -z "$python" ] || ! "$python" -c 'import numpy, PIL' 2>/dev/null || break
done
[ -n "$python" ] || skip "no numpy and Pillow"
"$python" "$SOURCE_DIR/tests/cli/hdr_proof.py" "$TIRAGE" "$SLOW" || fail "hdr_proof.py"
