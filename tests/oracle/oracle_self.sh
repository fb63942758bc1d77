# oracle_self.sh - the comparison with other programs sees what it is for.  Pillow is the only one asked here, about pictures that
# it made; a program in front of tirage is wrong on purpose about those whose names say so.
. "$(dirname "$0")/../cli/lib.sh"
python=/usr/bin/python3 # the system's, which has the system's Pillow
[ -x $python ] || python=python3
$python -c 'from PIL import Image, ImageCms' 2>/dev/null || skip "no Pillow: ./run deps --oracle installs it"

mkdir pictures behind
$python - <<'END'
from PIL import Image

corners = Image.new("RGBA", (80, 48))
for place, colour in (((0, 0), "#d02020"), ((40, 0), "#20c040"), ((0, 24), "#2040d0"), ((40, 24), "#e0e0e080")):
    corners.paste(Image.new("RGBA", (40, 24), colour), place)
opaque = corners.convert("RGB")
turned = Image.Exif()
turned[0x0112] = 6
corners.save("pictures/alpha.png")
opaque.save("pictures/turned.jpg", exif=turned, quality=95)
opaque.quantize().save("pictures/frames.gif", save_all=True, append_images=[opaque.rotate(180).quantize()])
for name in ("crash", "lost", "mirrored", "none", "pale", "rough", "small"):
    opaque.save(f"pictures/{name}.png")
corners.transpose(Image.FLIP_LEFT_RIGHT).save("behind/mirrored.png")
opaque.point(lambda v: v + (255 - v) // 8).save("behind/pale.png")
opaque.crop((0, 0, 79, 48)).save("behind/small.png")
Image.new("RGB", (80, 48), "#808080").save("behind/rough.png")
with open("pictures/rows.jpg", "wb") as file:
    opaque.resize((320, 192)).save("whole.jpg", quality=95)
    whole = open("whole.jpg", "rb").read()
    file.write(whole[:len(whole) * 3 // 4])
with open("pictures/broken.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n and no more")
END

cat >wrong <<END
#!/bin/sh
for file; do :; done # the last argument
name=\${file##*/}
case \$name in
crash.png) kill -SEGV \$\$ ;;
lost.png) echo "tirage: \$file: is lost" >&2; exit 3 ;;
none.png) exit 0 ;;
rough.png) case " \$* " in *' --srgb '*) ;; *) file=$work/behind/\$name ;; esac ;; # only the thumbnail
*) [ ! -f "$work/behind/\$name" ] || file=$work/behind/\$name ;;
esac
while [ \$# -gt 1 ]; do
    arguments="\$arguments \$1"
    shift
done
exec "$TIRAGE" \$arguments "\$file"
END
chmod +x wrong

oracle() { # CODE ARGUMENTS
    want=$1 code=0
    shift
    $python "$SOURCE_DIR/tests/oracle/oracle.py" --oracles pillow "$@" >out 2>err || code=$?
    expect_code "$want"
}

oracle 1 ./wrong pictures --classes classes --json records --out sheets
cat >expected <<'END'
same pictures/alpha.png
unshown pictures/broken.png
crash pictures/crash.png
same pictures/frames.gif
refused pictures/lost.png
differs pictures/mirrored.png
crash pictures/none.png
differs pictures/pale.png
uneven pictures/rough.png
same pictures/rows.jpg
differs pictures/small.png
same pictures/turned.jpg
END
diff expected classes >diffs || fail "classes: $(cat diffs)"
grep -q 'tirage CRASHED 2 times' out || fail "the crashes are not shouted about"
grep -q '^differs .* 79x48\|^differs .* 80x48 .*small.png' out || fail "sizes that differ are not in the table"
grep -q '^refused .*lost.png  \[is lost\]' out || fail "tirage's words are not in the table"
for class in differs refused uneven; do
    ls sheets/$class-*.png >/dev/null || fail "no pictures of what $class"
done
$python -c 'import json; assert len(json.load(open("records"))) == 12' || fail "not every file is in the records"

# The program itself is right about all of them, and a file of expectations says where it has changed.
oracle 0 "$TIRAGE" pictures --all
! grep -q '^\(crash\|refused\|differs\|uneven\|split\) ' out || fail "it is taken to be wrong"
oracle 1 "$TIRAGE" pictures --expect classes
grep -qx 'CHANGED from differs to same: pictures/mirrored.png' out || fail "no word of what has changed"
oracle 0 "$TIRAGE" pictures/alpha.png pictures/frames.gif --limit 1 --seed 1
grep -q '^all .* 1$' out || fail "--limit does not limit"
