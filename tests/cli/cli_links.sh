# cli_links.sh - everything that is read of SRC is below SRC: what links bring from elsewhere is refused and named,
# exit code 3, unless --follow-links or `links: follow` allows it.
. "$(dirname "$0")/lib.sh"

# Somebody else's files, which must not be published: photos and texts that can be told by their bytes.
mkdir -p away/album
make_photo away/away.jpg 300 200 420
cp away/away.jpg away/album/in.jpg
echo 'SECRET text' >away/secret.txt
echo '# SECRET title' >away/album.md
mkdir away/gallery
printf 'title: SECRET\ncover: a.jpg\n' >away/gallery/settings.yaml
cp away/away.jpg away/gallery/a.jpg
cat >away/secret.xmp <<'XMP'
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li>SECRET sidecar</rdf:li></rdf:Alt>
</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>
XMP
clean() { # DIR: nothing of away/ is in it.
    ! grep -rqa 'SECRET' "$1" --include='*.html' --include='*.xml' --include='*.css' --include='*.js' --include='*.txt' ||
        fail "published: $(grep -rla SECRET "$1")"
    [ -z "$(find "$1" -name 'away*' -not -path '*/.tirage/*')" ] || fail "published: $(find "$1" -name 'away*')"
}
refused() { # PATH: named, with what allows it.
    says "tirage: $1: a link that leads out of the folder of photos: refused"
    says '--follow-links'
}

# A plain tree.  Links inside work, absolute ones too.
tree() {
    rm -rf s
    mkdir -p s/a s/b
    make_photo s/a/one.jpg 300 200 420
    make_photo s/b/two.jpg 200 300 420
}
tree
ln -s "$work/s/a/one.jpg" s/b/absolute.jpg
ln -s ../a/one.jpg s/b/relative.jpg
ok build s -o inside
[ -n "$(ls inside/b/absolute-*-x.jpg inside/b/absolute-*x.jpg 2>/dev/null)" ] || fail "an absolute link inside does not work"
[ -n "$(ls inside/b/relative-*x.jpg 2>/dev/null)" ] || fail "a relative link does not work"

ln -s ../away/away.jpg s/away1.jpg
ln -s "$work/away/away.jpg" s/a/away2.jpg
ln -s ../away/album s/away3
ln -s ../../away/secret.txt s/a/captions.txt
ln -s ../../away/secret.xmp s/a/one.xmp
mkdir s/c s/d
make_photo s/c/three.jpg 60 40 420
cp s/c/three.jpg s/d/four.jpg
ln -s /etc/passwd s/c/album.md
ln -s ../../away/secret.txt s/d/.nomedia
mkfifo s/b/fifo.jpg
run build s -o strict --strict # the first failure, before anything is made
expect_code 3
[ ! -e strict/index.html ] || fail "pages after the first failure"
run build s -o site -q
expect_code 3
for path in away1.jpg a/away2.jpg away3 a/captions.txt a/one.xmp c/album.md d/.nomedia; do
    refused "$path"
done
says '7 folders or links could not be read'
clean site
! grep -rq 'root:[^:]*:0:' site || fail "/etc/passwd is on a page"
[ ! -e site/c ] && [ ! -e site/d ] || fail "an album was published though nobody knows what its files ask for"
[ -f site/a/index.html ] && [ -f site/b/index.html ] || fail "the rest was not built"
check_site site
run check s -q
expect_code 3
refused a/away2.jpg

# Of the very first folder nobody knows anything then.
ln -s ../away/album.md s/album.md
run build s -o none -q
expect_code 1
says 'album.md: a link that leads out of the folder of photos'
[ ! -e none/index.html ] || fail "a gallery was built without its album.md"
rm s/album.md s/c/album.md

# Asked for, they are followed.
run build s -o followed -q --follow-links
expect_code 0
[ -f followed/away3/index.html ] || fail "--follow-links follows no folder"
grep -q 'SECRET sidecar' followed/a/index.html || fail "--follow-links follows no sidecar"
printf -- '---\nlinks: follow\n---\n' >s/album.md
run build s -o allowed -q
expect_code 0
[ -f allowed/away3/index.html ] || fail "links: follow follows no folder"
printf -- '---\nlinks: fellow\n---\n' >s/album.md

run check s -q
expect_code 1
says "album.md:2:8: links: 'fellow' is neither inside nor follow"
rm s/album.md

# What was built with them is not taken from the state when they are no longer allowed, also in shards.
run build s -o followed -q
expect_code 3
! grep -rq -e SECRET -e 'away[123]' followed/index.html followed/a/index.html || fail "what a link brought is still shown"
run gc s -o followed -q
grep -q '^away3/index.html' out && grep -q 'away2-' out || fail "gc does not know what links had brought: $(cat out)"
run gc s -o followed --delete -q
clean followed
for i in 1 2; do
    run build s -o "shard$i" -q --shard "$i/2"
    [ "$code" = 0 ] || [ "$code" = 3 ] || fail "exit code $code of a shard"
done
run merge merged shard1 shard2 -q
expect_code 3
refused a/away2.jpg
clean merged


# SRC may be a link itself, and so may what is above it.
tree
ln -s s alias
ok build alias -o aliased
[ -f aliased/a/index.html ] || fail "SRC may not be a link"

# thumb is given its files by name: they are the user's own word.
ln -s away/away.jpg own.jpg
ok thumb -s 40 -o 'thumb{ext}' own.jpg
[ -f thumb.jpg ] || fail "thumb does not follow a link that it was given"

# A project: what its settings name fails alone, and all other files are left out.
mkdir -p p/g p/h p/partials p/static p/i
printf 'title: T\nrss: false\ninclude: [in.txt]\n' >p/settings.yaml
cp s/a/one.jpg p/g/a.jpg
cp s/b/two.jpg p/h/a.jpg
ln -s ../../away/away.jpg p/g/away.jpg
ln -s ../../away p/g/sub
ln -s ../../away/secret.xmp p/g/a.jpg.xmp
ln -s ../away/secret.txt p/in.txt
ln -s ../away/secret.txt p/custom.css
ln -s ../../away/secret.txt p/static/x.txt
ln -s ../../away/secret.txt p/partials/footer.html
ln -s ../away/gallery p/outside
ln -s ../../away/gallery/settings.yaml p/i/settings.yaml
cp p/h/a.jpg p/i/a.jpg
cat >p/g/settings.yaml <<'YAML'
title: G
cover: a.jpg
sections:
  - {type: panorama, image: away.jpg}
  - {type: panorama, image: sub/away.jpg}
YAML
printf 'title: H\ncover: a.jpg\n' >p/h/settings.yaml
run build p -o web -q
expect_code 3
for path in g/a.jpg.xmp in.txt custom.css static/x.txt partials/footer.html outside i/settings.yaml; do
    refused "$path"
done
says 'p/g/away.jpg: a link that leads out'
says 'p/g/sub/away.jpg: a link that leads out'
clean web
[ -f web/g/index.html ] && [ -f web/h/index.html ] || fail "the rest of the project was not built"
grep -q 'away.jpg' web/g/index.html || fail "a picture that is refused does not keep its place"
run build p -o web2 -q --follow-links
expect_code 0
[ -f web2/outside/index.html ] || fail "--follow-links follows no gallery"
grep -q SECRET web2/static/x.txt || fail "--follow-links copies no file"
# Without it again nothing of what was made then is shown.
run build p -o web2 -q
expect_code 3
! grep -rq 'away-' web2/g/index.html || fail "a picture from elsewhere is shown from the state"
printf 'title: T\nrss: false\nsettings: {links: follow}\n' >p/settings.yaml
run build p -o web3 -q
expect_code 0
[ -f web3/outside/index.html ] || fail "links: follow follows no gallery"

# Videos and audio too.
if command -v ffmpeg >/dev/null; then
    rm -rf p s
    mkdir -p p/g s/a
    ffmpeg -v error -f lavfi -i testsrc=s=64x48:r=10:d=0.3 -pix_fmt yuv420p away/away.mp4 </dev/null
    ffmpeg -v error -f lavfi -i sine=d=1 away/away.wav </dev/null
    cp away/away.mp4 s/a/real.mp4
    ln -s real.mp4 s/a/alias.mp4
    ln -s ../../away/away.mp4 s/a/away.mp4
    run build s -o videos -q
    expect_code 3
    refused a/away.mp4
    clean videos
    [ -n "$(ls videos/a/alias.mp4-*.mp4)" ] || fail "a video behind a link inside is not made"
    printf 'title: T\nrss: false\n' >p/settings.yaml
    make_photo p/g/a.jpg 60 40 420
    ln -s ../../away/away.mp4 p/g/away.mp4
    ln -s ../../away/away.wav p/g/away.wav
    cat >p/g/settings.yaml <<'YAML'
title: G
cover: a.jpg
sections:
  - {type: full-picture, image: {name: away.mp4, type: video}}
  - {type: audio, image: away.wav, title: Tone}
YAML
    run build p -o tones -q
    expect_code 3
    says 'p/g/away.mp4: a link that leads out'
    says 'p/g/away.wav: a link that leads out'
    [ -z "$(find tones -name '*.webm' -o -name '*.mp3' -o -name '*.ogg')" ] || fail "a video or audio from elsewhere is made"
fi

# autogen writes settings where they are, never through a link to elsewhere; pictures that lead out are not taken.
rm -rf p
mkdir -p p/g p/h
printf 'title: T\nrss: false\n' >p/settings.yaml
printf 'title: G\n' >p/g/settings.yaml
make_photo p/g/a.jpg 60 40 420
cp p/g/a.jpg p/h/a.jpg
ln -s ../../away/away.jpg p/g/away.jpg
printf 'title: mine\n' >away/settings.yaml
ln -s ../../away/settings.yaml p/h/settings.yaml
run autogen p --all -q
expect_code 3
says 'p/h/settings.yaml: a link that leads out'
says 'away.jpg: a link that leads out'
[ "$(cat away/settings.yaml)" = 'title: mine' ] || fail "autogen wrote through a link to elsewhere"
grep -q 'a.jpg' p/g/settings.yaml || fail "autogen did not write the other gallery"
! grep -q 'away.jpg' p/g/settings.yaml || fail "autogen took a picture from elsewhere"

# Changed while it is built: what is opened is what was checked.  A folder and a link to elsewhere change places.
rm -rf s
mkdir -p s/a other
make_photo s/a/one.jpg 300 200 420
cp s/a/one.jpg other/one.jpg
make_photo away/one.jpg 64 48 444
python3 - "$work/s/a" "$work/away" <<'PY' &
import ctypes, os, sys, time
libc = ctypes.CDLL(None, use_errno=True)
folder, away = sys.argv[1:]
link = folder + ".link"
os.symlink(away, link)
end = time.monotonic() + 60
while time.monotonic() < end and not os.path.exists(os.path.dirname(folder) + "/.stop"):
    if libc.renameat2(-100, folder.encode(), -100, link.encode(), 2) != 0:
        break
PY
swapper=$!
for i in 1 2 3 4 5 6; do
    run build s -o "race$i" -q
    [ "$code" = 0 ] || [ "$code" = 3 ] || [ "$code" = 1 ] || fail "exit code $code while folders change places"
    for file in $(find "race$i" -name 'one-*.jpg' -not -path '*/.tirage/*' 2>/dev/null); do
        [ "$(fact "$file" size)" != 64x48 ] || fail "a photo from elsewhere: $file"
    done
done
touch s/.stop
wait $swapper || :
