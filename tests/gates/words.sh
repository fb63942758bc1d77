# words.sh - words that are not the field's do not come back: videos are no "films", peers no "rivals".  CONTRIBUTING.md
# says which words are used instead.
. "$(dirname "$0")/tree.sh"

words='films?|sounds?|rivals?|foretold|foretells?|tints?|packets?|first cache|left out and said|encoded? (it )?anew|(tells?|told) (of|about)'
words="$words|where [^,.;:]* belongs?|is everything here as it should be"

documents() {
    for file in $(sources '*.md' | grep -vE '^\./(tests/fuzz/|CHANGELOG)'); do
        found=$(grep -niwoE "$words" "$file" || :)
        [ -z "$found" ] || violation "$file:" $found
    done
}

# The manual and every string of the code, which are its messages, its help and its pages.  A message says "invalid size",
# not "is no size".
program() {
    for file in $(sources '*.1' '*.c' '*.h' '*.inc' | grep -vE '^\./(tests/|gallery/words/words_[^e])'); do
        case $file in *.1) text='.*' ;; *) text='"([^"\\]|\\.)*"' ;; esac
        case $file in ./core/state/*) stays='s/tint//g' ;; *) stays='s/\\"film\\"//g' ;; esac # a column, a key of options
        found=$(grep -vE '^ *# *include' "$file" | grep -oE "$text" |
            sed "s/there is no //g; s/is no longer //g; $stays" | grep -iwE "$words|is no [a-z]+" || :)
        [ -z "$found" ] || violation "$file: $found"
    done
}

for texts in documents program; do
    $texts
done
exit $violations
