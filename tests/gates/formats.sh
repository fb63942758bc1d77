# formats.sh - what names picture formats to people names all rows of core/base/formats.h, and nobody keeps a list of
# formats or of their suffixes of his own.
. "$(dirname "$0")/tree.sh"

names=$(sed -n 's/^ *X([A-Z0-9]*, [a-z0-9]*, .*"\([A-Za-z0-9 ]*\)", "image.*/\1/p' core/base/formats.h)
[ "$(echo "$names" | wc -l)" -ge 5 ] || violation "only these formats were found: $names"
for name in $names; do
    for file in README.md docs/albums.md docs/engine.md cli/commands.c; do
        grep -qw "$name" $file || violation "$file does not name $name"
    done
done
for code in $(sed -n 's/^ *X(\([A-Z0-9]*\), .*/\1/p' core/base/formats.h); do
    found=$(grep -rnE "<= TG_$code\\b|\[TG_$code\] *=|case TG_$code:" --include='*.c' --include='*.h' core gallery pipeline cli bench || :)
    [ -z "$found" ] || violation "a list of formats, which is in core/base/formats.h: $found"
done
exit $violations
