# thumbs.sh PHOTOS - one thumbnail that fits 400x400 per photo: tirage against Pillow, vipsthumbnail and,
# where build/peers/node_modules has it, sharp (npm install --prefix build/peers sharp).
set -eu
[ -d "${1:?names the folder of photos}" ]
export photos="$1" out=build/bench-thumbs
mkdir -p "$out/vips"

python3=/usr/bin/python3 # the system's, which has the system's Pillow
[ -x $python3 ] || python3=python3
tirage='build/release/tirage thumb -q -j 1 -s 400 -o "$out/tirage/{stem}-{size}{ext}" \
    "$photos"/*.[jJ][pP]*[gG]'
versus() { # NAME COMMAND
    echo "A = tirage, B = $1"
    $python3 bench/peers/versus.py -n "${RUNS:-7}" "$tirage" "$2"
    echo
}
versus Pillow "$python3"' bench/peers/pillow_thumb.py "$out/pillow" "$photos"/*.[jJ][pP]*[gG]'
versus vipsthumbnail 'VIPS_CONCURRENCY=1 vipsthumbnail --size 400x400 -o "$PWD/$out/vips/%s.jpg[Q=75]" \
    "$photos"/*.[jJ][pP]*[gG]'
if [ -d build/peers/node_modules/sharp ]; then
    cp bench/peers/sharp_thumb.mjs build/peers/
    versus sharp 'node build/peers/sharp_thumb.mjs "$out/sharp" "$photos"/*.[jJ][pP]*[gG]'
else
    echo 'sharp: not installed (npm install --prefix build/peers sharp)'
fi
