# cli_effort.sh - --effort and --lossless: smaller files for more time, and pictures are made anew only where that is said.
. "$(dirname "$0")/lib.sh"

make_photo a.jpg 700 500 420
mkdir photos
cp a.jpg photos/
ok thumb -s copy -o photos/b.png a.jpg

# thumb: fewer bytes for more effort, the same pixels; as usual is one of them.
size() { wc -c <"$1"; }
ok thumb -s 300 -o usual.png a.jpg
before=
for n in 1 2 3 4 5 6 7 8 9; do
    ok thumb -s 300 --effort "$n" -o "e$n.png" a.jpg
    [ -z "$before" ] || [ "$(size "e$n.png")" -le "$before" ] || fail "effort $n: more bytes"
    before=$(size "e$n.png")
    ok thumb -s copy -o pixels.jpg "e$n.png"
    [ "$n" -gt 1 ] || cp pixels.jpg first.jpg
    cmp pixels.jpg first.jpg || fail "effort $n: other pixels"
done
[ "$(size e9.png)" -lt "$(size e1.png)" ] || fail "effort changes nothing"
cmp usual.png e4.png || fail "the usual effort is not 4"
ok thumb -s 300 --effort 9 -o e9.jpg a.jpg
ok thumb -s 300 -o usual.jpg a.jpg
cmp e9.jpg usual.jpg || fail "a JPEG file depends on effort"
for n in 0 10 -1 abc ''; do
    refuses 2 "'$n'" thumb -s 100 --effort "$n" a.jpg
done

# build: said or not, by the option or the key; the names stay, and JPEG files are not made anew.
build_counts 0 6
pngs=$(ls site/*.png)
md5sum site/*.png >usual
build_counts 2 0
build_counts 1 3 --effort 9
[ "$(ls site/*.png)" = "$pngs" ] || fail "effort changes names"
md5sum --quiet -c usual >out 2>&1 && fail "effort makes the same files"
build_counts 2 0 --effort 9
build_counts 1 3
md5sum --quiet -c usual || fail "no effort is another one"
printf -- '---\neffort: 9\n---\n' >photos/album.md
build_counts 1 3
build_counts 2 0 --effort 9
build_counts 1 3 --effort 2
for n in 0 10 high '[1]' 1.5; do
    printf -- '---\neffort: %s\n---\n' "$n" >photos/album.md
    run build photos -o site
    expect_code 1
    says "album.md:2:9: effort: expected"
done

# --lossless: WebP files of the same pixels.
ok thumb -s 300 --lossless -o lossless.webp a.jpg
ok thumb -s copy -o pixels.png lossless.webp
cmp pixels.png usual.png || fail "--lossless: other pixels"
ok thumb -s 300 --lossless -o same.png a.jpg
cmp same.png usual.png || fail "a PNG file depends on --lossless"
refuses 2 "a.jpg: --lossless is for WebP and PNG files" thumb -s 300 --lossless -o 'out/{stem}.jpg' a.jpg
refuses 2 "--lossless is for WebP and PNG files" thumb -s 300 --lossless a.jpg
refuses 2 "--lossless is for WebP and PNG files" thumb -s 300 --lossless --format avif -o out/ photos/b.png
refuses 2 "--lossless does not belong to this command" build photos --lossless
