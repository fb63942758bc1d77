# cli_left_out.sh - "why does my photo not show": what a build leaves out is noted once per folder and suffix, counted
# in the end and named with -v; the other names of JPEG files are shown.
. "$(dirname "$0")/lib.sh"

mkdir -p p/a p/b
make_photo p/a/a.jpg 64 48 444
for name in b.jfif c.JPE d.mpo e.pjpeg f.JIF; do
    cp p/a/a.jpg "p/a/$name"
done
for name in g.mrw h.MRW i.crw j.svg k.ts l.mp3 m.xyz n.xmp o.txt p.json a.nef Thumbs.db; do
    echo x >"p/a/$name"
done
cp p/a/a.jpg p/b/a.jpg
cp p/a/a.jpg p/b/.hidden.jpg
cp p/a/a.jpg p/b/._a.jpg
cp p/a/a.jpg p/b/raw_1.jpg
echo x >p/b/q.mrw

# Other names of JPEG files are shown, under a name that servers know.
run build p -o site --exclude 'raw_*'
expect_code 0
for name in b.jfif d.mpo e.pjpeg f.JIF; do
    ls site/a/"$name"-*.jpg >/dev/null || fail "$name is not shown"
done
! ls site/a | grep -v '\.jpg$\|\.html$\|\.JPE$' || fail "pictures with suffixes that servers do not know"
check_site site

# Once per folder and suffix, with what to do.
says 'note: a: 2 .mrw files left out: such raw photos are not shown yet; convert them to JPEG'
says 'note: a: 1 .crw file left out: such raw photos are not shown yet; convert them to JPEG'
says 'note: a: 1 .svg file left out: drawings are not shown; convert them to PNG'
says 'note: a: 1 .ts file left out: videos of that name play once they are renamed to .m2ts'
says 'note: a: 1 .mp3 file left out: audio plays only in sections'
says 'note: b: 1 .mrw file left out'
[ "$(grep -c 'note: .* left out' err)" = 6 ] || fail "not one note for each"

# Counted in the end; raw photos stand out, also with -q.
says 'tirage: 7 photos (0 unchanged)'
says 'tirage: 11 files are left out; -v names them'
says 'tirage: warning: 4 raw photos cannot be read yet and are not shown'
! grep -q 'm.xyz\|n.xmp\|o.txt\|p.json\|hidden' err || fail "noise"
run build -q p -o site --exclude 'raw_*'
says 'warning: 4 raw photos'
! grep -q '11 files' err || fail "a count with -q"

# Named with -v, and in any case with --json.
run build -v p -o site --exclude 'raw_*'
for line in 'a/g.mrw: such raw photos' 'a/h.MRW: such raw photos' 'a/i.crw: such raw photos' 'a/j.svg: drawings' \
    'a/k.ts: videos' 'a/l.mp3: audio' 'a/m.xyz: neither a picture nor a video by its name' \
    'a/a.nef: a picture of the same name is shown' 'b/q.mrw: such raw' 'b/raw_1.jpg: by a pattern' \
    'b/.hidden.jpg: its name begins with a dot'; do
    says "left out: $line"
done
[ "$(grep -c '^tirage: left out: ' err)" = 11 ] || fail "not those files"
says 'tirage: 11 files are left out, named above'
run build --json p -o site --exclude 'raw_*'
[ "$(grep -c '"event": "left-out", "path": "[ab]/.*", "message": "' out)" = 11 ] || fail "not those in JSON"
grep -q '"left_out": 11' out || fail "no count in JSON"

# A check counts them too.
run check p --exclude 'raw_*'
says '11 files are left out'

# In hundreds of folders nobody reads on.
mkdir many
cp p/a/a.jpg many
i=0
while [ $i -lt 25 ]; do
    mkdir many/$i
    cp p/a/a.jpg many/$i
    echo x >many/$i/x.mrw
    i=$((i + 1))
done
run build many -o many-site
[ "$(grep -c 'note: [0-9]*: 1 .mrw file left out' err)" = 20 ] || fail "not 20 notes"
says 'note: 5 more .mrw files left out of 5 more folders: -v names them'

# A project: pictures that no settings.yaml names are counted, not noted.
mkdir -p project/g/inside project/static project/other
printf 'title: T\n' >project/settings.yaml
printf 'title: G\ncover: a.jpg\nsections:\n  - {type: full-picture, image: {name: a.jpg}}\n' >project/g/settings.yaml
for name in g/a.jpg g/b.jpg g/inside/c.jpg other/d.jpg static/e.jpg; do
    cp p/a/a.jpg project/$name
done
echo x >project/g/f.DNG
echo x >project/g/notes.txt
run build project
expect_code 0
says 'tirage: 4 files are left out; -v names them'
! grep -q 'note: ' err || fail "a note"
run build -v project
for name in g/b.jpg g/inside/c.jpg other/d.jpg g/f.DNG; do
    says "left out: $name: no settings.yaml names it"
done
