# links.sh - what documents link to exists, headings included, and so does every path of the tree that they name.
. "$(dirname "$0")/tree.sh"

# The anchors of a document's headings, as GitHub makes them.
anchors() {
    sed -n 's/^##* //p' "$1" | tr 'A-Z' 'a-z' | sed "s/[].,:;!?'\"()\`/[]//g; s/ /-/g"
}

folders='bench|cli|cmake|core|docs|examples|gallery|kernels|packaging|pipeline|tests|toolchains'
for file in $(sources '*.md' | grep -v '^\./tests/fuzz/'); do
    for link in $(grep -oE '\]\([^) ]+\)' "$file" | sed 's/^](//; s/)$//' | grep -vE '^[a-z]+:' | sort -u); do
        path=${link%%#*} target=$file
        [ -z "$path" ] || target=${file%/*}/$path
        if [ ! -e "$target" ]; then
            violation "$file: there is no $path"
        elif [ "$link" != "$path" ]; then
            anchors "$target" | grep -qxF -e "${link#*#}" || violation "$file: $target has no heading #${link#*#}"
        fi
    done
    for path in $(grep -oE "\`($folders)/[A-Za-z0-9_./-]+\`" "$file" | tr -d '`' | grep -vE '/foo\.|TARGET' | sort -u); do
        [ -e "$path" ] || violation "$file: there is no $path"
    done
done
exit $violations
