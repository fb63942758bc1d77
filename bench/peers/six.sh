# six.sh PHOTOS - récitale's six outputs per photo: tirage against Pillow, GraphicsMagick and, where
# build/peers/node_modules has it, sharp (npm install --prefix build/peers sharp).  RUNS pairs of each.
set -eu
[ -d "${1:?names the folder of photos}" ]
export photos="$1" out=build/bench-six

python3=/usr/bin/python3 # the system's, which has the system's Pillow
[ -x $python3 ] || python3=python3
tirage='build/release/tirage thumb -q -j 1 -s copy,x450,x600,x800,x1366,x1920 -Q 75 --progressive \
    -o "$out/tirage/{stem}-{size}{ext}" "$photos"/*.[jJ][pP]*[gG]'
versus() { # NAME COMMAND
    echo "A = tirage, B = $1"
    $python3 bench/peers/versus.py -n "${RUNS:-5}" "$tirage" "$2"
    echo
}
versus Pillow "$python3"' bench/peers/pillow_six.py "$out/pillow" "$photos"/*.[jJ][pP]*[gG]'
du -cb $out/tirage/*.* | awk '/total$/ { print "bytes of tirage:", $1 }'
du -cb $out/pillow/*.* | awk '/total$/ { print "bytes of Pillow:", $1 }'
if [ -d build/peers/node_modules/sharp ]; then
    cp bench/peers/sharp_six.mjs build/peers/
    versus sharp 'node build/peers/sharp_six.mjs "$out/sharp" "$photos"/*.[jJ][pP]*[gG]'
else
    echo 'sharp: not installed (npm install --prefix build/peers sharp)'
fi
versus GraphicsMagick 'sh bench/peers/gm_six.sh "$out/gm" "$photos"/*.[jJ][pP]*[gG]'
