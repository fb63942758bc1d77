# cli_memory.sh - photos wait for memory, and those that can never have it are named.
. "$(dirname "$0")/lib.sh"

mkdir photos
for name in a b c d e f; do
    make_photo photos/$name.jpg 2400 1800 420 --noise
done
make_photo photos/p.jpg 2400 1800 420 --noise --progressive
printf -- '---\nsizes: [480x, 960x, 1920x]\n---\n' >photos/album.md
ok build photos -o free --memory 0
ok build photos -o default
same free default

# Enough for one at a time: all are made, the same bytes.
ok build photos -o tight --memory 36M -j 4
same free tight

# Enough for a baseline photo, not for one whose coefficients must all be kept (2400 x 1800 x 1.5 x 2 bytes
# more while it is decoded).
run build photos -o tighter --memory 26M -j 4
expect_code 3
[ "$(grep -c 'MiB of memory' err)" -eq 1 ] || fail "not one photo refused"
grep -q '^tirage: photos/p.jpg: may take [0-9]* MiB of memory, and 26 are allowed: see --memory' err ||
    fail "the progressive photo is not named"
[ "$(find tighter -name '*.jpg' | wc -l)" -eq 18 ] || fail "outputs"

# Nothing fits, and it says so for each; thumbnails, decoded at a smaller scale, take less.
run build photos -o nothing --memory 1M
expect_code 3
[ "$(grep -c 'see --memory' err)" -eq 7 ] || fail "not all photos are named"
ok thumb -s 100 --memory 12M -o 'thumbs/{stem}{ext}' photos/[a-f].jpg
run thumb -s 100 --memory 12M -o 'thumbs/{stem}{ext}' photos/p.jpg
expect_code 3
says 'see --memory'


# What is allowed for is what a photo takes at most, whole and decoded at a fourth of its size, beyond a small one;
# at a fourth not twice that (a whole picture may have more tokens than these).  A sanitizer's program takes more.
make_photo small.jpg 64 64 420
[ "$SLOW" = 1 ] || for kind in '420' '444' '420 --progressive' '444 --progressive'; do
    # shellcheck disable=SC2086 # two words
    make_photo large.jpg 6000 4000 $kind
    for size in copy 700; do
        taken=$(($(peak one.jpg -s $size large.jpg) - $(peak one.jpg -s $size small.jpg)))
        allowed=$(($(allowed none.jpg -s $size large.jpg) - $(allowed none.jpg -s $size small.jpg)))
        [ "$taken" -le "$allowed" ] || fail "$kind at $size: $taken MiB, $allowed are allowed for"
        [ $size = copy ] || [ "$allowed" -lt $((2 * taken + 8)) ] ||
            fail "$kind at $size: $allowed MiB are allowed for, not $taken"
    done
done

# PNG files of 16 bits, with alpha and on their side, as large as they can be: of as many pixels as the photo, less a few.
make_deep() { # FILE WIDTH HEIGHT
    python3 -c 'import random, struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
width, height = int(sys.argv[2]), int(sys.argv[3])
exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
pack = zlib.compressobj(1)
rows = b"".join(pack.compress(b"\0" + random.randbytes(8 * width)) for _ in range(height)) + pack.flush()
with open(sys.argv[1], "wb") as png:
    png.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)) +
              chunk(b"eXIf", exif) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))' "$@"
}
make_deep deep.png 1600 1200
make_deep small.png 64 64
make_deep large.png 3000 2000
[ "$SLOW" = 1 ] || for effort in 4 9; do
    taken=$(($(peak one.png -s 1590 --effort $effort deep.png) - $(peak one.png -s 63 small.png)))
    allowed=$(($(allowed none.png -s 1590 --effort $effort deep.png) - $(allowed none.png -s 63 small.png)))
    [ "$taken" -le "$allowed" ] || fail "a deep PNG at effort $effort: $taken MiB, $allowed are allowed for"
    [ "$taken" -gt 60 ] || fail "a deep PNG takes $taken MiB, which is no test"
done
taken=$(($(peak one.png -s 480 large.png) - $(peak one.png -s 63 small.png)))
allowed=$(($(allowed none.png -s 480 large.png) - $(allowed none.png -s 63 small.png)))
[ "$taken" -le "$allowed" ] || fail "a deep PNG that is reduced: $taken MiB, $allowed are allowed for"

# Small pictures in large files, which are read whole: an animation whose default picture is hidden, and what no decoder knows.
make_large() { # FILE MIB
    python3 -c 'import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
size, more = struct.pack(">II", 64, 64), bytes(int(sys.argv[2]) << 20)
rows = zlib.compress(bytes(64 * 257))
frame = [chunk(b"fcTL", struct.pack(">I", i) + size + struct.pack(">IIHHBB", 0, 0, 1, 1, 0, 0)) for i in (0, 2)]
with open(sys.argv[1], "wb") as png:
    png.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + struct.pack(">5B", 8, 6, 0, 0, 0)) +
              chunk(b"acTL", struct.pack(">II", 2, 0)) + chunk(b"IDAT", rows) + frame[0] +
              chunk(b"fdAT", struct.pack(">I", 1) + rows) + frame[1] + chunk(b"fdAT", struct.pack(">I", 3) + more) +
              chunk(b"IEND", b""))' "$@"
}
make_large small.png 0
make_large large.png 60
"$TIRAGE" thumb -q -s 60 --lossless -o small.webp small.jpg
python3 -c 'import struct
bits = open("small.webp", "rb").read()[12:]
for name, more in ("small.webp", 0), ("large.webp", 60 << 20):
    body = b"WEBPVP8X" + struct.pack("<IIHBHB", 10, 0, 59, 0, 59, 0) + bits + b"more" + struct.pack("<I", more) + bytes(more)
    open(name, "wb").write(b"RIFF" + struct.pack("<I", len(body)) + body)'
[ "$SLOW" = 1 ] || for kind in png webp; do
    taken=$(($(peak one.png -s 32 large.$kind) - $(peak one.png -s 32 small.$kind)))
    most=1M
    [ $kind = png ] || most=100M # enough to see what it is, which takes all of a WebP file
    allowed=$(($(allowed none.png -s 32 large.$kind --memory $most) - $(allowed none.png -s 32 small.$kind)))
    [ "$taken" -gt 50 ] || fail "a large $kind takes $taken MiB, which is no test"
    [ "$taken" -le "$allowed" ] || fail "a large $kind: $taken MiB, $allowed are allowed for"
done

# TIFFs of 100 megapixels are halved while they are read: nothing of them is in memory whole, be it a file of 600 MB of
# one strip, and less than 200 MiB are taken.
if "$TIRAGE" --version --verbose | grep -q '^without.*TIFF'; then
    exit 0
fi
python3 - <<'PY'
import random, struct, zlib

def tiff(name, w, h, bits, compression, rows, strip):
    """All strips are alike: zeros where the file has holes if `strip` is None."""
    n = (h + rows - 1) // rows
    size = w * 3 * bits // 8 * rows if strip is None else len(strip)
    at = 8 + 2 + 12 * 11 + 4
    lists = at + 8
    data = lists + 8 * n
    one = n == 1
    tags = [(256, 4, 1, w), (257, 4, 1, h), (258, 3, 3, at), (259, 3, 1, compression), (262, 3, 1, 2),
            (273, 4, n, data if one else lists), (277, 3, 1, 3), (278, 4, 1, rows),
            (279, 4, n, size if one else lists + 4 * n), (284, 3, 1, 1), (339, 3, 1, 1)]
    with open(name, "wb") as f:
        f.write(struct.pack("<2sHIH", b"II", 42, 8, len(tags)))
        for tag in tags:
            f.write(struct.pack("<HHII", *tag))
        f.write(struct.pack("<I3HH", 0, bits, bits, bits, 0))
        step = size if strip is None else 0
        f.write(struct.pack(f"<{n}I", *[data + i * step for i in range(n)]))
        f.write(struct.pack(f"<{n}I", *[size] * n))
        if strip is None:
            f.truncate(data + size * n)
        else:
            f.write(strip)

w, h = 11600, 8700
tiff("plain.tif", w, h, 8, 1, h, None)
tiff("deep.tif", w, h, 16, 1, h, None)
noise = random.Random(1).randbytes(60000) # else the file has too few bytes for so many pixels
tiff("packed.tif", w, h, 8, 8, 100, zlib.compress(noise + bytes(range(1, 241)) * (145 * 100 - 250)))
tiff("tiny.tif", 64, 64, 8, 1, 64, None)
PY
[ "$SLOW" = 1 ] || for kind in plain deep packed; do
    taken=$(($(peak one.jpg -s 480 $kind.tif) - $(peak one.jpg -s 480 tiny.tif)))
    allowed=$(($(allowed none.jpg -s 480 $kind.tif) - $(allowed none.jpg -s 480 tiny.tif)))
    [ "$taken" -gt 0 ] || fail "a $kind TIFF takes $taken MiB, which is no test"
    [ "$taken" -le "$allowed" ] || fail "$kind TIFF: $taken MiB, $allowed are allowed for"
    [ "$allowed" -lt 192 ] || fail "$kind TIFF: $allowed MiB are allowed for"
done
