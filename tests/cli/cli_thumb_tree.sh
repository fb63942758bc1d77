# cli_thumb_tree.sh - tirage thumb of folders, as a dry run, and what it says at its end.
. "$(dirname "$0")/lib.sh"
mkdir -p p/sub/deep p/.hidden p/@eaDir p/empty p/site/.tirage outside
make_photo p/a.jpg 300 200 420
cp p/a.jpg p/sub/a.jpg
cp p/a.jpg "p/sub/deep/b c.JPG"
cp p/a.jpg p/.hidden/h.jpg
cp p/a.jpg p/.h.jpg
cp p/a.jpg p/@eaDir/e.jpg
cp p/a.jpg p/site/s.jpg
cp p/a.jpg outside/o.jpg
echo text >p/notes.txt
list() {
    (cd "$1" && find . -type f | LC_ALL=C sort | tr '\n' ' ')
}

# Without -r, a folder is named with the way out.
refuses 3 "p: is a folder; -r " thumb -s 90 p
run thumb -s 90 -o 'one/{stem}{ext}' p p/a.jpg -q
expect_code 3
says 'tirage: p: is a folder; -r '
[ "$(list one)" = './a.jpg ' ] || fail "the file alongside the folder"

# The tree is kept, below OUT and alongside.
want='./a-90.jpg ./sub/a-90.jpg ./sub/deep/b c-90.JPG '
mkdir -p tree
for names in tree/ './tree' 'tree/{sub}/{stem}-{size}{ext}'; do
    ok thumb -r -s 90 -o "$names" p
    [ "$(list tree)" = "$want" ] || fail "-o $names: $(list tree)"
    rm -r tree
    mkdir tree
done
ok thumb -r -s 90 -o tree/ p/
[ "$(list tree)" = "$want" ] || fail "p/: $(list tree)"
rm -r tree
(cd p && "$TIRAGE" -q thumb --recursive -s 90 -o ../tree/ .) || fail "the current folder"
[ "$(list tree)" = "$want" ] || fail ".: $(list tree)"
ok thumb -r -s 90 -o 'dirs/{dir}/{stem}.webp' p
[ "$(list dirs)" = './p/a.webp ./p/sub/a.webp ./p/sub/deep/b c.webp ' ] || fail "{dir}: $(list dirs)"
ok thumb -r -s 90 -o mixed/ p/sub outside/o.jpg
[ "$(list mixed)" = './a-90.jpg ./deep/b c-90.JPG ./o-90.jpg ' ] || fail "mixed: $(list mixed)"
cp -R p q
refuses 2 "-r needs -o, " thumb -r -s 90 q
ok thumb -r -s 90 -o '{dir}/{stem}-{size}{ext}' q
[ -f q/a-90.jpg ] && [ -f "q/sub/deep/b c-90.JPG" ] || fail "alongside: $(list q)"
# An OUT that is in the folder is no source of the next run.
ok thumb -r -s 90 -o p/thumbs/ p
list p >before
ok thumb -r -s 90 -o p/thumbs/ p
list p | cmp - before || fail "thumbnails of thumbnails"
rm -r p/thumbs
# Alongside, they would be; the photos that are there are not touched.
refuses 2 "is a picture to be read and would be replaced; use {size} or another folder" thumb -r -s 90 -o '{dir}/{stem}-{size}{ext}' q
refuses 2 "two files would be named no/a-90.jpg" thumb -s 90 -o no/ p/a.jpg p/a.jpg
# Two that would have one name: nothing is written.
refuses 2 "two files would be named" thumb -r -s 90 -o 'flat/{stem}{ext}' p
refuses 2 "two files would be named" thumb -r -s 90 -o flat/ p/sub p
[ ! -e flat ] || fail "a clash made something"

# What cannot be taken is named; the rest is made.
refuses 3 "no pictures in this folder" thumb -r -s 90 -o none/ p/empty
refuses 3 "p/missing: " thumb -r -s 90 -o none/ p/missing
ln -s ../outside/o.jpg p/link.jpg
ln -s a.jpg p/inside.jpg
ln -s ../outside p/folder
ln -s nowhere p/loose.jpg
run thumb -r -s 90 -o linked/ p -q
expect_code 3
says 'p/link.jpg: a link that leads out of the folder'
says 'p/loose.jpg: skipped: a link that leads nowhere'
[ "$(list linked)" = "./a-90.jpg ./inside-90.jpg ./sub/a-90.jpg ./sub/deep/b c-90.JPG " ] || fail "links: $(list linked)"
rm p/loose.jpg
ok thumb -r -s 90 -o followed/ p --follow-links
[ -f followed/link-90.jpg ] || fail "--follow-links"
rm p/link.jpg p/inside.jpg p/folder
if [ "$(id -u)" != 0 ]; then
    mkdir p/locked
    chmod 0 p/locked
    run thumb -r -s 90 -o locked/ p -q
    expect_code 3
    says p/locked
    chmod 755 p/locked
    rmdir p/locked
fi

# A dry run lists and writes nothing.
run thumb -r -s 90,60 -o dry/ p --dry-run
expect_code 0
LC_ALL=C sort out >sorted
cat >want <<'END2'
dry/a-60.jpg
dry/a-90.jpg
dry/sub/a-60.jpg
dry/sub/a-90.jpg
dry/sub/deep/b c-60.JPG
dry/sub/deep/b c-90.JPG
END2
cmp sorted want || fail "--dry-run: $(cat out)"
[ ! -e dry ] || fail "--dry-run wrote"
run thumb -s 90 -o dry/ p/notes.txt p/a.jpg --dry-run
expect_code 3
[ "$(cat out)" = dry/a-90.jpg ] || fail "--dry-run of a file that is no picture"
says p/notes.txt
mkdir dry
ok thumb -s 90,60 -o dry p/a.jpg
rm dry/a-60.jpg
run thumb -s 90,60 -o dry p/a.jpg --dry-run --skip-existing -q
[ "$(cat out)" = dry/a-60.jpg ] || fail "--dry-run --skip-existing: $(cat out)"

# The last line.
last() { # TEXT
    grep -qE "^tirage: $1\$" err || fail "does not end with: $1"
}
run thumb -s 90 -o dry p/a.jpg
last '1 photo, 1 picture made in [0-9.]* s'
run thumb -r -s 90,60 -o summary/ p
last '3 photos, 6 pictures made in [0-9.]* s'
[ ! -s out ] || fail "the summary is on standard output"
run thumb -r -s 90,60 -o summary/ p p/notes.txt --skip-existing
last '3 photos, 0 pictures made in [0-9.]* s, 6 were there; 1 failed'
run thumb -s 90 -o dry p/a.jpg -q
[ ! -s err ] || fail "a summary in spite of -q"
run thumb -s 90 -o dry p/a.jpg p/notes.txt --json -q
python3 - <<'END2' || fail "--json"
import json
done = [json.loads(line) for line in open("out")][-1]
assert done.pop("ms") >= 0 and done == {"event": "done", "photos": 2, "failed": 1, "outputs": 1, "skipped": 0}, done
END2
no_temps .
