# cli_serve_clients.sh - the clients of `serve` for Node and Python, each from its files alone; what they, the documents
# and the program call the fields of an output is the same.
. "$(dirname "$0")/lib.sh"

clients=$SOURCE_DIR/packaging
for file in "$clients/npm/tirage/index.mjs" "$clients/python/tirage/__init__.py"; do
    [ "$(grep -c . "$file")" -lt 150 ] || fail "$file has 150 lines or more, without empty ones"
done

fields=$(awk '/^ *\.name = / { split($0, part, "\""); name = part[2] } /\.in_requests = true/ { print name }' "$SOURCE_DIR/cli/option_table.c" "$SOURCE_DIR/cli/option_pictures.inc")
[ "$(echo "$fields" | wc -l)" -ge 12 ] || fail "fields: $fields"
make_photo b.jpg 64 48 444
for field in $fields; do
    grep -q "^| \`$field\`" "$SOURCE_DIR/docs/serve.md" || fail "docs/serve.md has no row of $field"
    grep -Eq "^  '?$field'?\??: " "$clients/npm/tirage/index.d.ts" || fail "index.d.ts has no $field"
done
for field in $(sed -n '/interface Output/,/^}/s/^  \([a-z-]*\)?*: .*/\1/p' "$clients/npm/tirage/index.d.ts"); do
    [ "$field" = path ] || echo "$fields" | grep -qx "$field" || fail "index.d.ts has a field $field"
done

mkdir node python
cp b.jpg node
cp b.jpg python
ran=
if command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ]; then
    cp -R "$clients/npm/tirage" node/client
    cp "$SOURCE_DIR/tests/cli/serve_client.mjs" node
    (cd node && timeout 300 node serve_client.mjs >../out 2>../err) || fail "the client for Node"
    [ ! -s err ] || fail "complaints of the client for Node"
    ran=node
fi
mkdir python/client
cp -R "$clients/python/tirage" python/client
rm -rf python/client/tirage/__pycache__
(cd python && timeout 300 python3 -W error "$SOURCE_DIR/tests/cli/serve_client.py" >../out 2>../err) || fail "the client for Python"
no_temps .
[ "$ran" ] || skip "no Node of version 18 or later; the client for Python was tested"
