"""make_motion.py - motion photos as makers write them, from a JPEG file (for `box` HEIC, for `mov` a video) and a video.

Usage: make_motion.py KIND STILL VIDEO|ID OUT [DATE]
  live       Apple: a JPEG with the content identifier ID in its maker note, taken at DATE ("2020:05:17 13:45:00")
  mov        Apple: a video of QuickTime with the content identifier ID, taken at DATE ("2020-05-17T13:45:00+0200")
  container  Google: XMP with a directory of the file's parts; the video is the last one
  elements   the same, written as elements, with something behind the video
  micro      Google before that: XMP with an offset from the end
  trailer    Samsung: a directory at the end of the file
  box        Samsung's HEIC: a box
"""
import struct
import sys


def exif(date, identifier):
    def directory(tags, at):
        head, tail = struct.pack(">H", len(tags)), b""
        behind = at + 2 + 12 * len(tags) + 4
        for tag, kind, data in sorted(tags):
            n = len(data) // {2: 1, 4: 4, 7: 1}[kind]
            if len(data) > 4:
                data, tail = struct.pack(">I", behind + len(tail)), tail + data + b"\0" * (len(data) % 2)
            head += struct.pack(">HHI", tag, kind, n) + data.ljust(4, b"\0")
        return head + b"\0\0\0\0" + tail

    note = b""
    if identifier:
        note = b"Apple iOS\0\0\1MM" + directory([(0x11, 2, identifier.encode() + b"\0"), (1, 4, b"\0\0\0\1")], 14)
    tags = [(0x9003, 2, date.encode() + b"\0")] if date else []
    tags += [(0x927C, 7, note)] if note else []
    main = directory([(0x010F, 2, b"Apple\0"), (0x8769, 4, struct.pack(">I", 8 + 2 + 24 + 4 + 6))], 8)
    assert len(main) == 2 + 24 + 4 + 6
    return b"Exif\0\0MM\0*\0\0\0\x08" + main + directory(tags, 8 + len(main))


def with_segment(jpeg, payload):
    assert jpeg[:2] == b"\xff\xd8"
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def with_xmp(jpeg, attributes, inside=""):
    return with_segment(jpeg, b"http://ns.adobe.com/xap/1.0/\0" + (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" '
        'xmlns:Container="http://ns.google.com/photos/1.0/container/" '
        f'xmlns:Item="http://ns.google.com/photos/1.0/container/item/" {attributes}>{inside}'
        '</rdf:Description></rdf:RDF></x:xmpmeta>').encode())


def directory_of(items, elements):
    text = "<Container:Directory><rdf:Seq>"
    for semantic, length in items:
        if elements:
            text += (f'<rdf:li rdf:parseType="Resource"><Container:Item rdf:parseType="Resource">'
                     f'<Item:Length>{length}</Item:Length><Item:Semantic>{semantic}</Item:Semantic>'
                     f'</Container:Item></rdf:li>')
        else:
            text += (f'<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="video/mp4" '
                     f'Item:Semantic="{semantic}" Item:Length="{length}" Item:Padding="0"/></rdf:li>')
    return text + "</rdf:Seq></Container:Directory>"


def trailer(video):
    name = b"MotionPhoto_Data"
    data = struct.pack("<HHI", 0, 0x0A30, len(name)) + name + video
    other = struct.pack("<HHI", 0, 0x0A01, 14) + b"Image_UTC_Data" + b"1589722300000"
    directory = b"SEFH" + struct.pack("<II", 107, 2)
    directory += struct.pack("<HHII", 0, 0x0A01, len(other) + len(data), len(other))
    directory += struct.pack("<HHII", 0, 0x0A30, len(data), len(data))
    return other + data + directory + struct.pack("<I", len(directory)) + b"SEFT"


def box(kind, *parts):
    data = b"".join(parts)
    return struct.pack(">I", 8 + len(data)) + kind + data


def mov(video, identifier, date):
    values = [("identifier", b"com.apple.quicktime.content.identifier", identifier.encode()),
              ("date", b"com.apple.quicktime.creationdate", date.encode())]
    values = [(key, value) for _, key, value in values if value]
    keys = box(b"keys", struct.pack(">II", 0, len(values)), *(box(b"mdta", key) for key, _ in values))
    items = (box(struct.pack(">I", i), box(b"data", struct.pack(">II", 1, 0), value))
             for i, (_, value) in enumerate(values, 1))
    hdlr = box(b"hdlr", b"\0" * 8, b"mdta", b"\0" * 14)
    meta = box(b"meta", hdlr, keys, box(b"ilst", *items))
    at = video.rindex(b"moov") - 4
    size = struct.unpack(">I", video[at:at + 4])[0]
    assert at + size == len(video)
    return video[:at] + struct.pack(">I", size + len(meta)) + video[at + 4:] + meta


def main(kind, still, other, out, date=""):
    with open(still, "rb") as f:
        still = f.read()
    video = b""
    if kind not in ("live", "mov"):
        with open(other, "rb") as f:
            video = f.read()
    if kind == "live":
        made = with_segment(still, exif(date, other))
    elif kind == "mov":
        made = mov(still, other, date)
    elif kind == "container":
        made = with_xmp(still, 'GCamera:MotionPhoto="1"',
                        directory_of([("Primary", 0), ("MotionPhoto", len(video))], False)) + video
    elif kind == "elements":
        made = with_xmp(still, 'GCamera:MotionPhoto="1"', directory_of(
            [("Primary", 0), ("Other", 5), ("MotionPhoto", len(video)), ("Depth", 7)], True)) + b"12345" + video + b"7654321"
    elif kind == "micro":
        made = with_xmp(still, f'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{len(video)}"') + video
    elif kind == "trailer":
        made = still + trailer(video)
    else:
        made = still + struct.pack(">I", 8 + len(video)) + b"mpvd" + video
    with open(out, "wb") as f:
        f.write(made)


main(*sys.argv[1:])
