# cli_state.sh - later builds do what is needed and no more, and end like a build from nothing.  recitale_69,
# recitale_71
. "$(dirname "$0")/lib.sh"

mkdir -p photos/sub
make_photo photos/a.jpg 1200 900 420 --noise
make_photo photos/b.jpg 700 500 422 --noise --orientation 6
make_photo photos/sub/c.jpg 1000 800 444 --noise
# Files younger than the tick of a file system's clock are read again; these are not.
touch -d '2024-01-01 12:00:00' photos/*.jpg photos/sub/*.jpg
sleep 2.1

# build_counts UNCHANGED MADE ARGS: a build of photos that finds and makes that many; ends like a new one.
build_counts() {
    unchanged=$1 made=$2
    shift 2
    run build photos -o site --json "$@"
    expect_code 0
    grep -q "\"event\": \"done\".*\"unchanged\": $unchanged, \"outputs\": $made," out ||
        fail "not $unchanged unchanged and $made made: $(tail -n 1 out)"
    rm -rf clean
    ok build photos -o clean
    same clean site
}
inodes() { # of everything but the state
    find "$1" -name .tirage -prune -o -type f -printf '%P %i %T@\n' | sort
}

build_counts 0 11
inodes site >before
build_counts 3 0
inodes site >after
cmp -s before after || fail "an unchanged build wrote files"

# One output gone, cut short, or changed: its photo is made again whole, with the same bytes.
picture=$(ls site/a-*-480x.jpg)
rm "$picture"
build_counts 2 4
truncate -s 100 "$picture"
build_counts 2 4
echo x >>"$picture"
build_counts 2 4
# The same size and time, other bytes: only --verify can see it.
stamp=$(stat -c %y "$picture")
printf '\377' | dd of="$picture" bs=1 seek=200 conv=notrunc status=none
touch -d "$stamp" "$picture"
run build photos -o site
cmp -s "$picture" clean/"${picture#site/}" && fail "the damage was not there"
build_counts 2 4 --verify

# A page that somebody changed or removed.
rm site/index.html
echo >>site/sub/index.html
build_counts 3 0

# A photo of the same size and time but other content.
cp photos/a.jpg kept.jpg
printf '\011' | dd of=photos/a.jpg bs=1 seek=30 conv=notrunc status=none # in the quantisation table
touch -d '2024-01-01 12:00:00' photos/a.jpg # its ctime tells
build_counts 2 4
cp kept.jpg photos/a.jpg
build_counts 2 4

# Touched but not changed: read again, not made again.
touch photos/b.jpg
build_counts 3 0

# Moved, renamed, copied: the pictures are copied, not encoded.
mkdir photos/new
mv photos/sub/c.jpg photos/new/renamed.jpg
cp photos/a.jpg photos/new/copy.jpg
run build photos -o site --json
expect_code 0
grep -q '"unchanged": 4, "outputs": 0, "stale": 5,' out || fail "moved photos were encoded: $(cat out)"
rm -rf clean
ok build photos -o clean
same clean/new site/new

# gc lists what is left over, and removes it only when told; what others put there stays.
echo mine >site/sub/notes.txt
run gc photos -o site
expect_code 0
[ "$(wc -l <out)" -eq 5 ] || fail "gc lists: $(cat out)"
[ -e site/sub/index.html ] || fail "gc removed without --delete"
stale=$(grep -- -480x.jpg out)
echo changed >>"site/$stale"
run gc photos -o site --delete --json
expect_code 0
[ "$(grep -c '"event": "stale"' out)" -eq 4 ] || fail "gc --delete --json: $(cat out)"
says 'changed since it was written; left alone'
[ "$(find site/sub -type f | sort | tr '\n' ' ')" = "site/$stale site/sub/notes.txt " ] ||
    fail "left: $(find site/sub)"
rm "site/$stale" site/sub/notes.txt
rmdir site/sub
same clean site
run gc photos -o site
[ ! -s out ] || fail "gc finds more"
refuses 1 'photos/build: there is no gallery yet' gc photos
mkdir foreign
refuses 1 'was not made by tirage' gc photos -o foreign

# Removed altogether, gc leaves no empty folder behind.
rm -r photos/new
run build photos -o site
expect_code 0
says 'no longer wanted: see tirage gc'
run gc photos -o site --delete
expect_code 0
[ ! -e site/new ] || fail "an empty folder was left"
rm -rf clean
ok build photos -o clean
same clean site

# why: of a picture, of a page, of a photo, of others' files.
picture=$(ls site/a-*-480x.jpg)
run why "$picture"
expect_code 0
grep -q '^photo a.jpg: 1200x900 pixels' out || fail "why: $(cat out)"
grep -q '^  unchanged since it was read' out || fail "why: $(cat out)"
[ "$(grep -c 'as it was written' out)" -eq 4 ] || fail "why: $(cat out)"
rm "$picture"
run why photos/a.jpg -o site
grep -q -- '-480x.jpg: missing: will be made again' out || fail "why of a missing one: $(cat out)"
run why site/index.html
grep -q 'a page' out || fail "why of a page"
touch photos/a.jpg
run why photos/a.jpg -o site
grep -q 'will be read again' out || fail "why of a touched photo"
echo x >site/mine.txt
refuses 1 'was not written by tirage' why site/mine.txt
refuses 1 'belongs to no gallery' why photos/a.jpg
rm site/mine.txt

# A damaged database is set aside; everything is made again.
ok build photos -o site
printf 'no database at all, but long enough to look like one' >site/.tirage/state.db
rm -f site/.tirage/state.db-*
run build photos -o site --json
expect_code 0
says 'set aside'
grep -q '"unchanged": 0, "outputs": 7,' out || fail "not all made again: $(cat out)"
[ -e site/.tirage/state.db.broken ] || fail "not set aside"
same clean site

# A second build of the same OUT waits for the first, and says so.
waits_for site/.tirage/lock 'another tirage works on site; waiting' build photos -o site
