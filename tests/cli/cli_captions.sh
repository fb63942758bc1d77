# cli_captions.sh - what pages show of the texts that cameras and programs put into photos, in the encodings that they have.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/trip
make_photo plain.jpg 300 200 420
# Each photo with an EXIF block: ImageDescription, UserComment, and XPTitle.
python3 - <<'END'
import struct

def exif(description=b"", comment=b"", title=b""):
    entries, extra, data = [], [], b""
    base = 8 + 2 + 12 * 3 + 4 + 2 + 12 + 4
    def value(tag, kind, raw):
        nonlocal data
        raw = raw.ljust(5, b"\0")
        data += raw
        return struct.pack("<HHII", tag, kind, len(raw), base + len(data) - len(raw))
    main = [value(0x010E, 2, description + b"\0"), struct.pack("<HHII", 0x8769, 4, 1, 8 + 2 + 36 + 4),
            value(0x9C9B, 1, title)]
    other = [value(0x9286, 7, comment)]
    tiff = b"II*\0" + struct.pack("<IH", 8, 3) + b"".join(main) + b"\0" * 4
    tiff += struct.pack("<H", 1) + b"".join(other) + b"\0" * 4 + data
    return b"Exif\0\0" + tiff

plain = open("plain.jpg", "rb").read()
def photo(name, **texts):
    block = exif(**texts)
    with open("photos/trip/" + name + ".jpg", "wb") as f:
        f.write(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + plain[2:])

junk = [b"_cuva", b"hdr", b"dav", b"oznorCO", b"mde_soft", b"DCIM\\100MEDIA\\DJI_0001.JPG", b"Created with GIMP",
        b"HELLOMOTO", b"My beautiful picture", b"<Digimax S600 / Kenox S600>", b"EPSON DSC Picture",
        b"KONICA MINOLTA DIGITAL CAMERA", b"Processed with VSCO with a6 preset", b"Instagram", b"IMG_1234.JPG"]
for i, text in enumerate(junk):
    photo("a%02d" % i, description=text)
photo("b0", comment=b"ASCII\0\0\0filter: 0; fileterIntensity: 0.0; filterMask: 0; captureOrientation: 0;")
photo("b1", comment=b"ASCII\0\0\0oplus_1048864", description=b"SONY DSC")
photo("c0", description=b"Dav at the caf\xe9 \x96 \x80 5")
photo("c1", description="HDR of the lake, déjà vu".encode())
photo("c2", description=b"edf", comment=b"UNICODE\0" + "Länder, 山".encode("utf-16-le"))
photo("c3", comment=b"UNICODE\0" + "Länder, 川".encode("utf-16-be"))
photo("c4", title="Żubr".encode("utf-16-le") + b"\0\0", description=b"HELLOMOTO")
photo("c5", description=b"odd \x81\xff\xfe<b>")
END
ok build photos -o site
python3 "$SOURCE_DIR/tests/cli/check_site.py" site >facts || fail "pages: $(cat facts)"
python3 - site/trip/index.html <<'END' || fail "captions"
import re, sys
page = open(sys.argv[1], encoding="utf-8").read()  # UTF-8, all of it
captions = re.findall(r"<figcaption>(.*?)</figcaption>", page)
expected = ["Dav at the café – € 5", "HDR of the lake, déjà vu", "Länder, 山", "Länder, 川", "Żubr",
            "odd \ufffdÿþ&lt;b&gt;"]
if sorted(captions) != sorted(expected):
    sys.exit("got %r" % captions)
alts = re.findall(r'alt="([^"]*)"', page)
if not any(a.endswith("a00") for a in alts) or any("cuva" in a for a in alts):
    sys.exit("alternatives: %r" % alts)
END
