# cli_hdr_exiftool.sh - another reader of MPF finds both pictures of HDR outputs where they are.
. "$(dirname "$0")/lib.sh"
command -v exiftool >/dev/null || skip "no exiftool: ./run deps --test installs it"

make_photo base.jpg 1200 802 420 --metadata --orientation 6
make_photo map.jpg 300 201 444 --grey
make_photo colour.jpg 300 201 420
# made HOW MAP [KEY=VALUE...]: what is made of such a photo, at every kind of size.
made() {
    how=$1 map=$2
    shift 2
    mkdir -p "pictures/$how"
    python3 "$SOURCE_DIR/tests/cli/make_hdr.py" join base.jpg "$map" in.jpg "$how" "$@" || fail "make_hdr.py $how"
    ok thumb -s 640,401x300,original --fit cover -o "pictures/$how/{size}.jpg" in.jpg
    ok thumb -s 640,original --keep exif -o "pictures/$how/kept-{size}.jpg" in.jpg
}
made mpf,container,xmp,iso map.jpg
made little,xmp colour.jpg
made mpf,apple map.jpg headroom=4
number() { # FILE TAG
    exiftool -s3 -n "-$2" "$1"
}
files=0
for file in pictures/*/*.jpg; do
    files=$((files + 1))
    [ "$(number "$file" NumberOfImages)" = 2 ] || fail "$file: exiftool counts $(number "$file" NumberOfImages) pictures"
    at=$(number "$file" MPImage2:MPImageStart) bytes=$(number "$file" MPImage2:MPImageLength)
    [ "$(number "$file" MPImage1:MPImageStart)" = 0 ] && [ "$(number "$file" MPImage1:MPImageLength)" = "$at" ] ||
        fail "$file: the first picture does not end where the second begins"
    [ $((at + bytes)) = "$(wc -c <"$file")" ] || fail "$file: the second picture does not end with the file"
    exiftool -b -MPImage2 "$file" >second.jpg
    python3 "$SOURCE_DIR/tests/cli/make_hdr.py" split "$file" first.jpg map-of-it.jpg >says || fail "$file: split"
    cmp second.jpg map-of-it.jpg || fail "$file: exiftool's second picture is another"
    "$TESTTOOL" info second.jpg >facts || fail "$file: the second picture cannot be read"
    grep -q '^warnings 0' facts || fail "$file: the second picture is damaged"
    exiftool -s3 -error -warning -a "$file" >complaints
    [ ! -s complaints ] || fail "$file: exiftool: $(cat complaints)"
done
[ "$files" = 15 ] || fail "$files files"
