# six.sh PHOTOS - récitale's six outputs per photo, by tirage and by Pillow; outputs go to build/bench-six.
set -eu
[ -d "${1:?names the folder of photos}" ]
export photos="$1" out=build/bench-six

python3=/usr/bin/python3 # the system's, which has the system's Pillow
[ -x $python3 ] || python3=python3
$python3 bench/peers/versus.py \
    'build/release/tirage thumb -q -j 1 -s copy,x450,x600,x800,x1366,x1920 -Q 75 --progressive \
        -o "$out/tirage/{stem}-{size}{ext}" "$photos"/*.[jJ][pP]*[gG]' \
    "$python3"' bench/peers/pillow_six.py "$out/pillow" "$photos"/*.[jJ][pP]*[gG]'
