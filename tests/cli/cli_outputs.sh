# cli_outputs.sh - nothing but regular files is ever replaced: pipes and devices are written through, the rest is refused.
# Never with the machine's own devices: a program that fails this test would take them away.
. "$(dirname "$0")/lib.sh"
make_photo a.jpg 300 200 420
make_photo b.jpg 300 200 420
ok thumb -s 90 -o ref.jpg a.jpg
ok bench --photos . --scale 1 --rounds 1 -j 1 -o result.json
kind() { # FILE WANT
    [ "$(stat -c %F "$1")" = "$2" ] || fail "$1 is now a $(stat -c %F "$1"), no longer a $2"
}
reading() { # FILE: a reader of the pipe, into ./got
    timeout 60 cat "$1" >got &
    reader=$!
}
gets() { # FILE: what the reader got is the same
    wait "$reader" || fail "the reader of the pipe did not end"
    cmp got "$1" || fail "the pipe got something else"
}

mkfifo pipe
ln -s pipe to-pipe
for name in pipe to-pipe; do
    reading pipe
    ok thumb -s 90 -o $name a.jpg
    gets ref.jpg
    kind pipe fifo
    kind to-pipe 'symbolic link'
done
ok bench compare result.json -o page.html
reading pipe
ok bench compare result.json -o pipe
gets page.html
kind pipe fifo
reading pipe
ok bench --photos . --scale 1 --rounds 1 -j 1 -o pipe
wait "$reader"
grep -q '"tirage-bench"' got || fail "the pipe got no result"
kind pipe fifo
# A picture that fails leaves the pipe alone: nobody waits for its reader.
echo nonsense >bad.jpg
timeout 60 "$TIRAGE" thumb -s 90 -o pipe bad.jpg 2>err && fail "made a thumbnail of nothing"
kind pipe fifo

# The names of open files: a pipe, and a file that has something already.  (As /dev/stdout.)
out_is=/proc/self/fd/1
"$TIRAGE" thumb -s 90 -o $out_is a.jpg | cmp - ref.jpg || fail "to standard output, a pipe"
{
    echo before
    "$TIRAGE" thumb -s 90 -o $out_is a.jpg
    echo after
} >whole
{ echo before && cat ref.jpg && echo after; } >want
cmp whole want || fail "to standard output, a file"
echo mine >seven
code=0
"$TIRAGE" thumb -s 90 -o /proc/self/fd/7 a.jpg 7>>seven >out 2>err || code=$?
expect_code 3
says 'name the file'
[ "$(cat seven)" = mine ] || fail "another open file was written to"

# A link to a file or to nothing is replaced, and what it led to is not.
echo mine >target.jpg
ln -s target.jpg link.jpg
ln -s nothing.jpg loose.jpg
for name in link.jpg loose.jpg; do
    ok thumb -s 90 -o $name a.jpg
    kind $name 'regular file'
    cmp $name ref.jpg || fail "$name"
done
[ "$(cat target.jpg)" = mine ] && [ ! -e nothing.jpg ] || fail "a link was followed"

# Refused by name; the other pictures are made.
mkdir folder folder/b
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
ln -s folder to-folder
set -- folder folder/ to-folder 'socket'
if [ "$(id -u)" = 0 ] && mknod block b 7 9999 2>/dev/null; then
    set -- "$@" block
fi
for name; do
    case $name in
    *folder*) ;; # which takes outputs: cli_thumb_names
    *) refuses 3 "$name: is a " thumb -s 90 -o "$name" a.jpg ;;
    esac
    refuses 1 "$name: is a " bench --photos . -o "$name" # before it measures
    run bench compare result.json -o "$name"
    expect_code 1
    says "$name: is a "
done
kind folder directory
kind to-folder 'symbolic link'
kind socket socket
[ ! -e block ] || kind block 'block special file'
run thumb -s 90 -o 'folder/{stem}' a.jpg b.jpg
expect_code 3
says 'folder/b: is a folder, and no output takes its place'
cmp folder/a ref.jpg || fail "the other picture was not made"
no_temps .

# Devices.
if [ "$(id -u)" = 0 ] && mknod null c 1 3 2>/dev/null && mknod full c 1 7 && : >null; then
    ok thumb -s 90 -o null a.jpg
    kind null 'character special file'
    ok bench compare result.json -o null
    kind null 'character special file'
    run thumb -s 90 -o full a.jpg
    expect_code 1
    says 'full: cannot write: the disk is full'
    kind full 'character special file'
fi

# In a site there are no pipes: a build does not wait for one.
mkdir photos
cp a.jpg photos
make_photo photos/b.jpg 200 300 444
ok build photos -o site
picture=$(basename site/a-*-480x.jpg 2>/dev/null || basename "$(ls site/a-*.jpg | head -n 1)")
for put in 'mkfifo' 'mkdir'; do
    rm -r "site/$picture"
    $put "site/$picture"
    code=0
    timeout 60 "$TIRAGE" build photos -o site -q 2>err || code=$?
    expect_code 3
    says "$picture: is a "
    rm -r site/index.html
    $put site/index.html
    code=0
    timeout 60 "$TIRAGE" build photos -o site -q 2>err || code=$?
    expect_code 1
    says "index.html: is a "
    rm -r "site/$picture" site/index.html
    ok build photos -o site
done
# A link in a site's place gives way; an original that it led to does not.
rm "site/$picture"
ln -s "$work/target.jpg" "site/$picture"
ok build photos -o site
kind "site/$picture" 'regular file'
[ "$(cat target.jpg)" = mine ] || fail "a link in the site was followed"
