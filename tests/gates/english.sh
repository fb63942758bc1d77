# english.sh - what pages and their scripts say is in gallery/words, in every language, and not in the code that writes it.
# A heuristic: names of services, of types of schema.org, of keys and of errors, and RFC 822's months are no words.
. "$(dirname "$0")/tree.sh"

names='Twitter|Facebook|Pinterest|Mastodon|ImageObject|ImageGallery|AbortError|Tab|Enter|Escape|Home|End'
names="$names|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun"

# Prints the string literals of a file without its comments, one a line.
literals() {
    sed -E 's://[^"]*$::; s:/\*[^"*]*\*/::g' "$1" | awk '/^ *\/\*/ { skip = 1 } !skip; /\*\// { skip = 0 }' |
        grep -oE '"([^"\\]|\\.)*"|`[^`]*`' || :
}

for file in $(sources '*.c' '*.js' | grep -E '^\./gallery/(pages|assets)/'); do
    # Text between tags, what screen readers are told, and texts of their own: words with a capital, or several words.
    said=$(literals "$file" | grep -E '(>|^["`])[A-Z][a-z]+|>[a-z]+ [a-z]+|[a-z] [a-z]+[.!?…]["`]$|(aria-label|title|alt|placeholder)=\\?"[A-Za-z]' |
        grep -vE "^\"($names)\"\$" || :)
    [ -z "$said" ] || violation "$file: put this into gallery/words: $said"
done
exit $violations
