# cli_cache.sh - tirage cache against the Thumbnail Managing Standard, row by row of docs/thumbnails.md, and what stays as
# it is in a folder that belongs to all programs.
. "$(dirname "$0")/lib.sh"
facts=$SOURCE_DIR/tests/cli/thumbnail_facts.py
version=$("$TIRAGE" --version | sed 's/ /-/')
export HOME="$work/home" XDG_CACHE_HOME=
unset XDG_CACHE_HOME
mkdir home
cache=home/.cache/thumbnails
# thumb SIZE FILE: where its thumbnail is.
thumb() { echo "$cache/$1/$(python3 "$facts" --name "$2")"; }
# is FILE FACT: a line of what its thumbnail says.
is() {
    python3 "$facts" "$1" >out 2>err || fail "$1 is no thumbnail"
    grep -qxF -e "$2" out || fail "$1 does not say: $2"
}
cached() { find $cache -name '*.png' | sort; }
none() { [ -z "$(cached)" ] || fail "$1: $(cached)"; }

mkdir -p p/sub
make_photo p/a.jpg 1600 1200 420
make_photo p/small.jpg 60 40 444
make_photo p/side.jpg 800 1200 420 --orientation 6
make_photo "p/sub/odd %41;?#[ä]
$(printf '\377').jpg" 200 100 444
odd=$(ls p/sub/*)
printf 'GIF89a\001\000\001\000\200\000\000\377\000\000\000\000\377!\371\004\001\000\000\000\000,\000\000\000\000\001\000\001\000\000\002\002D\001\000;' >p/dot.gif
mkdir deep
python3 -c 'import struct, sys, zlib
chunk = lambda n, b: struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b))
rows = b"".join(b"\0" + struct.pack(">20H", *(x * 3000 + y * 7 for x in range(20))) for y in range(4))
sys.stdout.buffer.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 4, 16, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))' >deep/16.png
touch -d @1234567890.75 p/a.jpg
touch -d @-1.5 p/small.jpg

# folder, sizes: below HOME, in four folders.
ok cache p
for size in normal large x-large xx-large; do
    [ "$(ls $cache/$size | wc -l)" = 5 ] || fail "$size has $(ls $cache/$size)"
    [ -f "$(thumb $size "$odd")" ] || fail "the name of an odd file" # name: MD5 of the URI
done
is "$(thumb normal p/a.jpg)" "size 128 96"
is "$(thumb large p/a.jpg)" "size 256 192"
is "$(thumb x-large p/a.jpg)" "size 512 384"
is "$(thumb xx-large p/a.jpg)" "size 1024 768"
is "$(thumb xx-large p/small.jpg)" "size 60 40" # not enlarged
# format: 8 bits, whole, not interlaced; alpha where the photo has some.
is "$(thumb normal p/a.jpg)" "depth 8"
is "$(thumb normal p/a.jpg)" "type 2"
is "$(thumb normal p/a.jpg)" "interlaced 0"
is "$(thumb normal p/dot.gif)" "depth 8"
! grep -q '^chunk' out || fail "other chunks: $(cat out)"
ok cache deep
is "$(thumb normal deep/16.png)" "depth 8"
is "$(thumb normal deep/16.png)" "type 6"
is "$(thumb normal deep/16.png)" "size 5 4"
rm "$cache"/*/"$(python3 "$facts" --name deep/16.png)"
# orientation: red, green / blue, white.
is "$(thumb large p/side.jpg)" "size 171 256"
is "$(thumb large p/side.jpg)" "corners 1-0-0 0-1-0 0-0-1 1-1-1"
# keys.
is "$(thumb large p/a.jpg)" "Thumb::URI file://$work/p/a.jpg"
is "$(thumb large p/a.jpg)" "Thumb::MTime 1234567890"
is "$(thumb large p/small.jpg)" "Thumb::MTime -2"
is "$(thumb large p/a.jpg)" "Thumb::Size $(stat -c %s p/a.jpg)"
is "$(thumb large p/a.jpg)" "Thumb::Mimetype image/jpeg"
is "$(thumb large p/dot.gif)" "Thumb::Mimetype image/gif"
is "$(thumb large p/a.jpg)" "Software $(echo "$version" | tr - ' ')"
is "$(thumb large p/side.jpg)" "Thumb::Image::Width 800"
is "$(thumb large p/side.jpg)" "Thumb::Image::Height 1200"
is "$(thumb large "$odd")" "Thumb::URI file://$work/p/sub/odd%20%2541%3B%3F%23%5B%C3%A4%5D%0A%FF.jpg"
for python in python3 /usr/bin/python3; do # the same by GLib
    name=$("$python" "$facts" --gio "$odd" 2>/dev/null) || continue
    [ -f "$cache/normal/$name" ] || fail "GLib's name is $name"
done
# permissions: 700 and 600, whatever the umask.
rm -r home/.cache
(umask 0 && "$TIRAGE" cache -q p) || fail "umask 0"
[ -z "$(find home/.cache -type d ! -perm 700)$(find home/.cache -type f ! -perm 600)" ] || fail "permissions"
# whole: no temporary file is left, and none was what it is named.
[ -z "$(find home/.cache -name '.tirage*')" ] || fail "temporary files"

# modified: what is of the photo as it is stays, and nothing else.
find $cache -name '*.png' -exec ls -i {} + | sort >before
run cache p
expect_code 0
says '0 thumbnails made'
says '20 were there'
find $cache -name '*.png' -exec ls -i {} + | sort >after
cmp before after || fail "thumbnails were made again"
python3 "$facts" --put "$(thumb normal p/a.jpg)" "file://$work/p/a.jpg" 1234567890 # another program's, without a size
python3 "$facts" --put "$(thumb large p/a.jpg)" "file://$work/p/a.jpg" 1234567891
python3 "$facts" --put "$(thumb x-large p/a.jpg)" "file://$work/p/b.jpg" 1234567890
truncate -s -1 "$(thumb xx-large p/a.jpg)"
: >"$(thumb large p/small.jpg)"
run cache p --json
expect_code 0
grep -q '"outputs": 4, "skipped": 16' out || fail "$(tail -n 1 out)"
is "$(thumb normal p/a.jpg)" "size 1 1"
is "$(thumb large p/a.jpg)" "size 256 192"
is "$(thumb x-large p/a.jpg)" "size 512 384"
is "$(thumb xx-large p/a.jpg)" "size 1024 768"
touch -d @1000000000 p/a.jpg # older: made again too
run cache p
says '4 thumbnails made'
is "$(thumb normal p/a.jpg)" "Thumb::MTime 1000000000"
printf x >>p/a.jpg # another size at the same time
touch -d @1000000000 p/a.jpg
run cache p
says '4 thumbnails made'
if touch -d @15000000000 p/a.jpg 2>/dev/null && [ "$(stat -c %Y p/a.jpg)" = 15000000000 ]; then # not all file systems know 2445
    run cache p
    expect_code 0
    says '4 thumbnails made'
    run cache p
    says ' 0 thumbnails made'
    touch -d @1000000000 p/a.jpg
fi
ok cache p --force
find $cache -name '*.png' -exec ls -i {} + | sort >after
! cmp -s before after || fail "--force made nothing"

# A path that is longer than the system takes at once, of which all is escaped.
python3 -c 'import os, shutil
photo = os.path.abspath("p/small.jpg")
for name in [b"farther"] + [b"\xc3\xa9" * 100] * 34:
    os.mkdir(name)
    os.chdir(name)
shutil.copy(photo, "far.jpg")'
here=$PWD
cd "farther/$(python3 -c 'import sys; sys.stdout.buffer.write(b"/".join([b"\xc3\xa9" * 100] * 17))')"
HOME=$here/farther "$TIRAGE" cache -q --sizes normal . 2>"$here/err" || fail "a long path"
cd "$here"
[ "$(find farther/.cache -path '*/normal/*.png' | wc -l)" = 1 ] || fail "no thumbnail of a long path"
rm -r farther

# sizes alone, and a list that is wrong.
rm -r home/.cache
ok cache p --sizes large,normal
[ "$(ls $cache | tr '\n' ' ')" = 'large normal ' ] || fail "--sizes: $(ls $cache)"
refuses 2 "expected a list of normal, large" cache p --sizes normal,,large
refuses 2 "expected a list of normal, large" cache p --sizes huge
refuses 2 "cache needs at least one folder" cache
refuses 2 "is not a folder" cache p/a.jpg
refuses 1 "cannot read: No such file" cache nowhere

# A dry run writes nothing and says all.
rm -r home/.cache
run cache p --dry-run
expect_code 0
[ "$(wc -l <out)" = 20 ] || fail "dry run: $(cat out)"
[ ! -e home/.cache ] || fail "a dry run wrote"

# failures: noted in a folder of this version, once; what cannot be read is not.
mkdir bad
echo no picture >bad/b.jpg
make_photo bad/c.jpg 64 48 444
head -c 30 bad/c.jpg >bad/cut.jpg
run cache bad -q
expect_code 3
note=$(thumb fail/$version bad/b.jpg)
is "$note" "size 1 1"
is "$note" "Thumb::URI file://$work/bad/b.jpg"
is "$note" "Thumb::MTime $(stat -c %Y bad/b.jpg)"
[ "$(ls $cache/fail/$version | wc -l)" = 2 ] || fail "notes: $(ls $cache/fail/$version)"
run cache bad
expect_code 3
says '2 photos failed before, and are not tried again; --force does'
! grep -q 'b\.jpg' err || fail "it was tried again"
run cache bad --force
says 'b.jpg: is not a picture'
cp bad/c.jpg bad/b.jpg # it is a photo now
touch -d @1000000000 bad/b.jpg
run cache bad -q
[ ! -e "$note" ] || fail "the note of a failure stays"
[ -f "$(thumb normal bad/b.jpg)" ] || fail "what failed before is not tried again when it changes"

# readable: of what others may not read, nothing is kept.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    mkdir theirs theirs/p theirs/home
    make_photo theirs/p/open.jpg 64 48 444
    make_photo theirs/p/secret.jpg 64 48 444
    chmod 600 theirs/p/secret.jpg
    chown 12345:12345 theirs/home
    as() { code=0; setpriv --reuid 12345 --regid 12345 --clear-groups env HOME="$work/theirs/home" XDG_CACHE_HOME="${1-}" "$TIRAGE" cache theirs/p >out 2>err </dev/null || code=$?; }
    as
    expect_code 3
    says 'secret.jpg: cannot open: Permission denied'
    [ "$(find theirs/home -name '*.png' | wc -l)" = 4 ] || fail "of an unreadable photo: $(find theirs/home -type f)"
    # A cache that is not ours, or cannot be written to, is named, and left alone.
    as "$work/home/.cache"
    expect_code 1
    mkdir theirs/root theirs/root/thumbnails
    chmod 777 theirs/root theirs/root/thumbnails
    as "$work/theirs/root"
    expect_code 1
    says 'belongs to another user: thumbnails are made by whom they are for'
    [ -z "$(ls theirs/root/thumbnails)" ] || fail "it wrote into another user's folder"
    chmod 500 theirs/home/.cache/thumbnails/large
    touch theirs/p/open.jpg
    as
    expect_code 1
    says 'large: no thumbnails can be written to it: Permission denied'
else
    echo "not root, or no setpriv: other users are not tested"
fi

# thumbnails of thumbnails, and folders that lie in each other.
mkdir -p shown/photos
make_photo shown/photos/a.jpg 64 48 444
export XDG_CACHE_HOME="$work/shown/cache"
cache=shown/cache/thumbnails
ok cache shown
[ "$(cached | wc -l)" = 4 ] || fail "$(cached)"
ok cache shown
[ "$(cached | wc -l)" = 4 ] || fail "thumbnails of thumbnails: $(cached)"
refuses 2 "is where thumbnails are" cache shown/cache/thumbnails/large
run cache shown/photos shown ./shown/photos/../photos --force --json
expect_code 0
grep -q '"photos": 1, "failed": 0, "outputs": 4' out || fail "folders in each other: $(tail -n 1 out)"
XDG_CACHE_HOME=relative ok cache shown # as if it were not set
[ -d home/.cache/thumbnails ] && [ ! -e relative ] || fail "XDG_CACHE_HOME that is relative"
unset HOME
code=0
env -u XDG_CACHE_HOME "$TIRAGE" cache shown >out 2>err || code=$?
expect_code 1
says 'neither XDG_CACHE_HOME nor HOME'

# Links: the name that people come by counts, and the folder of thumbnails may be one.
export XDG_CACHE_HOME="$work/linked/cache"
cache=linked/cache/thumbnails
mkdir -p linked/cache linked/big linked/disk
ln -s ../big linked/cache/thumbnails
ln -s ../shown/photos linked/photos
ok cache linked/photos
[ -f "linked/big/normal/$(python3 "$facts" --name "$work/linked/photos/a.jpg")" ] || fail "the name of a link"
(cd -L linked/photos && "$TIRAGE" cache -q . --force) || fail "in a folder that is a link"
[ "$(ls linked/big/normal | wc -l)" = 1 ] || fail "two names: $(ls linked/big/normal)"
rm linked/cache/thumbnails
echo file >linked/cache/thumbnails
refuses 1 "thumbnails" cache linked/photos
rm linked/cache/thumbnails
mkdir linked/cache/thumbnails
ln -s ../../disk/nothing linked/cache/thumbnails/normal # leads nowhere
run cache linked/photos -q
expect_code 1
[ -z "$(find linked/cache linked/disk -type f)" ] || fail "wrote: $(find linked -type f)"
rm linked/cache/thumbnails/normal
# A link in the place of a thumbnail is replaced, and what it leads to is not touched.
ok cache linked/photos
mine=$(thumb normal "$work/linked/photos/a.jpg")
echo precious >linked/precious
rm "$mine"
ln -s "$work/linked/precious" "$mine"
ok cache linked/photos
[ "$(cat linked/precious)" = precious ] && [ ! -L "$mine" ] || fail "a link in the cache"
rm "$mine"
mkdir "$mine" # nothing that is no file is replaced
run cache linked/photos -q
expect_code 3
[ -d "$mine" ] || fail "a folder was replaced"


# whole, modified: a photo that changes in the middle becomes thumbnails of what it is now, with that time; one that is
# interrupted leaves nothing.
mkdir changing
make_photo changing/a.jpg 3600 2700 420 --noise
make_photo later.jpg 1200 900 420
export XDG_CACHE_HOME="$work/changing/.cache"
cache=changing/.cache/thumbnails
rendering() { ls -l /proc/$pid/fd 2>/dev/null | grep -q memfd:output; }
# The worker is stopped while it renders; what is done before it is caught is done again.
start() {
    for try in 1 2 3 4 5 6 7 8 9 10; do
        rm -rf changing/.cache
        env --default-signal=INT "$TIRAGE" cache -q -j 1 changing >out 2>err </dev/null &
        pid=$!
        for moment in $(seq 2000); do
            ! rendering || break
            [ "$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' /proc/$pid/status)" != Z ] || break
        done
        worker=$(children "$(children $pid)")
        if [ -n "$worker" ] && kill -STOP $worker && sleep 0.2 && rendering; then
            return 0
        fi
        [ -z "$worker" ] || kill -CONT $worker 2>/dev/null || :
        wait $pid || fail "exit code $?"
    done
    fail "no worker was caught at its work"
}
finish() {
    code=0
    wait $pid || code=$?
    drop_sandbox_note
}
start
cp later.jpg changing/a.jpg
touch -d @1111111111 changing/a.jpg
kill -CONT $worker
finish
if [ "$code" = 3 ]; then # it has another size now, which is seen in time or not
    says 'a.jpg: changed during the build'
    none "a photo that changed"
else
    expect_code 0
fi
ok cache changing
is "$(thumb large changing/a.jpg)" "Thumb::MTime 1111111111"
is "$(thumb large changing/a.jpg)" "Thumb::Image::Width 1200"
make_photo changing/a.jpg 3600 2700 420 --noise
start
printf 'the same picture, longer' >>changing/a.jpg
touch -d @1222222222 changing/a.jpg
kill -CONT $worker
finish
expect_code 0
is "$(thumb large changing/a.jpg)" "Thumb::MTime 1222222222"
is "$(thumb large changing/a.jpg)" "Thumb::Size $(stat -c %s changing/a.jpg)"
run cache changing
says '4 were there'
start
kill -INT $pid
finish
expect_code 130
[ -z "$(find changing/.cache -type f)" ] || fail "left: $(find changing/.cache -type f)"

# deleting: with --prune alone, what is surely gone.
export XDG_CACHE_HOME="$work/prune/cache"
cache=prune/cache/thumbnails
mkdir -p prune/p/sub prune/p/disk prune/other
for f in p/a p/gone p/sub/gone p/disk/away other/gone; do make_photo prune/$f.jpg 64 48 444; done
echo bad >prune/p/bad.jpg
run cache prune/p prune/other -q
expect_code 3
rm prune/p/gone.jpg prune/other/gone.jpg prune/p/disk/away.jpg prune/p/bad.jpg
rm -r prune/p/sub
normal=$cache/normal
echo keep >$normal/notes.txt
cp "$(thumb normal "$work/prune/p/gone.jpg")" $normal/0123456789abcdef0123456789abcdef.png # the name is another file's
python3 "$facts" --put "$normal/$(printf 'http://x/p' | md5sum | cut -d' ' -f1).png" http://x/p 1
count=$(cached | wc -l)
ok cache prune/p
[ "$(cached | wc -l)" = "$count" ] || fail "removed without --prune"
run cache prune/p --prune --dry-run
[ "$(grep -c '^removed ' out)" = 9 ] && [ "$(cached | wc -l)" = "$count" ] || fail "a dry run: $(cat out)"
run cache prune/p --prune --json
expect_code 0
grep -q '"removed": 9' out || fail "$(tail -n 1 out)"
[ "$(cached | wc -l)" = $((count - 9)) ] || fail "pruned: $(cached)"
for kept in p/a p/disk/away other/gone; do # disk/ is empty, as a disk's folder is that is not there
    [ -f "$(thumb normal "$work/prune/$kept.jpg")" ] || fail "$kept was removed"
done
[ ! -e "$(thumb large "$work/prune/p/gone.jpg")" ] && [ -f $normal/notes.txt ] || fail "prune"
[ -f $normal/0123456789abcdef0123456789abcdef.png ] || fail "a file of another name was removed"
rm -r prune/p
refuses 1 "cannot read: No such file" cache prune/p --prune
mkdir prune/p
run cache prune/p --prune -q
[ -f "$(thumb normal "$work/prune/p/a.jpg")" ] || fail "a disk that is not there was pruned"

# Raw photos beside their JPEG, each shown by file managers: both are tried.
mkdir pair
make_photo pair/x.jpg 64 48 444
cp pair/x.jpg pair/x.dng
run cache pair -q --json
grep -q '"path": "pair/x.dng"' out || fail "the second of a pair: $(cat out)"

# A full disk: one line, no half thumbnail, no temporary file.
if [ "$(id -u)" = 0 ] && mkdir full && mount -t tmpfs -o size=64k tmpfs full 2>/dev/null; then
    trap 'umount full 2>/dev/null || :; cleanup' EXIT
    code=0
    XDG_CACHE_HOME="$work/full" "$TIRAGE" cache -q p >out 2>err || code=$?
    drop_sandbox_note
    expect_code 1
    says 'the disk is full'
    [ -z "$(find full -name '.tirage*')" ] || fail "a temporary file is left"
    for file in $(find full -name '*.png'); do python3 "$facts" "$file" >out 2>err || fail "half a thumbnail"; done
    mount -o remount,ro full
    code=0
    XDG_CACHE_HOME="$work/full" "$TIRAGE" cache -q p >out 2>err || code=$?
    drop_sandbox_note
    expect_code 1
    says 'Read-only file system'
    umount full
else
    skip "no disk to fill; all else was tested"
fi
