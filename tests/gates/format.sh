# format.sh - clang-format 14 has nothing to change; no tabs, no trailing space, a final newline;
# files of 600 lines at most.
. "$(dirname "$0")/tree.sh"

for file in $(sources '*.c' '*.h' '*.inc' '*.cc' '*.sh' '*.py' '*.cmake' '*.txt' '*.md' '*.css' run LICENSE \
    .clang-format .clang-tidy .gitignore); do
    lines=$(grep -nE "$(printf '\t')| \$" "$file") && violation "$file: tab or trailing space: $lines"
    [ -z "$(tail -c 1 "$file")" ] || violation "$file: no newline at its end"
done

long=$(sources '*.c' '*.h' '*.inc' '*.cc' | xargs awk 'FNR == 601 { print FILENAME ": more than 600 lines" }')
[ -z "$long" ] || violation "$long"

# The formatter leaves comments alone, and knows the signs of other scripts, of which some have no width.
wide=$(sources '*.c' '*.h' '*.inc' '*.cc' | grep -vE '/(key|months)_table.c' |
    xargs awk '{ gsub(/[\200-\277]/, "") } length > 100 { print FILENAME ":" FNR ": wider than 100 columns" }')
[ -z "$wide" ] || violation "$wide"

formatter=
for name in clang-format-14 clang-format; do
    if $name --version 2>/dev/null | grep -q 'version 14\.'; then
        formatter=$name
        break
    fi
done
if [ -z "$formatter" ]; then
    [ $violations = 0 ] || exit 1
    skip "clang-format 14 is missing; only white space was checked"
fi
$formatter --dry-run -Werror $(sources '*.c' '*.h' '*.inc' '*.cc') || violations=1
exit $violations
