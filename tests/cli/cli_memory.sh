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
