# names.sh - file names are unique in the whole tree, so that a name in a log is enough to find the file.
. "$(dirname "$0")/tree.sh"

twice=$(sources '*.c' '*.h' '*.inc' '*.cc' '*.S' '*.asm' '*.sh' '*.py' '*.cmake' '*.css' '*.md' |
    sed 's,.*/,,' | sort | uniq -d)
for name in $twice; do
    violation "more than one file is named $name: $(sources "$name" | tr '\n' ' ')"
done
exit $violations
