# tree.sh - what the gates share; each begins with:  . "$(dirname "$0")/tree.sh"
# A gate runs in the source tree, prints every violation and fails if there was one.
set -euf
export LC_ALL=C
cd "$(dirname "$0")/../.."
violations=0

violation() {
    echo "$*"
    violations=1
}

# sources PATTERN...: files of the tree whose names match, one a line.
sources() {
    find . \( -name .git -o -path ./build \) -prune -o -type f \( -name "$1" $(
        shift
        for pattern; do printf ' -o -name %s' "$pattern"; done
    ) \) -print | sort
}

skip() {
    echo "SKIPPED: $*"
    exit 77
}
