# cli_keywords.sh - keywords, people, places, ratings and labels: what keeps photos off the pages, and what is written
# nowhere unless somebody asks for it.
. "$(dirname "$0")/lib.sh"

command -v exiftool >/dev/null || skip "exiftool is not installed"

# tag FILE ARGS: writes metadata into a photo, or into an XMP file.
tag() {
    file=$1
    shift
    exiftool -q -overwrite_original "$@" "$file" >/dev/null 2>tagged || fail "exiftool: $(cat tagged)"
}

# photo FILE ARGS: a new one, made long ago.
photo() {
    mkdir -p "$(dirname "$1")"
    cp plain.jpg "$1"
    tag "$@"
    touch -d 2020-01-01 "$1"
}

# album FOLDER LINE...
album() {
    mkdir -p "$1"
    into=$1/album.md
    shift
    printf -- '---\n' >"$into"
    printf '%s\n' "$@" --- >>"$into"
}

# told PHOTO TEXT: `tirage why` says so of it.
told() {
    run why "photos/$1" -o site
    grep -qxF "  $2" out || fail "why $1 does not say: $2"
}

# untold PHOTO TEXT
untold() {
    run why "photos/$1" -o site
    ! grep -qF -e "$2" out || fail "why $1 says: $2"
}

# nowhere WORD: in no file of the site or of its state.
nowhere() {
    ! grep -raqi -e "$1" site || fail "$1 is in $(grep -rali -e "$1" site | head -n 3)"
}

# shown PHOTO...: just these, of a site without patterns in names.
shown() {
    find site -name '*.jpg' | sed 's|^site/||; s|-[0-9]*-[0-9]*x[0-9]*\.jpg$||' | sort -u >got
    printf '%s\n' "$@" | sort >want
    cmp -s got want || fail "shown are: $(tr '\n' ' ' <got)"
}

make_photo plain.jpg 120 80 420

# ---- Every source ----

photo photos/adobe.jpg -XMP-dc:Subject=zqxvparis -XMP-dc:Subject=zqxvdusk '-XMP-lr:HierarchicalSubject=zqxvplaces|zqxvfrance|zqxvparis' \
    -XMP-photoshop:Country=zqxvland -XMP-photoshop:City=zqxvcity -XMP-iptcCore:Location=zqxvquay -XMP:Rating=4
photo photos/digikam.jpg '-XMP-digiKam:TagsList=zqxvsport/zqxvski' '-XMP-digiKam:TagsList=People/Zqxvjane Roe' \
    '-XMP-dc:Subject=Zqxvjane Roe' -XMP-dc:Subject=zqxvski
photo photos/faces.jpg '-XMP-dc:Subject=zqxvada' \
    '-RegionInfo={AppliedToDimensions={W=120,H=80,Unit=pixel},RegionList=[{Area={W=0.1,H=0.1,X=0.5,Y=0.5,Unit=normalized},Name=Zqxvada,Type=Face},{Area={W=0.1,H=0.1,X=0.3,Y=0.5,Unit=normalized},Name=Zqxvrex,Type=Pet}]}'
photo photos/windows.jpg '-XMP-MP:RegionInfoMP={Regions=[{Rectangle=0.1|, 0.1|, 0.2|, 0.2,PersonDisplayName=Zqxvgrace}]}' \
    -XMP-microsoft:RatingPercent=75
photo photos/news.jpg -XMP-iptcExt:PersonInImage=Zqxvmax -codedcharacterset=utf8 -IPTC:Keywords=Zqxvk'ä'se -IPTC:City=Zqxvk'ö'ln
photo photos/latin.jpg -charset iptc=latin -IPTC:Keywords=Zqxvl'ö'we
photo photos/camera.jpg -EXIF:Rating=3
photo photos/raw.jpg -XMP-dc:Subject=zqxvinside
tag photos/raw.jpg.xmp -XMP-dc:Subject=zqxvbeside -XMP:Rating=2 -XMP:Label=Vert
touch -d 2020-01-01 photos/raw.jpg.xmp

# TIFF has IPTC in a tag of numbers or of bytes, in files of both orders of bytes.
python3 - <<'END'
import struct
iptc = b"\x1c\x02\x19\x00\x09zqxvzebra\x1c\x02\x05\x00\x05Title"
iptc += b"\0" * (-len(iptc) % 4)
pixels = bytes(range(256)) * 4
for order, name, of in ((">", "big", 4), ("<", "little", 4), (">", "big-bytes", 7), ("<", "little-bytes", 7)):
    tags = [(256, 3, 1, 32), (257, 3, 1, 32), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 0), (277, 3, 1, 1),
            (278, 3, 1, 32), (279, 4, 1, len(pixels)), (33723, of, len(iptc) // (4 if of == 4 else 1), 0)]
    at = 8 + 2 + 12 * len(tags) + 4
    where = {273: at, 33723: at + len(pixels)}
    out = (b"MM" if order == ">" else b"II") + struct.pack(order + "HIH", 42, 8, len(tags))
    for tag, kind, n, value in tags:
        out += struct.pack(order + "HHI", tag, kind, n)
        out += struct.pack(order + "HH", value, 0) if kind == 3 else struct.pack(order + "I", where.get(tag, value))
    open(f"photos/{name}.tif", "wb").write(out + struct.pack(order + "I", 0) + pixels + iptc)
END
"$TIRAGE" --version --verbose | grep -qi tiff || rm photos/*.tif

album photos 'keywords: true' 'people: true' 'places: true'
ok build photos -o site
for file in photos/*.tif; do
    [ -e "$file" ] || break
    told "${file#photos/}" 'keywords: zqxvzebra'
    told "${file#photos/}" 'title: Title'
done
told adobe.jpg 'keywords: zqxvdusk'
told adobe.jpg '  zqxvplaces|zqxvfrance|zqxvparis'
told adobe.jpg 'place: zqxvland|zqxvcity|zqxvquay'
told adobe.jpg 'rating: 4'
told digikam.jpg 'keywords: zqxvsport|zqxvski'
told digikam.jpg 'people: Zqxvjane Roe'
told faces.jpg 'people: Zqxvada'
untold faces.jpg keywords:
untold faces.jpg Zqxvrex
told windows.jpg 'people: Zqxvgrace'
told windows.jpg 'rating: 4'
told news.jpg 'people: Zqxvmax'
told news.jpg 'keywords: Zqxvkäse'
told news.jpg 'place: Zqxvköln'
told latin.jpg 'keywords: Zqxvlöwe'
told camera.jpg 'rating: 3'
told raw.jpg 'keywords: zqxvbeside'
told raw.jpg 'rating: 2'
told raw.jpg 'labels: green'
run why --json photos/digikam.jpg -o site
grep -qF '"keywords": ["zqxvsport|zqxvski"], "people": ["Zqxvjane Roe"]' out || fail "JSON has no lists"
! grep -qF '"place"' out || fail "JSON has a place of none"
run why --json photos/raw.jpg -o site
grep -qF '"rating": 2, "labels": ["green"]' out || fail "JSON has no rating"

# ---- Nowhere unless asked for ----

album photos 'keywords: true'
ok build photos -o site
told digikam.jpg 'keywords: zqxvsport|zqxvski'
for name in zqxvjane zqxvada zqxvgrace zqxvmax zqxvland zqxvcity zqxvquay zqxvrex; do
    nowhere $name
done
rm photos/adobe.jpg # what is gone is forgotten too
album photos 'title: Nothing'
ok build photos -o site
nowhere zqxv
told camera.jpg 'rating: 3' # as ratings always are

# What is asked for later is read later, and nothing is rendered again.
find site -name '*.jpg' -printf '%p %T@\n' | sort >before
album photos 'people: true'
ok build photos -o site
told faces.jpg 'people: Zqxvada'
find site -name '*.jpg' -printf '%p %T@\n' | sort >after
cmp -s before after || fail "pictures were made again"
nowhere zqxvski
nowhere zqxvplaces
rm -r site
album photos 'title: Nothing'
ok build photos -o site
nowhere zqxv

# ---- Filters ----

rm -r photos site
photo photos/plain.jpg -XMP:Rating=0
photo photos/rejected.jpg -XMP:Rating=-1
photo photos/two.jpg -XMP:Rating=2 -XMP:Label=Red
photo photos/four.jpg -XMP:Rating=4 -XMP:Label=Green
photo photos/private.jpg -XMP:Rating=5 '-XMP-lr:HierarchicalSubject=a|PRIVATE|b'
photo photos/privately.jpg -XMP:Rating=5 -XMP-dc:Subject=privately
photo photos/jane.jpg -XMP:Rating=5 '-XMP-digiKam:TagsList=People/Jane Roe'
photo photos/sub/one.jpg -XMP:Rating=1
photo photos/sub/private.jpg -XMP-dc:Subject=private
photo photos/gone/rejected.jpg -XMP:Rating=-1
album photos 'title: All'
ok build photos -o site
shown plain two four private privately jane sub/one sub/private
[ ! -e site/gone ] || fail "an empty album has a page"
! grep -q 'gone' site/index.html || fail "an empty album has a tile"
run build photos -o site -v
says "left out: rejected.jpg: it is rejected in its metadata"
says "2 files are left out"
run check photos
says "2 files are left out"

album photos 'exclude_keywords: [private, Jane Roe]'
rm -r site
ok build photos -o site
shown plain two four privately sub/one
run build photos -o site --json
grep -qF 'it has a keyword of exclude_keywords' out || fail "JSON names no reason"
album photos 'exclude_keywords: People'
rm -r site
ok build photos -o site
shown plain two four private privately sub/one sub/private

album photos 'min_rating: 3' 'cover: two.jpg' 'sections:' '  - type: pictures-group' '    images: [[four.jpg, two.jpg]]' \
    '  - type: full-picture' '    image: plain.jpg'
rm -r site
run build photos -o site
expect_code 0
says "cover: two.jpg is not shown: its rating is below min_rating"
says "sections: two.jpg is not shown: its rating is below min_rating"
says "sections: plain.jpg is not shown"
shown four private privately jane
[ ! -e site/sub ] || fail "an album without a photo of so many stars has a page"
album photos/sub 'min_rating: 0'
run build photos -o site
expect_code 0
shown four private privately jane sub/one sub/private
rm photos/sub/album.md

album photos 'labels: [green, purple]'
rm -r site
ok build photos -o site
shown four
album photos/sub 'labels: []'
ok build photos -o site
shown four sub/one sub/private
python3 "$SOURCE_DIR/tests/cli/check_site.py" site || fail "pages are wrong"

# What is wrong in the keys is said with its place.
album photos 'min_rating: many' 'labels: pink' 'exclude_keywords: "|"'
run check photos
expect_code 1
says "album.md:2:13: min_rating: not a number of stars from 0 to 5"
says "labels: 'pink' is none of red, yellow, green, blue and purple"
says "exclude_keywords: '|' is not a keyword"
