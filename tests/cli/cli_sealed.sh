# cli_sealed.sh - what is behind a password is encrypted, as a program of its own that knows only the format of
# docs/security.md finds; and it stays as it is, byte for byte, while nothing changes.  recitale_63
. "$(dirname "$0")/lib.sh"
can_unseal || skip "no cryptography for Python: ./run deps --test installs it"

protect() {
    printf -- '---\npassword: %s\n---\nSECRETTEXT\n' "$1" >photos/albumx/album.md
}

# sums FOLDER: checksums of its pictures, videos and ZIP files.
sums() {
    find "$1" -path '*/.tirage' -prune -o -type f \( -name '*.jpg' -o -name '*.webp' -o -name '*.png' -o -name '*.mp4' -o -name '*.zip' \) \
        -exec sha256sum {} + | cut -c1-64 | sort
}

mkdir -p photos/albumx/deep photos/open
make_photo photos/albumx/SECRETNAME.jpg 900 600 420 --metadata --orientation 1
make_photo photos/albumx/deep/second.jpg 1500 1000 420 --noise
make_photo photos/open/third.jpg 640 480 420
cp photos/open/third.jpg photos/albumx/deep/SECRETCOPY.jpg
printf 'SECRETNAME.jpg: SECRETCAPTION\n' >photos/albumx/captions.txt
printf -- '---\nformats: webp\ndownload: zip\nurl: https://example.org\ntitle: T\n---\n' >photos/album.md
media=0
if command -v ffmpeg >/dev/null &&
    ffmpeg -v error -f lavfi -i testsrc=s=320x240:r=10:d=2 -pix_fmt yuv420p photos/albumx/SECRETVIDEO.mp4 </dev/null; then
    media=1
fi

# 1. The open build's pictures, byte for byte, from the password and the site alone.
printf 'SECRETTEXT\n' >photos/albumx/album.md
ok build photos -o plain --original
protect 'pä ss'
run build photos -o site --original
says 'site/.tirage opens what is behind passwords'
run build photos -o site --original
! grep -q 'opens what' err || fail "the keys are spoken of again"
mkdir -p small/album
cp photos/open/third.jpg small/album
cp photos/albumx/album.md small/album
run build small -o aside --state aside-state
! grep -q 'opens what' err || fail "of a state outside: $(cat err)"
unseal site 'pä ss' opened >count
[ "$(cat count)" -gt 10 ] || fail "opened $(cat count) files"
sums plain/albumx >want
sums opened/albumx >got
cmp want got || fail "other pictures than the open build's: $(diff want got | head -5)"
[ "$(grep -c . want)" -gt 8 ] || fail "only $(grep -c . want) pictures"
grep -q SECRETCAPTION opened/albumx/index.html || fail "the opened page lacks its caption"
for zip in $(find opened -name '*.zip'); do
    python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(*z.namelist())' "$zip"
done >members
grep -q SECRETNAME.jpg members || fail "members of the ZIP files: $(cat members)"

# Every address of a sealed file on an opened page is one.
find opened -name '*.html' | while read -r page; do
    dir=$(dirname "site/${page#opened/}")
    grep -o '[0-9a-f]\{32\}\.sealed' "$page" | sort -u | while read -r name; do
        [ -f "$dir/$name" ] || find site -name "$name" | grep -q . || fail "$page leads to $name, which is not there"
    done
done

# 2. Nothing readable: no name, title, text or caption; no file that a program would take for a picture.
! grep -rla 'SECRET' site --exclude-dir .tirage || fail "the site tells something"
find site/albumx -type f ! -name '*.html' >files
! grep -v '/[0-9a-f]\{32\}\.sealed$' files || fail "names that tell something"
while read -r file; do
    [ "$(head -c 8 "$file")" = "TGSEAL1" ] || fail "$file is not sealed"
    ! { command -v file >/dev/null && file -b "$file" | grep -qiE 'jpeg|image|video|zip|media'; } || fail "$file: $(file -b "$file")"
    ! { [ "$media" = 1 ] && ffprobe -v quiet "$file" </dev/null; } || fail "ffprobe reads $file"
    ! grep -qaE 'JFIF|Exif|RIFF|ftyp|IHDR|PK.{2}' "$file" 2>/dev/null || grep -qaE 'PK..' "$file" || fail "$file has a header in it"
done <files
python3 - $(cat files) <<'EOF' || fail "bytes that can be read"
import sys, zlib
for name in sys.argv[1:]:
    data = open(name, "rb").read()
    counts = [data.count(bytes([i])) for i in range(256)]
    chi = sum((c - len(data) / 256) ** 2 / (len(data) / 256) for c in counts)
    assert len(data) < 2000 or chi < 500, (name, chi)  # 255 is what random bytes have
    assert len(zlib.compress(data)) >= len(data), name
EOF
[ -z "$(find site/albumx -name '*.xml')" ] || fail "a feed in a protected album"
! grep -q albumx site/feed.xml site/sitemap.xml || fail "feed or sitemap tells of the album"
grep -q 'open/' site/sitemap.xml || fail "the sitemap lacks the open album"

# 3. Again, and from nothing: the same bytes.  Nothing is made.
run build photos -o site --original --json
grep -q '"outputs": 0, "stale": 0,' out || fail "an unchanged site: $(tail -n 1 out)"
cp -a site before
ok build photos -o site --original --verify
diff -r -x .tirage site before || fail "--verify changed something"
rm -r site/.tirage
ok build photos -o site --original --force
diff -r -x .tirage site before || fail "without its state a site comes out as another"
ok build photos -o fresh --original
diff -r -x .tirage site fresh || fail "from nothing a site comes out as another"

ok deploy photos -o site --to "$work/target"
ok build photos -o site --original
run deploy photos -o site --to "$work/target" --dry-run --json
grep -q '"new": 0, "changed": 0, "removed": 0' out || fail "an unchanged site would be sent: $(cat out)"

# 4. Another password: the key file alone.  The old one opens nothing any more, the new one everything.
protect another
run build photos -o site --original --json
grep -q '"outputs": 0, "stale": 0,' out || fail "another password made pictures: $(tail -n 1 out)"
changed=$(diff -rq -x .tirage site before | sed 's/^Files \(.*\) and .*/\1/') || :
case $changed in
site/keys/*.js) ;;
*) fail "another password changed: $changed" ;;
esac
[ "$(echo "$changed" | wc -l)" = 1 ] || fail "another password changed: $changed"
run deploy photos -o site --to "$work/target" --dry-run --json
grep -q '"new": 0, "changed": 1, "removed": 0' out || fail "another password would send: $(cat out)"
if "$python" "$SOURCE_DIR/tests/support/unseal.py" site 'pä ss' old >/dev/null 2>&1; then
    fail "the old password opens it"
fi
rm -r opened
unseal site another opened >again
cmp count again || fail "the new password opens $(cat again) files, not $(cat count)"
sums opened/albumx >got
cmp want got || fail "other pictures after another password"

# A password that was another album's does not open that album's files.
mkdir photos/more
make_photo photos/more/x.jpg 300 200 420
printf -- '---\npassword: "pä ss"\n---\n' >photos/more/album.md
ok build photos -o site --original
[ "$(find site/keys -name '*.js' | wc -l)" = 2 ] || fail "key files: $(ls site/keys)"
unseal site 'pä ss' more >n
[ -z "$(find more/albumx 2>/dev/null)" ] || fail "an old password opens another album: $(find more/albumx)"
[ -n "$(find more/more -name '*.jpg')" ] || fail "the new album does not open"
rm -r photos/more more
ok build photos -o site --original
run gc photos -o site --delete
diff -rq -x .tirage site before | grep -v keys && fail "an album that came and went left something"

# 5. New keys: everything is another, and nothing of the old key is left.
ok build photos -o site --original --new-keys
find site/albumx -name '*.sealed' -printf '%f\n' | sort >now
find before/albumx -name '*.sealed' -printf '%f\n' | sort >then
[ -z "$(comm -12 "$work/now" "$work/then")" ] || {
    ok gc photos -o site --delete
    find site/albumx -name '*.sealed' -printf '%f\n' | sort >now
    [ -z "$(comm -12 now then)" ] || fail "files of the old key are left: $(comm -12 now then)"
}
ok build photos -o newkeys --original
diff -r -x .tirage site newkeys || fail "new keys are not those of a fresh build"

# 6. Shards know the password alone: joined they are one build.
for i in 1 2; do
    ok build photos --shard $i/2 -o s$i
    [ -z "$(find s$i/albumx -name '*.jpg')" ] || fail "a shard's pictures are not sealed"
done
ok merge joined s1 s2
ok build photos -o single
diff -r -x .tirage joined single || fail "joined shards differ from one build"

# 7. Damage is told: of a file that a ZIP file takes up, and of one that --verify reads.
largest=$(find site/albumx/deep -name '*.sealed' -printf '%s %p\n' | sort -n | tail -1 | cut -d' ' -f2)
printf '%s' XXXX | dd of="$largest" bs=1 seek=100000 conv=notrunc status=none
if "$python" "$SOURCE_DIR/tests/support/unseal.py" site another damaged >/dev/null 2>&1; then
    fail "a damaged file opens"
fi
ok build photos -o site --original --verify
diff -r -x .tirage site newkeys || fail "--verify did not mend what was damaged"

# 8. What tells of files tells of sealed ones too.
run why "$largest" -o site
expect_code 0

# 9. A whole site behind a password has neither feed nor sitemap.
printf -- '---\npassword: all\nurl: https://example.org\n---\n' >photos/album.md
ok build photos -o whole
[ ! -e whole/feed.xml ] && [ ! -e whole/sitemap.xml ] || fail "a locked site tells of its pages"
find whole -name .tirage -prune -o -type f ! -name '*.html' ! -name '*.sealed' ! -path 'whole/keys/*' ! -path 'whole/tirage-assets/*' -print >others
[ "$(cat others)" = whole/sw.js ] || fail "other files in a locked site: $(cat others)"
