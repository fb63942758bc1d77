#!/bin/sh
# fonts.sh - makes gallery/assets/fonts/ anew: the faces of themes, cut down to what gallery/pages/themes.c says they
# hold.  Needs npm, and fontTools and brotli of Python (Debian: python3-fonttools python3-brotli); builds need neither.
#
# Only faces whose licence (SIL OFL 1.1) reserves no font name: what is cut down may keep its name then.  Copyright and
# licence are in the files' own names, and beside them.
set -eu
cd "$(dirname "$0")/.."
fonts=$PWD/gallery/assets/fonts
themes=$PWD/gallery/pages/themes.c
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# range NAME - the characters that themes.c names so.
range() {
    tr -d '\\\n' <"$themes" | sed -n "s/.*#define $1 *\\(\\(\"[^\"]*\" *\\)\\{1,\\}\\).*/\\1/p" | tr -d '" '
}

# take PACKAGE VERSION WEIGHT STYLE
take() {
    (cd "$work" && npm pack --silent "@fontsource/$1@$2" >/dev/null && tar xzf "fontsource-$1-$2.tgz")
    ! grep -qi 'with Reserved Font Name' "$work/package/LICENSE" || {
        echo "fonts.sh: $1 has a reserved font name" >&2
        exit 1
    }
    cp "$work/package/LICENSE" "$fonts/$1-OFL.txt"
    for part in latin latin-ext; do
        case $part in latin) unicodes=$(range LATIN) ;; *) unicodes=$(range LATIN_EXT) ;; esac
        /usr/bin/python3 -m fontTools.subset "$work/package/files/$1-$part-$3-$4.woff2" --unicodes="$unicodes" \
            --layout-features=kern,liga,locl,mark,ccmp --no-hinting --desubroutinize --name-IDs=0,1,2,4,5,6,13,14 \
            --flavor=woff2 --output-file="$fonts/$1-$part.woff2"
    done
    rm -rf "$work/package"
}

take jost 5.3.0 600 normal
take instrument-serif 5.3.0 400 italic
wc -c "$fonts"/*.woff2
