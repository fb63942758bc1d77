# html.sh - pages of the example project and of a plain tree, by html-validate.
. "$(dirname "$0")/../cli/lib.sh"
validate=${WEB:?names the folder of npm packages}/node_modules/.bin/html-validate
[ -x "$validate" ] || skip "no html-validate: ./run deps --web installs it"

cp "$SOURCE_DIR/tests/web/htmlvalidate.json" .
ok example photos
ok build photos -o plain
cp -R "$SOURCE_DIR/examples/story/." photos
command -v ffmpeg >/dev/null || skip "no ffmpeg, which the example's film and sound need"
sh "$SOURCE_DIR/examples/media.sh" photos
ok build photos -o story
sed -i 's/^  night_mode: true/&\n  light_mode: true/' photos/settings.yaml
ok build photos -o light
sed -i 's/theme: exposure/theme: light/' photos/settings.yaml
ok build photos -o lighter
for site in plain story light lighter; do
    [ "$(find $site -name '*.html' | wc -l)" -ge 5 ] || fail "$site has hardly a page"
    "$validate" --config htmlvalidate.json "$site/**/*.html" >report 2>&1 || fail "$site: $(head -n 40 report)"
done
# It does find what is wrong.
sed -i 's/<h1>/<h1><div>/' plain/index.html
! "$validate" --config htmlvalidate.json plain/index.html >report 2>&1 || fail "html-validate finds nothing"
