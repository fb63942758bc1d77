# cli_json.sh - what every command prints with --json is what docs/json-schema.json says.
. "$(dirname "$0")/lib.sh"
for python in python3 /usr/bin/python3; do
    ! "$python" -c 'import jsonschema' 2>/dev/null || break
    python=
done
[ -n "$python" ] || skip "no jsonschema for Python: ./run deps --test installs it"

mkdir p lines
make_photo p/a.jpg 640 480 444
make_photo p/b.jpg 1200 900 420 --noise
cp p/b.jpg p/cut.jpg
truncate -s -2000 p/cut.jpg
echo x >p/bad.jpg
echo x >p/c.mrw
# keep NAME ARGS: what the program prints becomes lines/NAME.
keep() {
    name=$1
    shift
    run "$@" --json
    cat out >>"lines/$name"
}
keep build.dry build p -o site --dry-run
keep build build p -o site
keep build.again build p -o site
keep check check p
keep thumb thumb -s 100,200 -o 't/{stem}-{size}{ext}' p/a.jpg p/cut.jpg p/bad.jpg
keep thumb thumb -s 100 -o 'd/{stem}{ext}' p/a.jpg --dry-run
rm -rf cache-home
mkdir cache-home
cp -R p cached
XDG_CACHE_HOME=$work/cache-home keep cache.dry cache cached --dry-run
XDG_CACHE_HOME=$work/cache-home keep cache cache cached
rm cached/a.jpg
XDG_CACHE_HOME=$work/cache-home keep cache.prune cache cached --prune
keep version version
keep example example photos
keep why why p/a.jpg -o site
keep why.page why site/index.html
rm p/a.jpg
run build p -o site
keep gc gc p -o site
keep deploy deploy p -o site --to www --dry-run
keep deploy deploy p -o site --to www
keep deploy deploy p -o site --to www --delete
keep build.shard build p -o shards --shard 1/1
keep merge merge shards
keep cpu cpu
keep doctor doctor
keep help help
mkdir -p project/g
cp p/b.jpg project/g
printf 'title: T\n' >project/settings.yaml
printf 'title: G\n' >project/g/settings.yaml
keep autogen autogen project -d project/g
mkdir hdr
make_photo map.jpg 300 225 444 --grey
python3 "$SOURCE_DIR/tests/cli/make_hdr.py" join p/b.jpg map.jpg hdr/a.jpg mpf,xmp || fail make_hdr.py
printf -- '---\ndownload: zip\n---\n' >hdr/album.md
keep build.hdr build hdr -o hdr-site
keep why.zip why hdr-site/photos.zip
keep why.hdr why hdr/a.jpg -o hdr-site
grep -q gain_map lines/build.hdr && grep -q hdr lines/why.hdr || fail "nothing is said of gain maps"
if command -v ffmpeg >/dev/null; then
    mkdir v
    ffmpeg -loglevel error -f lavfi -i testsrc=s=64x48:d=0.2 -pix_fmt yuv420p v/a.mp4 </dev/null
    keep build.video build v -o v-site
fi
[ -s lines/build.video ] && grep -q medium lines/build.video ||
    echo '{"event": "medium", "path": "made up", "failed": false}' >>lines/build

# Builds that are watched, and one that is stopped.
env --default-signal=INT "$TIRAGE" preview p -o watched -p 0 --watch --json >lines/preview 2>err </dev/null &
pid=$!
has() { grep -q "$1" "$2"; }
wait_until has serving lines/preview
make_photo p/d.jpg 64 48 444
wait_until has rebuilt lines/preview
kill -INT $pid
wait $pid || fail "preview ended with $?"
i=0
while [ $i -lt 40 ]; do
    cp p/b.jpg p/more-$i.jpg
    printf '%s' $i >>p/more-$i.jpg
    i=$((i + 1))
done
env --default-signal=INT "$TIRAGE" build p -o stopped -j 1 --json >lines/build.stopped 2>err </dev/null &
pid=$!
made() { [ -n "$(find stopped -name '*.jpg' 2>/dev/null | head -n 1)" ]; }
wait_until made
kill -INT $pid
code=0
wait $pid || code=$?
expect_code 130
"$python" "$SOURCE_DIR/tests/cli/check_json.py" "$SOURCE_DIR/docs/json-schema.json" "$SOURCE_DIR/docs/json.md" lines >report 2>&1 ||
    fail "$(tail -n 3 report)"
