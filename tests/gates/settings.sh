# settings.sh - the table of all keys in docs/settings.md is that of the program, which parsers and documents agree with.
. "$(dirname "$0")/tree.sh"

command -v python3 >/dev/null || skip "no Python"
PYTHONDONTWRITEBYTECODE=1 python3 packaging/keys.py --check || violations=1
exit $violations
