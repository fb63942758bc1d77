# cli_formats.sh - BMP pictures and raw photos, whatever they are called, in thumb and build.
. "$(dirname "$0")/lib.sh"

python3 - <<'END'
import struct

# 40 x 30 pixels of 24 bits, red above blue
rows = bytes((200, 40, 40)) * 40 * 15 + bytes((40, 40, 200)) * 40 * 15
head = struct.pack("<IiiHHIIiiII", 40, 40, 30, 1, 24, 0, 0, 0, 0, 0, 0)
bmp = b"BM" + struct.pack("<IHHI", 54 + len(rows), 0, 0, 54) + head + rows
for name in "red.bmp", "OTHER.DIB", "wrong.png":
    open(name, "wb").write(bmp)
open("cut.bmp", "wb").write(bmp[:-2000])


def tiff(pages):
    """Pages are (tags of one number each, pixels), in a row."""
    out, link = bytearray(b"II*\0\0\0\0\0"), 4
    for tags, pixels in pages:
        tags = dict(tags, **{"273": len(out), "279": len(pixels)})
        out += pixels
        struct.pack_into("<I", out, link, len(out))
        out += struct.pack("<H", len(tags))
        for tag in sorted(tags, key=int):
            out += struct.pack("<HHII", int(tag), 4, 1, tags[tag])
        link = len(out)
        out += bytes(4)
    return bytes(out)


small = ({"256": 8, "257": 8, "258": 8, "262": 1, "277": 1, "278": 8}, bytes(64))
sensor = ({"256": 8, "257": 8, "258": 8, "262": 32803, "277": 1, "278": 8}, bytes(64))
open("raw.tif", "wb").write(tiff([small, sensor]))
open("raw.jpg", "wb").write(tiff([small, sensor]))
open("crw.jpg", "wb").write(b"II\x1a\0\0\0HEAPCCDR\2\0\1\0" + bytes(100))
END

# Their renditions are PNG.
ok thumb -s 20x20 red.bmp OTHER.DIB
[ "$(find . -name '*.png' ! -name wrong.png | wc -l)" -eq 2 ] || fail "$(ls)"
for file in $(find . -name '*.png' ! -name wrong.png); do
    [ "$(head -c 4 "$file" | tail -c 3)" = PNG ] || fail "$file is not PNG"
    rm "$file"
done
ok thumb -s 20x20 --format jpeg -o red.jpg red.bmp
expect_fact red.jpg size 20x15
run thumb -s 20x20 --format jpeg -o cut.jpg cut.bmp
expect_code 0
says 'warning: cut.bmp: '

# Raw photos never become the thumbnail that they begin with.
for file in raw.tif raw.jpg crw.jpg; do
    [ $file = crw.jpg ] && without= || without=" without a JPEG preview"
    refuses 3 "$file: is a raw photo$without: develop it to JPEG first" thumb -s 20x20 --format png -o out.png $file
    [ ! -e out.png ] || fail "$file left a picture"
done

mkdir photos
mv red.bmp OTHER.DIB raw.tif raw.jpg photos
run build photos -q -o site
expect_code 3
for name in raw.tif raw.jpg; do
    says "photos/$name: is a raw photo without a JPEG preview: develop it to JPEG first"
done
[ "$(ls site/*.png | wc -l)" -ge 2 ] || fail "BMP pictures are not in the site: $(ls site)"
grep -q 'src="red.bmp-[^"]*\.png"' site/index.html || fail "the page does not show red.bmp"

# A JPEG file of another format's name, as some phones write: its renditions are called what they are.
mkdir named
for name in a.HEIC b.nef c.tif; do
    make_photo one.jpg 64 48 444
    mv one.jpg named/$name
done
ok build named -o named-site --original
for name in a.HEIC b.nef c.tif; do
    grep -q "src=\"$name-[^\"]*\.jpg\"" named-site/index.html || fail "the page does not show $name as JPEG"
done
! ls named-site | grep -v '\.jpg$\|\.html$\|^tirage-assets$' || fail "JPEG files of other names"
check_site named-site
