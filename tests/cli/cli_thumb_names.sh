# cli_thumb_names.sh - what the name of an output says: its format, a folder, standard output; and what it cannot say.
. "$(dirname "$0")/lib.sh"
make_photo a.jpg 300 200 420
make_photo b.jpg 300 200 420
cp a.jpg keep

# kind FILE: jpeg, png or webp, by its first bytes.
kind() {
    case $(od -An -tx1 -N12 "$1" | tr -d ' \n') in
    ffd8ff*) echo jpeg ;;
    89504e470d0a1a0a*) echo png ;;
    52494646????????57454250) echo webp ;;
    *) echo unknown ;;
    esac
}
is() { # FILE KIND
    [ "$(kind "$1")" = "$2" ] || fail "$1 is $(kind "$1"), not $2"
}

# The suffix says the format, however it is spelled; the bytes are those that --format makes.
for pair in png:png PNG:png webp:webp jpg:jpeg JPEG:jpeg jpe:jpeg; do
    ok thumb -s 90 -o "x.${pair%:*}" a.jpg
    is "x.${pair%:*}" "${pair#*:}"
done
ok thumb -s 90 --format webp -o '{stem}-{size}{ext}' a.jpg
cmp a-90.webp x.webp || fail "the suffix and --format differ"
ok thumb -s 90,60 -o 'set/{stem}-{size}.webp' a.jpg b.jpg
for name in a-90 a-60 b-90 b-60; do
    is set/$name.webp webp
done
ok thumb -s 90 -o back.jpg x.png
is back.jpg jpeg
ok thumb -s copy,original -o 'whole-{size}.png' a.jpg
is whole-copy.png png
is whole-original.png png
# A dot that is not the suffix of all names says nothing.
mkdir d.webp
ok thumb -s 90 -o 'd.webp/plain' a.jpg
is d.webp/plain jpeg
ok thumb -s 90 -o 'v1.webp-{stem}{ext}' a.jpg
is v1.webp-a.jpg jpeg

if "$TIRAGE" --version --verbose | grep -q 'which writes AVIF'; then
    ok thumb -s 90 -o x.avif a.jpg
    ok thumb -s 90 --format avif -o '{stem}-{size}{ext}' a.jpg
    cmp a-90.avif x.avif || fail "the suffix and --format differ"
fi

# Contradictions, and what cannot be written; nothing is.
refuses 2 "leave --format out" thumb -s 90 -o no.png --format webp a.jpg
refuses 2 "leave --format out" thumb -s 90 -o no.png --format same a.jpg
refuses 2 "leave --format out" thumb -s 90 -o '{stem}.jpg' --format png a.jpg
ok thumb -s 90 -o same.png --format png a.jpg
for suffix in heic jxl bmp tiff HEIC; do
    refuses 2 "names end in .jpg, .png" thumb -s 90 -o "no.$suffix" a.jpg
    refuses 2 "names end in .jpg, .png" thumb -s 90 -o "no.$suffix" --format jpeg a.jpg
done
refuses 2 "or --format names it" thumb -s 90 -o no.tmp a.jpg
ok thumb -s 90 -o yes.tmp --format png a.jpg # as of mktemp
is yes.tmp png
refuses 2 "a copy of one" thumb -s 90 -o no.gif a.jpg
refuses 2 "a copy of one" thumb -s copy -o no.gif a.jpg
refuses 2 "{ext} begins with a dot" thumb -s 90 -o 'no-{stem}.{ext}' a.jpg

# Placeholders and braces.
for name in '{name}' '{stem' '{' '}' 'a}b' '{Stem}' '{stem}{size' '{{stem}' '{%s}' '{}'; do
    refuses 2 "{stem}" thumb -s 90 -o "no-$name" a.jpg
done
refuses 2 "invalid placeholder '{name}': there are {dir}, {sub}, {stem}, {size} and {ext}" thumb -s 90 -o 'no-{name}{ext}' a.jpg
ok thumb -s 90 -o '{{{stem}}}-{{stem}}{ext}' a.jpg
[ -f '{a}-{stem}.jpg' ] || fail "doubled braces: $(ls)"
refuses 2 "{size}" thumb -s 90,60 -o 'no-{{size}}{ext}' a.jpg

# A folder: one with a slash at its end, or that is there.
ok thumb -s 90,60 -o new/ a.jpg b.jpg
[ "$(ls new | tr '\n' ' ')" = 'a-60.jpg a-90.jpg b-60.jpg b-90.jpg ' ] || fail "-o new/: $(ls new)"
ok thumb -s 90 -o 'made/{size}/' a.jpg
[ -f made/90/a-90.jpg ] || fail "a slash behind a placeholder"
mkdir there '{odd}'
ln -s there link
for folder in there there/ there// link ./there "$PWD/there"; do
    ok thumb -s 90 -o "$folder" a.jpg
    cmp there/a-90.jpg a-90.jpg 2>/dev/null || [ -f there/a-90.jpg ] || fail "-o $folder"
    rm there/a-90.jpg
done
ok thumb -s 90 -o '{odd}' a.jpg
[ -f '{odd}/a-90.jpg' ] || fail "a folder with braces in its name"
(cd there && "$TIRAGE" -q thumb -s 90 -o . ../a.jpg) && [ -f there/a-90.jpg ] || fail "-o ."
ok thumb -s 90 -o webp/ --format webp a.jpg
is webp/a-90.webp webp
echo mine >file
run thumb -s 90 -o file/ a.jpg -q
expect_code 1
says file

# Standard output, and standard input.
"$TIRAGE" thumb -s 90 -o - a.jpg >piped 2>err || fail "-o -"
ok thumb -s 90 -o want.jpg a.jpg
cmp piped want.jpg || fail "-o - makes something else"
"$TIRAGE" thumb -s 90 -o - a.jpg 2>err | cat >piped
cmp piped want.jpg || fail "-o - into a pipe"
python3 - "$TIRAGE" <<'END2' || fail "-o - into a socket"
import socket, subprocess, sys
ours, theirs = socket.socketpair()
p = subprocess.Popen([sys.argv[1], "-q", "thumb", "-s", "90", "-o", "-", "a.jpg"], stdout=theirs)
theirs.close()
got = b""
while part := ours.recv(65536):
    got += part
assert p.wait() == 0 and got == open("want.jpg", "rb").read()
END2
"$TIRAGE" thumb -s 90 - -o in.jpg <a.jpg 2>err || fail "from standard input: $(cat err)"
cmp in.jpg want.jpg || fail "- makes something else"
cat a.jpg | "$TIRAGE" -q thumb -s 90 -o - - 2>err | cat >through
cmp through want.jpg || fail "as a filter"
cat a.jpg | "$TIRAGE" -q thumb -j 0 -s 90 -o - --format webp - 2>err >through
is through webp
cat a.jpg | "$TIRAGE" -q thumb -s 90,60 -o '{stem}-{size}.png' - b.jpg || fail "- with others"
is stdin-60.png png
is b-90.png png
refuses 2 "one picture in one size" thumb -s 90 -o - a.jpg b.jpg
refuses 2 "one picture in one size" thumb -s 90,60 -o - a.jpg
refuses 2 "no standard output for --json" thumb -s 90 -o - a.jpg --json
refuses 2 "has no name" thumb -s 90 -
refuses 2 "has no name" thumb -s 90 - -o new/
refuses 2 "twice" thumb -s 90 - - -o no.jpg
refuses 2 "-0 and the file -" thumb -s 90 -0 - -o no.jpg
refuses 3 "standard input: " thumb -s 90 - -o no.jpg # it is empty
run thumb -s 90 - -o no.jpg -q --memory 4M
head -c 5000000 /dev/zero | "$TIRAGE" thumb -q -s 90 - -o no.jpg --memory 4M 2>err && fail "no limit"
says 'standard input: is larger than 4 MiB'
"$TIRAGE" thumb -q -s 90 - -o no.jpg <. 2>err && fail "a folder as standard input"
[ "$(wc -l <err)" -eq 1 ] && says 'standard input'
cp a.jpg ./-
ok thumb -s 90 -o dash.jpg ./-
cmp dash.jpg want.jpg || fail "./-"
printf -- '-\0' | "$TIRAGE" -q thumb -0 -s 90 -o listed.jpg || fail "a listed file called -"
cmp listed.jpg want.jpg || fail "a listed file called -"

# What those type who know vipsthumbnail.
ok thumb --size 90 -o vips.jpg a.jpg
ok thumb --size=90x60 -o vips.jpg a.jpg
refuses 2 "'{dir}/tn_{stem}.jpg'" thumb -s 90 -o tn_%s.jpg a.jpg
refuses 2 "'thumbs/{stem}.jpg' -Q 80 " thumb -s 90 -o 'thumbs/%s.jpg[Q=80,strip]' a.jpg
refuses 2 "say -o out.jpg -Q 80 " thumb -s 90 -o 'out.jpg[Q=80]' a.jpg
refuses 2 "say -o x.jpg -Q 80 " thumb -s 90 -o 'x.jpg[Q=80,strip]' a.jpg
refuses 2 "-o - and --format" thumb -s 90 -o .jpg a.jpg
refuses 2 "-o - and --format" thumb -s 90 -o '.jpg[Q=90]' a.jpg
for size in '90x60!:--fit exact' '90x60^:--fit cover' '90x60>:leave the sign out'; do
    refuses 2 "${size#*:}" thumb -s "${size%:*}" a.jpg
done
for option in --smartcrop=centre:'--gravity attention' --position=top:'--gravity says' --crop:'--fit cover' -m:'--gravity attention' --eprofile=srgb:--srgb \
    -e:--srgb -t:upright --extent=9x9:--pad --strip:--keep; do
    refuses 2 "${option#*:}" thumb -s 90 "${option%%:*}" a.jpg
done
ls >left
! grep -E '^(no|out\.jpg|x\.jpg\[|tn_)' left || fail "a refused command made something: $(cat left)"
cmp a.jpg keep || fail "the source has changed"
no_temps .
