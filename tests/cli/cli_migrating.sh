# cli_migrating.sh - the one-liners of docs/migrating.md do what those of other programs beside them do.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the program is the same"
mkdir bin photos
ln -s "$TIRAGE" bin/tirage
make_photo photos/in.jpg 900 600 420
make_photo photos/a.jpg 640 480 420
make_photo photos/b.jpg 301 403 420
PATH=$work/bin:$PATH
ok thumb -s copy -o photos/in.png photos/in.jpg
for python in python3 /usr/bin/python3; do
    ! "$python" -c 'import PIL.ImageOps; PIL.ImageOps.pad' 2>/dev/null || export PILLOW="$python"
done
python3 "$SOURCE_DIR/tests/cli/migrating.py" "$SOURCE_DIR/docs/migrating.md" photos >out 2>err || fail "a line: $(cat out)"
cat out
