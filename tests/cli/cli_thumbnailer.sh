# cli_thumbnailer.sh - thumb --thumbnailer as file managers call it, and packaging/desktop/tirage.thumbnailer.
. "$(dirname "$0")/lib.sh"
facts=$SOURCE_DIR/tests/cli/thumbnail_facts.py
entry=$SOURCE_DIR/packaging/desktop/tirage.thumbnailer
is() {
    python3 "$facts" "$1" >out 2>err || fail "$1 is no thumbnail"
    grep -qxF -e "$2" out || fail "$1 does not say: $2"
}
make_photo "a b.jpg" 400 300 420 --orientation 6
touch -d @1234567890 "a b.jpg"

# The Exec line, with %s, %i and %o as file managers fill them in.
grep -qx '\[Thumbnailer Entry\]' "$entry" && grep -qx 'TryExec=tirage' "$entry" || fail "the entry"
exec=$(sed -n 's/^Exec=//p' "$entry")
[ "$exec" = "tirage thumb -q --thumbnailer %s %i %o" ] || fail "Exec is $exec"
ok thumb -q --thumbnailer 128 "a b.jpg" "out {size}.tmp" # any name, as it is
is "out {size}.tmp" "size 128 96"
is "out {size}.tmp" "Thumb::URI file://$work/a%20b.jpg"
is "out {size}.tmp" "Thumb::MTime 1234567890"
is "out {size}.tmp" "interlaced 0"
[ "$(stat -c %a "out {size}.tmp")" = 600 ] || fail "others can read it"
# %u, and an output that is there, as those of g_file_new_tmp() are.
: >there.png
ok thumb --thumbnailer 256 "file://$work/a%20b.jpg" there.png
is there.png "size 256 192"
is there.png "Thumb::URI file://$work/a%20b.jpg"
ok thumb --thumbnailer 4000 "a b.jpg" large.png
is large.png "size 400 300"

# All types that the entry has are ours, and all of ours that the system knows are there.
for python in python3 /usr/bin/python3; do
    "$python" - "$entry" "$SOURCE_DIR/core/base/formats.h" >types 2>err <<'END' && break
import re, sys
from gi.repository import Gio
types = re.search("^MimeType=(.*)$", open(sys.argv[1]).read(), re.M).group(1).split(";")
for suffix in re.findall(r'"(\.[a-z0-9]+)"', open(sys.argv[2]).read()):
    name, uncertain = Gio.content_type_guess("x" + suffix, None)
    if not uncertain and name not in types:
        print(suffix, name)
END
    echo "no python3-gi: $python" >types
done
case $(cat types) in 'no python3-gi'*) cat types ;; '') ;; *) fail "the entry lacks: $(cat types)" ;; esac

# What goes wrong is one line, and nothing is left.
echo nothing >bad.jpg
refuses 3 'bad.jpg: is not a picture' thumb --thumbnailer 128 bad.jpg no.png
refuses 3 'gone.jpg: cannot open: No such file' thumb --thumbnailer 128 gone.jpg no.png
refuses 2 'is not a file of this machine' thumb --thumbnailer 128 file://elsewhere/x.jpg no.png
refuses 2 'IN OUT' thumb --thumbnailer 128 bad.jpg
refuses 2 'IN OUT' thumb --thumbnailer 128 bad.jpg no.png more.png
refuses 2 'leave -s' thumb --thumbnailer 128 -s 3 bad.jpg no.png
refuses 2 '--thumbnailer' thumb --thumbnailer 0 bad.jpg no.png
refuses 2 'is a picture to be read and would be replaced' thumb --thumbnailer 128 "a b.jpg" "a b.jpg"
refuses 2 'cache' cache --thumbnailer 128 .
[ ! -e no.png ] || fail "a failure left an output"
mkdir folder.png
refuses 3 'is a folder, and no output takes its place' thumb --thumbnailer 128 "a b.jpg" folder.png
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    mkdir closed
    code=0
    setpriv --reuid 12345 --regid 12345 --clear-groups "$TIRAGE" thumb -q --thumbnailer 128 "a b.jpg" closed/o.png \
        >out 2>err </dev/null || code=$?
    drop_sandbox_note
    expect_code 1
    says 'cannot create a temporary file in its folder: Permission denied'
    [ "$(wc -l <err)" = 1 ] && [ -z "$(ls -A closed)" ] || fail "an OUT that cannot be written"
fi
