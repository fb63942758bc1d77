# cli_copied.sh - an OUT that was copied, as caches and backups bring it back, is known by its bytes: other inodes and times in whole
# seconds make nothing anew.
. "$(dirname "$0")/lib.sh"

"$TIRAGE" -q example photos
rm -rf photos/Lake*
find photos -name '*[2-9].jpg' -exec rm {} +
ok build photos -o site
photos=$(find photos -name '*.jpg' | wc -l)
find site -name '*.jpg' | sort >pictures
renew() { # as an archive without the parts of a second brings it back
    cp -a site copy
    find copy -type f | while read -r file; do
        touch -d "@$(stat -c %Y "$file")" "$file"
    done
    rm -r site
    mv copy site
}
renew
run why "photos/$(cd photos && find . -name '*.jpg' | sed 's,^\./,,' | sort | head -n 1)" -o site
! grep -q 'changed since it was written' out || fail "why: $(cat out)"
build_counts "$photos" 0

# Other bytes of the same size are made again, those of one photo alone.
picture=$(head -n 1 pictures)
cp "$picture" good
renew
printf 'x' | dd of="$picture" bs=1 seek=300 conv=notrunc 2>err
! cmp -s good "$picture" || fail "the picture was not changed"
[ "$(stat -c %s good)" = "$(stat -c %s "$picture")" ] || fail "another size"
run build photos -o site --json
expect_code 0
grep -q "\"event\": \"done\".*\"unchanged\": $((photos - 1))," out || fail "not one photo made again: $(tail -n 1 out)"
cmp good "$picture" || fail "not made again"

# gc removes what is left over of a copy, pages included; a page that somebody else wrote since stays.
rm -r photos/Autumn*
renew
run build photos -o site
renew
album=$(echo site/Autumn*)
cp "$album/index.html" page
touch -d 2001-01-01 "$album/index.html"
run gc photos -o site --delete
says 'changed since it was written; left alone'
[ "$(find "$album" -type f)" = "$album/index.html" ] || fail "left: $(find "$album")"
rm -r "$album"
ok build photos -o clean
diff -r -x .tirage site clean >out || fail "a copied site is another one"
