# results.sh - tables and plots of documents are those of the results in bench/results.
. "$(dirname "$0")/tree.sh"
command -v python3 >/dev/null || skip "no Python"
PYTHONDONTWRITEBYTECODE=1 python3 bench/results.py --check
