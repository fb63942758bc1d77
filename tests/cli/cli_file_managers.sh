# cli_file_managers.sh - what tirage cache makes is found by GIO, libgnome-desktop and PCManFM, which make none of their own;
# and libgnome-desktop runs the entry for thumbnails in its own sandbox.  Each as far as it is installed.
. "$(dirname "$0")/lib.sh"
facts=$SOURCE_DIR/tests/cli/thumbnail_facts.py
export HOME="$work/home"
unset XDG_CACHE_HOME
mkdir -m 700 home run
export XDG_RUNTIME_DIR="$work/run"
mkdir photos
for i in 1 2 3; do make_photo "photos/a #$i.jpg" 1600 1200 420; done
ok cache photos
cache=home/.cache/thumbnails
tested=
missing() { echo "not installed, and so not tested: $1"; }

# GIO, whom Files, Nemo and Caja ask.
if command -v gio >/dev/null; then
    for i in 1 2 3; do
        gio info -a 'thumbnail::*' "photos/a #$i.jpg" >out 2>err || fail "gio info"
        grep -q "thumbnail::path: $work/$cache/xx-large/" out && grep -q 'thumbnail::is-valid: TRUE' out ||
            fail "GIO: $(cat out)"
    done
    touch "photos/a #1.jpg" -d @1000000000
    gio info -a 'thumbnail::*' "photos/a #1.jpg" >out 2>err || fail "gio info"
    grep -q 'thumbnail::is-valid: FALSE' out || fail "GIO of a photo that changed: $(cat out)"
    ok cache photos
    gio info -a 'thumbnail::*' "photos/a #1.jpg" >out 2>err || fail "gio info"
    grep -q 'thumbnail::is-valid: TRUE' out || fail "GIO of one that was made again: $(cat out)"
    tested="$tested GIO"
else
    missing gio
fi

# libgnome-desktop: its look-up, for each size and of the right time alone.
desktop='import gi
gi.require_version("GnomeDesktop", "3.0")
from gi.repository import GLib, GnomeDesktop'
if /usr/bin/python3 -c "$desktop" 2>/dev/null; then
    /usr/bin/python3 - "photos/a #2.jpg" >out 2>err <<END || fail "libgnome-desktop"
$desktop
import os, sys
path = os.path.abspath(sys.argv[1])
uri, mtime = GLib.filename_to_uri(path, None), int(os.stat(path).st_mtime)
for size, folder in ("NORMAL", "normal"), ("LARGE", "large"), ("XLARGE", "x-large"), ("XXLARGE", "xx-large"):
    factory = GnomeDesktop.DesktopThumbnailFactory.new(getattr(GnomeDesktop.DesktopThumbnailSize, size))
    assert factory.lookup(uri, mtime).rsplit("/", 2)[1] == folder, size
    assert factory.lookup(uri, mtime + 1) is None, size
END
    tested="$tested libgnome-desktop"
    # The entry, in the sandbox that it puts around all programs; they are looked for in /usr.
    if [ "$SLOW" = 0 ] && [ "$(id -u)" = 0 ] && command -v bwrap >/dev/null && unshare -m true 2>/dev/null &&
        bwrap --ro-bind / / --proc /proc --dev /dev --unshare-all true 2>/dev/null; then
        mkdir -p home/.local/share/thumbnailers bin
        cp "$SOURCE_DIR/packaging/desktop/tirage.thumbnailer" home/.local/share/thumbnailers
        cp "$TIRAGE" bin/tirage
        cp "photos/a #1.jpg" photos/new.jpg
        ok thumb -s 800 --format webp -o photos/new.webp photos/new.jpg
        cat >generate.py <<END
$desktop
import os
path = os.path.abspath("photos/new.webp")
factory = GnomeDesktop.DesktopThumbnailFactory.new(GnomeDesktop.DesktopThumbnailSize.LARGE)
picture = factory.generate_thumbnail(GLib.filename_to_uri(path, None), "image/webp", None)
print(picture.get_width(), picture.get_height(), picture.get_option("tEXt::Software"))
END
        unshare -m sh -ec 'mount --bind bin /usr/local/bin; /usr/bin/python3 generate.py' >out 2>err ||
            fail "libgnome-desktop cannot run the entry"
        [ "$(cat out)" = "256 192 $("$TIRAGE" --version)" ] || fail "the entry made: $(cat out)"
        tested="$tested its-sandbox"
    else
        missing "bwrap that works here"
    fi
else
    missing "python3-gi and gir1.2-gnomedesktop-3.0"
fi

# PCManFM under X: opens our files for photos that have some, and reads these not; one that has none it reads itself.
if command -v pcmanfm >/dev/null && command -v xvfb-run >/dev/null && command -v dbus-run-session >/dev/null &&
    command -v strace >/dev/null && strace -f -o trace true 2>/dev/null; then
    rm -f photos/new.*
    make_photo photos/late.jpg 1600 1200 420
    find $cache -type f | sort >before
    cat >look.sh <<'END'
strace -f -s 4000 -qq -e trace=openat -o trace pcmanfm --no-desktop photos &
tries=0
until grep -qs '/photos/late\.jpg' trace || [ $tries -ge 240 ]; do # the last one
    sleep 0.25
    tries=$((tries + 1))
done
sleep 1
kill $!
END
    GDK_BACKEND=x11 timeout 120 xvfb-run -a dbus-run-session -- sh look.sh >out 2>err || :
    find $cache -type f | sort >after
    made=$(comm -13 before after | grep -vxF "$cache/normal/$(python3 "$facts" --name photos/late.jpg)" || :)
    [ -z "$made" ] || fail "PCManFM made $made"
    grep -q '/photos/late\.jpg' trace || fail "PCManFM did not read the photo that has no thumbnail"
    for i in 1 2 3; do
        grep -q "$cache/normal/$(python3 "$facts" --name "photos/a #$i.jpg")\"" trace || fail "PCManFM did not look for ours"
        ! grep -q "photos/a #$i\.jpg\"" trace || fail "PCManFM read a photo that has a thumbnail"
    done
    tested="$tested PCManFM"
else
    missing "pcmanfm, xvfb, dbus and strace that works here"
fi
[ -n "$tested" ] || skip "no file manager, nor the libraries of one"
echo "tested with:$tested"
