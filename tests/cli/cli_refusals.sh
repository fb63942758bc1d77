# cli_refusals.sh - folders that cannot be read, written or used: one line, exit code 1, nothing touched.
. "$(dirname "$0")/lib.sh"

mkdir photos
make_photo photos/a.jpg 40 30 420
find photos | sort >before

refuses 1 'missing: ' build missing -o site
refuses 1 'photos/a.jpg: ' build photos/a.jpg -o site
refuses 1 'photos/a.jpg/x: ' build photos/a.jpg/x -o site
mkdir nothing
refuses 1 'nothing: no pictures' build nothing -o site
echo text >nothing/notes.txt
refuses 1 'nothing: no pictures' build nothing -o site
refuses 2 'argument 1 is empty' build '' -o site
mkdir project
cp photos/a.jpg project
echo 'title: x' >project/settings.yaml
run build project -o site
expect_code 1
says 'tirage: settings.yaml: no gallery'

# OUT
refuses 1 'photos: ' build photos -o photos
refuses 1 'photos: ' build photos -o photos --force
refuses 1 '.: ' build photos -o .
refuses 1 '.: ' build photos -o . --force
refuses 1 'photos/../photos: ' build photos -o photos/../photos
ln -s photos link
refuses 1 'link: ' build photos -o link
refuses 1 '/: ' build photos -o / --dry-run
echo text >file
refuses 1 'file: ' build photos -o file
refuses 1 'file' build photos -o file/below
[ "$(cat file)" = text ] || fail "a file was overwritten"
mkdir foreign
echo mine >foreign/index.html
refuses 1 'foreign: ' build photos -o foreign
says --force
refuses 1 'foreign: ' build photos -o foreign --dry-run
[ "$(find foreign -type f)" = foreign/index.html ] && [ "$(cat foreign/index.html)" = mine ] ||
    fail "a foreign folder was touched"
echo mine >foreign/other
ok build photos -o foreign --force
[ "$(cat foreign/other)" = mine ] || fail "--force removed a foreign file"
grep -q '<html' foreign/index.html || fail "--force did not write"
ok build photos -o foreign
mkdir trap
ln -s "$work/photos" trap/.tirage
refuses 1 trap build photos -o trap --force
mkdir bare
ok build photos -o bare
refuses 1 'bare: ' build bare -o site # a site is no source
[ ! -e site ] || fail "a refused build made an output"
find photos | sort | cmp -s - before || fail "the folder of photos was touched"

# As somebody who may not read or write everything: a copy of the program, where that user can reach it.
cp "$TIRAGE" tirage
chmod 755 tirage
if [ "$(id -u)" -ne 0 ]; then
    as_nobody() {
        "$@"
    }
elif setpriv --reuid 65534 --regid 65534 --clear-groups "$work/tirage" --version >/dev/null 2>&1; then
    as_nobody() {
        setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
    }
else
    skip "no other user to run as; what needs no rights was tested"
fi
TIRAGE=as_program
as_program() {
    as_nobody "$work/tirage" "$@"
}
refuse_as_nobody() {
    want=$1 text=$2
    shift 2
    code=0
    as_program "$@" >out 2>err </dev/null || code=$?
    drop_sandbox_note
    expect_code "$want"
    [ "$(wc -l <err)" -eq 1 ] || fail "not one line: tirage $*"
    says "$text"
}
mkdir closed sealed mine
chmod 777 mine
chmod 000 closed
chmod 555 sealed
refuse_as_nobody 1 'closed: ' build closed -q -o mine/site
refuse_as_nobody 1 'sealed/site: ' build photos -q -o sealed/site
refuse_as_nobody 1 'sealed' build photos -q -o sealed
refuse_as_nobody 1 'closed/site' build photos -q -o closed/site
[ -z "$(ls -A sealed)" ] || fail "sealed was written"

# One album or one photo that cannot be read costs itself alone.
mkdir -p part/closed part/open
cp photos/a.jpg part/closed
cp photos/a.jpg part/open/b.jpg
chmod 000 part/closed
code=0
as_program build part -q -o mine/part >out 2>err || code=$?
expect_code 3
says 'closed: the folder cannot be read: Permission denied'
says '1 folder or link could not be read, named above'
[ -f mine/part/open/index.html ] || fail "the open album is missing"
check_site mine/part
code=0
as_program build part -q --strict -o mine/strict >out 2>err || code=$?
expect_code 3
[ ! -e mine/strict/index.html ] || fail "--strict went on without a folder"
mkdir part/listed part/far
cp photos/a.jpg part/listed/c.jpg
mkdir far far/away
ln -s ../../far/away part/far/link
chmod 444 part/listed # its names can be read, what they stand for cannot
chmod 000 far
code=0
as_program build part -q -o mine/part >out 2>err || code=$?
expect_code 3
says 'tirage: listed: the folder cannot be read: Permission denied'
says 'tirage: far/link: cannot be read: Permission denied'
says '3 folders or links could not be read, named above'
chmod 755 part/listed far
cp photos/a.jpg part/open/unreadable.jpg
chmod 000 part/open/unreadable.jpg
code=0
as_program build part -q -o mine/part >out 2>err || code=$?
expect_code 3
says 'part/open/unreadable.jpg: cannot open: Permission denied'
check_site mine/part
refuse_as_nobody 1 'photos' thumb -q -s 20 photos/a.jpg
find photos | sort | cmp -s - before || fail "the folder of photos was touched"
no_temps mine

# A site whose folders became unwritable: the old pages stay whole.
cp -r mine/part old
chmod 555 mine/part/open mine/part
chmod 500 mine/part/.tirage/tmp
as_program build part -q -o mine/part >out 2>err && fail "wrote into unwritable folders"
same old mine/part
