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
[ "$SLOW" = 1 ] || for effort in 4 9; do
    taken=$(($(peak one.png -s 1590 --effort $effort deep.png) - $(peak one.png -s 63 small.png)))
    allowed=$(($(allowed none.png -s 1590 --effort $effort deep.png) - $(allowed none.png -s 63 small.png)))
    [ "$taken" -le "$allowed" ] || fail "a deep PNG at effort $effort: $taken MiB, $allowed are allowed for"
    [ "$taken" -gt 60 ] || fail "a deep PNG takes $taken MiB, which is no test"
done
