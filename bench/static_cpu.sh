# static_cpu.sh STATIC PHOTOS - CPU time of the static program against this machine's own build (glibc, shared
# libraries): a gallery of PHOTOS, six sizes of each photo, one thumbnail of each, a gallery of 20 times as many
# photos of which none is new.
set -eu
static=$1
[ -d "${2:?names the folder of photos}" ]
export photos="$2" out=build/bench-static
[ -x "$static" ] || { echo "static_cpu.sh: no $static: ./run static makes it" >&2 && exit 1; }
rm -rf $out
mkdir -p $out/many

versus() { # NAME ARGUMENTS [BEFORE]: what both programs are to do; exit code 3: a photo is broken, as some may be
    echo "$1: A = build/release/tirage, B = $static"
    python3 bench/peers/versus.py -n "${RUNS:-9}" "${3:-:}; build/release/tirage $2 || [ \$? -eq 3 ]" \
        "${3:-:}; $static $2 || [ \$? -eq 3 ]"
    echo
}
versus gallery 'build -q -j 1 "$photos" -o $out/site' 'rm -rf $out/site'
versus 'six sizes' 'thumb -q -j 1 -s copy,x1920,x1366,x800,x600,x450 --progressive \
    -o "$out/{stem}-{size}{ext}" "$photos"/*.[jJ][pP]*[gG]'
versus thumbnails 'thumb -q -j 1 -s 400 -o "$out/{stem}-{size}{ext}" "$photos"/*.[jJ][pP]*[gG]'
for album in $(seq 20); do
    cp -R "$photos" "$out/many/album $album"
done
versus 'nothing new' 'build -q $out/many -o $out/site'
