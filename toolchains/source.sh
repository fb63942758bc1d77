#!/bin/sh
# source.sh FILE - the sources of this tree as an archive, FILE (.tar.gz): tirage-VERSION/... as git has them, or, outside of
# a repository, all but build/.  Files are in the order of their names, with the date SOURCE_DATE_EPOCH: the same sources give
# the same bytes, those of an unpacked archive included.
# source.sh --version - the version of this tree.
set -eu
export LC_ALL=C
file=${1:?usage: source.sh FILE}
case $file in /* | --version) ;; *) file=$PWD/$file ;; esac
cd "$(dirname "$0")/.."
version=$(sed -n 's/^project(tirage VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
if [ "$file" = --version ]; then
    echo "$version"
    exit
fi

# A file that was removed and is still in git's index is none.
names() {
    if [ -e .git ] && git rev-parse HEAD >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard | sort -zu | while_there
    else
        find . -path ./build -prune -o -name .git -prune -o -name __pycache__ -prune -o -type f -printf '%P\0' | sort -z
    fi
}
while_there() { xargs -0 sh -c 'for name; do [ ! -f "$name" ] || printf "%s\0" "$name"; done' sh; }

list=$(mktemp)
trap 'rm -f "$list"' EXIT
names >"$list"
tar -cf - --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:?is the date of the files}" \
    --mode=u+rw,go=rX --transform="s,^,tirage-$version/," --no-recursion --null --verbatim-files-from -T "$list" |
    gzip -9n >"$file"
