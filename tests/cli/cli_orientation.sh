# cli_orientation.sh - all eight EXIF orientations come out upright, in sites and as thumbnails.
. "$(dirname "$0")/lib.sh"

mkdir photos
for sub in 444 422 440 420 411; do
    for orientation in 1 2 3 4 5 6 7 8; do
        make_photo photos/$sub-$orientation.jpg 301 203 $sub --orientation $orientation
    done
done
make_photo photos/none.jpg 301 203 420
[ "$(fact photos/420-6.jpg size)" = 203x301 ] || fail "the test's photos are not turned"
if (upright photos/420-6.jpg) >/dev/null; then
    fail "the check for upright pictures passes for one that is not"
fi

ok build photos -o site
check_site site
ok build photos -o kept --subsampling keep
ok thumb -s copy,x101,50%,150 -o 'thumbs/{stem}-{size}{ext}' photos/*.jpg
ok thumb -s 120x80 --fit exact -o 'exact/{stem}-{size}{ext}' photos/*.jpg
upright site/*.jpg kept/*.jpg thumbs/*.jpg exact/*.jpg
! grep -rqa Exif site kept thumbs exact || fail "outputs would be turned once more"
for sub in 444 422 440 420 411; do
    for orientation in 1 2 3 4 5 6 7 8; do
        expect_fact site/$sub-$orientation-*.jpg size 301x203
    done
done
for orientation in 1 2 3 4 5 6 7 8; do
    # Turned by a quarter, 4:2:2 becomes 4:4:0, unless all chroma of a smaller picture is there to choose.
    want='2x1 1x1 1x1'
    [ $orientation -lt 5 ] || want='1x2 1x1 1x1'
    expect_fact kept/422-$orientation-*.jpg sampling "$want"
    expect_fact thumbs/422-$orientation-150.jpg sampling '2x1 1x1 1x1'
    want='1x2 1x1 1x1'
    [ $orientation -lt 5 ] || want='2x1 1x1 1x1'
    expect_fact thumbs/440-$orientation-150.jpg sampling "$want"
    # However a photo was held, its thumbnail is the same picture.
    for sub in 444 422 440 420; do
        for size in copy x101; do
            diff=$("$TESTTOOL" diff thumbs/$sub-1-$size.jpg thumbs/$sub-$orientation-$size.jpg)
            awk "BEGIN { exit !($diff < 2) }" || fail "$sub-$orientation-$size: differs by $diff"
        done
    done
done
