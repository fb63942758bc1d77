# cli_photos.sh - real photos, if there are any alongside the source tree: ../shared/photos and ../shared/odd.
. "$(dirname "$0")/lib.sh"

shared=$SOURCE_DIR/../shared
[ -d "$shared/photos" ] && [ -d "$shared/odd" ] || skip "no $shared/photos and odd"

if [ $SLOW = 0 ]; then
    run build "$shared/photos" -q -o photos -j 1
    expect_code 0
    complete photos
    check_site photos
    ! grep -rqa 'Exif' photos --include '*.[jJ]*' || fail "EXIF is left"
    ok build "$shared/photos" -o photos-c --cpu c -j 2
    same photos photos-c
fi

# Our encoder against libjpeg's: the same samples, in files of nearly the same size.
if [ $SLOW = 0 ]; then
    ok thumb -s copy,x800 --progressive -o 'ours/{stem}-{size}.jpg' "$shared/photos"/*.[jJ][pP]*[gG]
    ok thumb -s copy,x800 --progressive --libjpeg -o 'libjpeg/{stem}-{size}.jpg' \
        "$shared/photos"/*.[jJ][pP]*[gG]
    for file in ours/*.jpg; do
        [ "$("$TESTTOOL" diff "$file" "libjpeg/${file#ours/}")" = 0 ] || fail "$file decodes differently"
    done
    ours=$(cat ours/*.jpg | wc -c) libjpeg=$(cat libjpeg/*.jpg | wc -c)
    [ $((ours * 1000)) -le $((libjpeg * 1015)) ] || fail "$ours bytes, libjpeg $libjpeg"
fi

run build "$shared/odd" -q -o odd
expect_code 0
[ "$(wc -l <err)" -eq 2 ] || fail "not two warnings"
for name in corrupted truncated; do
    grep -q "^tirage: warning: .*/odd/$name.jpg" err || fail "no warning about $name.jpg"
done
complete odd
check_site odd
run build "$shared/odd" -q -o odd-c --cpu c -j 1
same odd odd-c

# Eight ways to hold a camera, one picture.
for shape in Landscape Portrait; do
    first=$(find odd -name "${shape}_1-*-480x.jpg")
    for i in 2 3 4 5 6 7 8; do
        diff=$("$TESTTOOL" diff "$first" odd/${shape}_$i-*-480x.jpg)
        awk "BEGIN { exit !($diff < 6) }" || fail "${shape}_$i differs from ${shape}_1 by $diff"
    done
done
