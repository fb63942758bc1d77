# cli_decoders.sh - other programs read our JPEG files without a word and see what libjpeg sees.
. "$(dirname "$0")/lib.sh"

for sub in 444 422 440 420; do
    make_photo $sub.jpg 317 211 $sub --noise
done
make_photo grey.jpg 317 211 444 --grey --noise
for mode in progressive baseline fast; do
    ok thumb -s 300 --$mode -Q 90 -o "made/{stem}-$mode{ext}" 4*.jpg grey.jpg
done
complete made

readers=
if command -v gm >/dev/null; then
    readers="$readers GraphicsMagick"
    for file in made/*.jpg; do
        gm convert "$file" ppm:"$file.ppm" 2>err || fail "GraphicsMagick: $file"
        [ ! -s err ] || fail "GraphicsMagick complains: $file"
    done
fi
if command -v ffmpeg >/dev/null; then
    readers="$readers ffmpeg"
    for file in made/*.jpg; do
        ffmpeg -nostdin -v warning -xerror -i "$file" -f rawvideo -y frame 2>err || fail "ffmpeg: $file"
        # Pictures of full range are announced so, which is right for JPEG.
        ! grep -v 'deprecated pixel format' err || fail "ffmpeg complains: $file"
    done
fi
chromium=$(command -v chromium || command -v chromium-browser) || chromium=
if [ -n "$chromium" ]; then
    readers="$readers Chromium"
    { # The corners of every picture: red, green, blue, white.
        echo '<!doctype html><title>decoders</title><pre id="out"></pre>'
        for file in made/4*.jpg; do
            echo "<img alt='$file' src='data:image/jpeg;base64,$(base64 -w 0 "$file")'>"
        done
        cat <<'END'
<script>
onload = () => {
    for (const image of document.images) {
        const w = image.naturalWidth, h = image.naturalHeight;
        const canvas = Object.assign(document.createElement("canvas"), {width: w, height: h});
        const context = canvas.getContext("2d");
        const bright = (x, y) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3)
            .map(v => v > 128 ? 1 : 0).join("");
        context.drawImage(image, 0, 0);
        out.append(`${image.alt} ${w}x${h} ${bright(8, 8)} ${bright(w - 9, 8)} ${bright(8, h - 9)} ` +
            `${bright(w - 9, h - 9)}\n`);
    }
    out.append("end\n");
};
</script>
END
    } >page.html
    timeout 100 "$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
        --dump-dom "file://$work/page.html" >dom 2>log || fail "Chromium: $(tail -n 3 log)"
    grep -v base64 dom >out # the pictures
    : >err
    grep -q '^end$' out || fail "Chromium did not finish"
    n=$(grep -c 'made/4.* 300x200 100 010 001 111$' out) || :
    [ "$n" = 12 ] || fail "Chromium read $n of 12 pictures as it should"
fi
[ -n "$readers" ] || skip "no GraphicsMagick, ffmpeg or Chromium"
echo "read by:$readers"
