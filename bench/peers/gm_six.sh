# gm_six.sh OUT FILE... - récitale's six outputs per photo with GraphicsMagick, one process per output, as
# prosopopée makes them: smaller pictures are enlarged.
set -eu
out=$1
shift
mkdir -p "$out"
for file; do
    stem=$(basename "$file")
    for height in '' 1920 1366 800 600 450; do
        gm convert "$file" -auto-orient -strip -interlace Line -quality 75 \
            ${height:+-resize "x$height"} "$out/${stem%.*}-${height:-copy}.jpg"
    done
done
