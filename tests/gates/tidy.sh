# tidy.sh BUILD [FILE...] - clang-tidy over the C files, with the commands of a build made by clang.  Slow,
# so it runs on demand: ./run tidy
. "$(dirname "$0")/tree.sh"

build=$1
shift
tidy=clang-tidy-14
command -v $tidy >/dev/null || tidy=clang-tidy
[ $# -gt 0 ] || set -- $(sources '*.c' | grep -E '^\./(kernels|core|gallery|pipeline|bench|cli|tests)/')
for file; do
    grep -q "\"[^\"]*${file#./}\"" "$build/compile_commands.json" || continue # another processor's
    $tidy -p "$build" --quiet "$file" 2>&1 | grep -vE '^[0-9]+ warnings? (generated|treated)' >tidy.$$ ||
        :
    [ ! -s tidy.$$ ] || violation "$(cat tidy.$$)"
    rm tidy.$$
done
exit $violations
