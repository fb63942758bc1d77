# cli_download.sh - what visitors take with them: files under their own names, and the ZIP file of an album.
. "$(dirname "$0")/lib.sh"
check_zips="$SOURCE_DIR/tests/cli/check_zips.py"

members() { python3 "$check_zips" "$@" >members 2>&1 || fail "$1: $(cat members)"; }
names() {
    members "$1"
    cut -d ' ' -f 4- members >names
}
build() { # with a note on names that differ by case only
    run -q "$@"
    expect_code 0
}
links() { grep -o '<p class="archive">.*</p>' "$1" || :; }
stamps() { find "$1" -name '*.zip' -printf '%p %s %T@ %i\n' | sort; }
keys() { printf -- '---\n%s\n---\n' "$2" >"$1/album.md"; }

# Names: every system can have them, and no two are the same on any.
long=$(printf 'ä%.0s' $(seq 100))
mkdir -p 'photos/al bum' photos/sub photos/empty
make_photo 'photos/al bum/a b.jpg' 1300 900 420 --date '2020:05:17 13:45:31'
cp 'photos/al bum/a b.jpg' 'photos/al bum/A B.JPG'
cp 'photos/al bum/a b.jpg' 'photos/al bum/Größe.jpg'
cp 'photos/al bum/a b.jpg' "photos/al bum/GRÖSSE Ä.jpg"
cp 'photos/al bum/a b.jpg' "photos/al bum/größe ä.jpg"
cp 'photos/al bum/a b.jpg' 'photos/al bum/GRÖßE Ä.jpg'
cp 'photos/al bum/a b.jpg' "photos/al bum/$(printf 'e\314\201').jpg" # é as a Mac writes it
cp 'photos/al bum/a b.jpg' "photos/al bum/$(printf 'new\nline').jpg"
cp 'photos/al bum/a b.jpg' "photos/al bum/$(printf 'gpj.\342\200\256exe').jpg"
cp 'photos/al bum/a b.jpg' "photos/al bum/$(printf 'bad\377').jpg"
cp 'photos/al bum/a b.jpg' 'photos/al bum/con.jpg'
cp 'photos/al bum/a b.jpg' 'photos/al bum/c:\d<e>"|?*.jpg'
cp 'photos/al bum/a b.jpg' "photos/al bum/$long.jpg"
make_photo photos/sub/plain.jpg 300 200 420
"$TESTTOOL" make photos/root.jpg 300 200 420
keys photos 'download: zip'
run build photos -o site
expect_code 0
says '3 ZIP files made'
[ -f 'site/al bum/al bum.zip' ] && [ -f site/sub/sub.zip ] && [ -f site/photos.zip ] || fail "no ZIP files"
names 'site/al bum/al bum.zip'
cat >wanted <<END
'A B.JPG'
'a b (2).jpg'
'bad_.jpg'
'c__d_e_____.jpg'
'_con.jpg'
'gpj._exe.jpg'
'new_line.jpg'
'\\xe9.jpg'
END
while IFS= read -r name; do
    grep -qxF "$name" names || fail "no member $name: $(cat names)"
done <wanted
[ "$(wc -l <names)" = 13 ] || fail "not all members: $(cat names)"
[ "$(grep -c '(2)' names)" = 2 ] || fail "names that differ by case only: $(cat names)"
grep -q '^2020-05-17 13:45:30 ' members || fail "not the photo's time: $(cat members)"
members site/sub/sub.zip
grep -q '^1980-01-01 00:00:00 ' members || fail "a time that no photo has: $(cat members)"
! command -v unzip >/dev/null || unzip -tqq 'site/al bum/al bum.zip' || fail "unzip has complaints"
check_site site
links 'site/al bum/index.html' >link
grep -qF '<a download="al bum.zip" href="al%20bum.zip">' link || fail "no link: $(cat link)"
grep -q '13 pictures' link || fail "no count: $(cat link)"
grep -qF 'download="a b (2).jpg"' 'site/al bum/index.html' || fail "a picture has not its own name"
build build photos -o again
same site again

# An unchanged build writes none, and reads none; one that changed is made again.
stamps site >before
run build photos -o site
! grep -q ZIP err || fail "what is unchanged is written"
stamps site | cmp -s - before || fail "a ZIP file was written again"
run build photos -o site --dry-run
! grep -q zip out || fail "what is there would be made: $(cat out)"
run check photos
says '15 photos checked' && says 'and 3 ZIP files'
make_photo photos/sub/plain.jpg 320 200 420
run build photos -o site --dry-run
grep -qxF site/sub/sub.zip out && [ "$(grep -c zip out)" = 1 ] || fail "a dry run says: $(cat out)"
run build photos -o site
says '1 ZIP file made'
[ "$(stamps site | diff - before | grep -c '^[<>]')" = 2 ] || fail "others were written too"
rm site/sub/sub.zip
run why site/sub/sub.zip -o site
grep -q 'missing: will be made again' out || fail "why says: $(cat out)"
build build photos -o site
[ -f site/sub/sub.zip ] || fail "one that was removed is not made again"
run why site/sub/sub.zip -o site
grep -q 'the pictures of its album in a ZIP file' out || fail "why says: $(cat out)"
head -c 100 /dev/zero >site/sub/sub.zip
build build photos -o site
members site/sub/sub.zip
mv photos/sub/plain.jpg photos/sub/other.jpg
build build photos -o site
names site/sub/sub.zip
[ "$(cat names)" = "'other.jpg'" ] || fail "a renamed photo: $(cat names)"
printf x >photos/sub/damaged.jpg
run build photos -o site -q
expect_code 3
names site/sub/sub.zip
[ "$(cat names)" = "'other.jpg'" ] || fail "a photo that cannot be read: $(cat names)"
rm photos/sub/damaged.jpg

# An album may say otherwise, with what is below it; what is no longer wanted goes.
build build photos -o site
run gc photos -o site --delete -q
keys photos/sub 'download: false'
run build photos -o site
says '1 file of an earlier build is no longer wanted'
[ -z "$(links site/sub/index.html)" ] && ! grep -q download= site/sub/index.html || fail "links to downloads are left"
run gc photos -o site --delete
[ ! -e site/sub/sub.zip ] && [ -f site/photos.zip ] || fail "gc"
check_site site
keys photos 'download: true'
keys photos/sub 'download: zip'
build build photos -o site
run gc photos -o site --delete -q
[ "$(find site -name '*.zip')" = site/sub/sub.zip ] || fail "ZIP files of albums that want none"
grep -qF 'download="root.jpg"' site/index.html || fail "no link to a picture"
rm -r site again photos

# Sizes, and nothing private in originals.
mkdir photos
make_photo photos/big.jpg 3000 2000 420 --metadata --date '2020:01:02 03:04:05' --orientation 1
make_photo photos/small.jpg 900 600 420 --metadata
grep -qa SECRET photos/big.jpg || fail "the test's photo has no secrets"
mkdir take
for size in 1920 2560 original; do
    keys photos "download: zip
download_size: $size"
    ok build photos -o site
    members site/photos.zip take
    [ $size = original ] && width=3000 || width=$size
    expect_fact take/m0.jpg size "${width}x$(((width * 2 + 1) / 3))"
    expect_fact take/m1.jpg size 900x600
    for file in take/*.jpg; do
        expect_fact "$file" markers APP0
        ! grep -qa -e SECRET -e Exif "$file" || fail "$file of $size has metadata"
        ! command -v exiftool >/dev/null || [ -z "$(exiftool -a -G -EXIF:all -XMP:all -IPTC:all "$file")" ] ||
            fail "exiftool finds metadata in $file"
    done
    href=$(grep -o '<a download="big.jpg" href="[^"]*"' site/index.html | sed 's/.*href="//; s/"//')
    expect_fact "site/$href" size "${width}x$(((width * 2 + 1) / 3))"
done
! grep -qa SECRET site/photos.zip || fail "the ZIP file has metadata"
keys photos 'download: maybe'
run build photos -o site
expect_code 1
says "download: expected false, true or zip, got 'maybe'"
rm -r site photos take

# Behind a password the name is one that nobody can guess; nothing outside tells of it.
mkdir -p photos/secret photos/open
make_photo photos/secret/a.jpg 300 200 420
make_photo photos/open/b.jpg 300 200 420
keys photos 'download: zip'
keys photos/secret 'password: pass'
ok build photos -o site
[ ! -e site/secret/secret.zip ] || fail "a protected ZIP file can be guessed"
[ -z "$(find site/secret -name '*.zip')" ] || fail "a protected ZIP file is not sealed"
if unseal site pass opened >/dev/null; then
    zip=$(basename "$(ls opened/secret/*.zip)")
    names "opened/secret/$zip"
    [ "$(cat names)" = "'a.jpg'" ] || fail "names in it: $(cat names)"
    ! grep -rqF "${zip%.zip}" --include='*.html' --include='*.xml' site || fail "pages tell its name"
    rm -r opened
fi
rm -r site

# An album's folder may not have the name of one.
mkdir -p photos/open/open.zip
make_photo photos/open/open.zip/c.jpg 300 200 420
refuses 1 'has the name of the ZIP file of its album' build photos -o site -q
rm -r photos

# Shards make pictures, merge the ZIP files; both ways the bytes are the same.
mkdir photos
for i in 1 2 3 4 5 6; do make_photo photos/$i.jpg 500 400 420 --noise; done
keys photos 'download: zip
download_size: original'
ok build photos -o whole
for i in 1 2; do
    ok build photos -o shards --shard $i/2
    [ -z "$(find shards -name '*.zip')" ] || fail "a shard made a ZIP file"
done
ok merge shards --source photos
same whole shards
ok merge shards --source photos
rm -r shards

# Projects: what a gallery shows, once each.
mkdir -p project/trip
cp photos/1.jpg photos/2.jpg project/trip
cat >project/settings.yaml <<'END'
title: Project
rss: false
settings: {download: zip}
END
cat >project/trip/settings.yaml <<'END'
title: Trip
cover: 1.jpg
sections:
  - {type: bordered-picture, image: 1.jpg}
  - {type: pictures-group, images: [[1.jpg, 2.jpg]]}
END
ok build project -o project-site
names project-site/trip/trip.zip
[ "$(cat names)" = "'1.jpg'
'2.jpg'" ] || fail "members of a project: $(cat names)"
grep -q '<p class="archive">' project-site/trip/index.html || fail "no link in a project"
python3 "$SOURCE_DIR/tests/cli/check_story.py" project-site >facts 2>&1 || fail "$(cat facts)"

# Whatever ends a build, what has its name is whole, and the next build completes the site.
whole_zip() { [ ! -e site/photos.zip ] || cmp -s site/photos.zip whole/photos.zip || fail "half a ZIP file $1"; }
for delay in 000 020 040 060 080 100 150 200 300 400; do
    rm -f site/photos.zip
    "$TIRAGE" -q build photos -o site >out 2>err </dev/null &
    pid=$!
    sleep 0.$delay
    kill -KILL $pid 2>/dev/null || :
    wait $pid 2>/dev/null || :
    whole_zip "after $delay ms"
done
ok build photos -o site
same whole site
no_temps site

# The site is complete without it where it cannot be written: named, exit code 3, no page leads to it.
[ $SLOW = 0 ] || exit 0 # sanitizers come before what is preloaded
failed=0
for at in 1 2 3 5 8 13 21 34; do
    rm -f site/photos.zip
    code=0
    TG_FAULT=write:28:$at LD_PRELOAD=$FAULTS "$TIRAGE" -q -j 1 build photos -o site >out 2>err </dev/null || code=$?
    whole_zip "after a write that failed"
    if [ $code = 3 ]; then
        failed=$((failed + 1))
        says 'site/photos.zip: the ZIP file was not made'
        says '1 ZIP file could not be made, named above; no page leads to it'
        [ ! -e site/photos.zip ] && [ -z "$(links site/index.html)" ] || fail "a page leads to what is not there"
        check_site site
    fi
    ok build photos -o site
    same whole site
done
[ $failed -gt 1 ] || fail "no write of a ZIP file failed"
