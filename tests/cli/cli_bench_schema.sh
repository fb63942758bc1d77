# cli_bench_schema.sh - results and the schema that docs/ has for them; broken ones are refused.
. "$(dirname "$0")/lib.sh"
for python in python3 /usr/bin/python3; do
    ! "$python" -c 'import jsonschema' 2>/dev/null || break
    python=
done
[ -n "$python" ] || skip "no jsonschema for Python: ./run deps --test installs it"
export TMPDIR="$work"

make_photo a.jpg 320 240 420
mkdir photos
mv a.jpg photos
ok bench --photos photos --scale 1 --rounds 1 -j 1 -o a.json
set -- "$SOURCE_DIR"/bench/results/bench-*.json a.json
[ -e "$1" ] || shift
"$python" "$SOURCE_DIR/tests/cli/check_bench_schema.py" "$SOURCE_DIR/docs/bench-schema.json" "$TIRAGE" "$@" ||
    fail "schema, program and result disagree"
