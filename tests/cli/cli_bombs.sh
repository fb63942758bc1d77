# cli_bombs.sh - a few bytes that claim hundreds of megapixels are refused by name, with the limit, before they cost memory.
. "$(dirname "$0")/lib.sh"
mkdir photos
make_photo photos/good.jpg 300 200 420
python3 - <<'END'
import struct, zlib
def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 15000, 15000, 16, 6, 0, 0, 0))
png += chunk(b"IDAT", zlib.compress(bytes(100000), 9)) + chunk(b"IEND", b"")
open("photos/bomb-png.png", "wb").write(png)
gif = b"GIF89a\x20\x4e\x20\x4e\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x20\x4e\x20\x4e\0\2\2D\1\0;"
open("photos/bomb-gif.gif", "wb").write(gif)
jpeg = bytearray(open("photos/good.jpg", "rb").read())
at = jpeg.index(b"\xff\xc0") + 5
jpeg[at:at + 4] = struct.pack(">HH", 20000, 20000)
open("photos/bomb-jpeg.jpg", "wb").write(jpeg)
END
[ "$SLOW" = 1 ] || ulimit -v 600000 # KiB: none of them fits; sanitizers need far more
for jobs in 0 2; do
    run build photos -o site$jobs -q -j $jobs
    expect_code 3
    for bomb in bomb-png.png bomb-gif.gif bomb-jpeg.jpg; do
        grep "^tirage: photos/$bomb: claims to be [0-9x]* pixels in [0-9]* bytes" err >line || fail "$bomb is not named"
        grep -q 'above 16 megapixels .* is the limit, whatever --max-pixels says' line || fail "$bomb: the limit is not named"
    done
    upright site$jobs/good-*
done
run check photos -q
expect_code 3
run thumb -s 100 -q --max-pixels 4000000000 photos/bomb-png.png photos/good.jpg
expect_code 3
says 'photos/bomb-png.png: claims to be 15000x15000 pixels'
run thumb -s 100 -q --max-pixels 1000000 photos/bomb-png.png
expect_code 3
says 'photos/bomb-png.png: cannot read the picture: is 15000x15000 pixels; --max-pixels allows 1000000'
