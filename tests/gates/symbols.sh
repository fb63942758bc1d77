# symbols.sh OBJECT...: every global symbol of our C objects (or of archives of them) has the project's
# prefix, and none is weak.
. "$(dirname "$0")/tree.sh"

nm -A -g --defined-only "$@" >"${TMPDIR:-/tmp}/tirage-symbols.$$"
symbols=$(cat "${TMPDIR:-/tmp}/tirage-symbols.$$")
rm "${TMPDIR:-/tmp}/tirage-symbols.$$"
[ -n "$symbols" ] || violation "no symbols found"
bad=$(echo "$symbols" | grep '\.c\.o:' |
    awk '$(NF - 1) ~ /^[WwVvCu]$/ || $NF !~ /^(tg_|cli_|cmd_|main$)/') || :
[ -z "$bad" ] || violation "$bad"
exit $violations
