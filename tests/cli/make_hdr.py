#!/usr/bin/env python3
"""Gain-map JPEG files for the tests, made and taken apart without any code of ours.

Usage: make_hdr.py join BASE MAP OUT HOW [KEY=VALUE...]
       make_hdr.py split FILE [PICTURE [MAP]]
HOW: a list of mpf, little (MPF of that byte order), container (the directories), xmp, iso (the numbers), apple, iso-own (iso with
     colours of its own), private (the map has EXIF and a comment with SECRET), video (bytes behind the map).
KEY: min, max, gamma, base, alternate (one number, or three with slashes between them), from, to (headrooms), headroom (Apple's
     XMP), maker (two numbers of Apple's note), at, bytes (what the directory says, in place of the truth), short (by so many
     bytes it says less), cut (bytes cut off the end).
split checks that the file is as browsers want it, writes its parts (PICTURE without what makes it a gain-map file) and prints
what the map says.
"""
import re
import struct
import sys
from fractions import Fraction

XMP = b"http://ns.adobe.com/xap/1.0/\0"
ISO = b"urn:iso:std:iso:ts:21496:-1\0"
VIDEO = 36
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
HDRGM = 'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"'
NAMES = {"min": "GainMapMin", "max": "GainMapMax", "gamma": "Gamma", "base": "OffsetSDR", "alternate": "OffsetHDR",
         "from": "HDRCapacityMin", "to": "HDRCapacityMax"}
DEFAULTS = {"min": "0", "max": "3", "gamma": "1", "base": "0.015625", "alternate": "0.015625", "from": "0", "to": "3"}


def require(claim, text):
    if not claim:
        sys.exit(f"make_hdr.py: {text}")


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def packet(text):
    return segment(0xE1, XMP + f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}>{text}</rdf:RDF></x:xmpmeta>'.encode())


def segments(jpeg):
    """Those of a header: marker, offset, data; the last is that of the first scan."""
    require(jpeg[:2] == b"\xff\xd8", "no JPEG file")
    at = 2
    while True:
        marker, length = struct.unpack_from(">xBH", jpeg, at)
        require(jpeg[at] == 0xFF and length >= 2, f"no segment at {at}")
        yield marker, at, jpeg[at + 4:at + 2 + length]
        if marker == 0xDA:
            return
        at += 2 + length


def insert(jpeg, new):
    """Behind JFIF and EXIF."""
    at = 2
    for marker, place, data in segments(jpeg):
        if marker == 0xE0 or (marker == 0xE1 and data.startswith(b"Exif")):
            at = place + 4 + len(data)
        else:
            break
    return jpeg[:at] + new + jpeg[at:]


def fraction(text):
    f = Fraction(text).limit_denominator(10**8)
    return struct.pack(">iI", f.numerator, f.denominator)


def iso(numbers, own):
    channels = max(numbers[key].count("/") + 1 for key in ("min", "max", "gamma", "base", "alternate"))
    data = struct.pack(">HHB", 0, 0, (0x80 if channels == 3 else 0) | (0 if own else 0x40))
    data += fraction(numbers["from"]) + fraction(numbers["to"])
    for channel in range(channels):
        for key in ("min", "max", "gamma", "base", "alternate"):
            values = numbers[key].split("/")
            data += fraction(values[channel % len(values)])
    return segment(0xE2, ISO + data)


def numbers_xmp(numbers):
    plain = lists = ""
    for key, name in NAMES.items():
        values = numbers[key].split("/")
        if len(values) == 1:
            plain += f' hdrgm:{name}="{values[0]}"'
        else:
            items = "\n".join(f"<rdf:li>{value}</rdf:li>" for value in values)
            lists += f"<hdrgm:{name}>\n<rdf:Seq>\n{items}</rdf:Seq>\n</hdrgm:{name}>"
    return packet(f'<rdf:Description {HDRGM} hdrgm:Version="1.0"{plain} hdrgm:BaseRenditionIsHDR="False">{lists}</rdf:Description>')


def apple_xmp(headroom):
    more = f"<HDRGainMap:HDRGainMapHeadroom>{headroom}</HDRGainMap:HDRGainMapHeadroom>" if headroom else ""
    return packet('<rdf:Description xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/">'
                  f"<HDRGainMap:HDRGainMapVersion>65536</HDRGainMap:HDRGainMapVersion>{more}</rdf:Description>")


def container(length, video):
    return packet(f'<rdf:Description {HDRGM} xmlns:C="http://ns.google.com/photos/1.0/container/" '
                  'xmlns:I="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0"><C:Directory><rdf:Seq>'
                  '<rdf:li rdf:parseType="Resource"><C:Item I:Semantic="Primary" I:Mime="image/jpeg"/></rdf:li>'
                  '<rdf:li rdf:parseType="Resource"><C:Item I:Semantic="GainMap" I:Mime="image/jpeg" '
                  f'I:Length="{length}"/></rdf:li>'
                  f'<rdf:li rdf:parseType="Resource"><C:Item I:Semantic="Other" I:Length="{video}"/></rdf:li>'
                  "</rdf:Seq></C:Directory><hdrgm:note>SECRET</hdrgm:note></rdf:Description>")


def mpf(order, picture, length, offset):
    head = struct.pack(order + "HIH", 42, 8, 3)
    entries = [struct.pack(order + "HHI4s", 0xB000, 7, 4, b"0100"), struct.pack(order + "HHII", 0xB001, 4, 1, 2),
               struct.pack(order + "HHII", 0xB002, 7, 32, 50)]
    pictures = struct.pack(order + "IIIHH", 0x030000, picture, 0, 0, 0) + struct.pack(order + "IIIHH", 0, length, offset, 0, 0)
    return segment(0xE2, b"MPF\0" + (b"MM" if order == ">" else b"II") + head + b"".join(entries) + bytes(4) + pictures)


def exif(maker, orientation=1):
    """A block with an orientation and, with two numbers, Apple's note."""
    note = b""
    if maker:
        note = b"Apple iOS\0\0\1MM" + struct.pack(">H", 2)
        for i, tag in enumerate((0x21, 0x30)):
            note += struct.pack(">HHII", tag, 10, 1, 40 + 8 * i)
        for text in maker.split("/"):
            note += fraction(text)
    block = b"MM\0*" + struct.pack(">IH", 8, 2) + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    block += struct.pack(">HHII", 0x8769, 4, 1, 38) + bytes(4)
    block += struct.pack(">H", 1) + struct.pack(">HHII", 0x927C, 7, len(note), 56) + bytes(4) + note
    return segment(0xE1, b"Exif\0\0" + block)


def join(base, gain_map, how, options):
    numbers = {key: options.get(key, value) for key, value in DEFAULTS.items()}
    new = b""
    if "private" in how:
        new += segment(0xE1, b"Exif\0\0SECRET EXIF") + segment(0xFE, b"SECRET comment")
    if "xmp" in how:
        new += numbers_xmp(numbers)
    if "iso" in how or "iso-own" in how:
        new += iso(numbers, "iso-own" in how)
    if "apple" in how:
        new += apple_xmp(options.get("headroom", ""))
    gain_map = insert(gain_map, new)
    length = int(options.get("bytes", len(gain_map))) - int(options.get("short", 0))
    if options.get("maker"):
        base = b"\xff\xd8" + exif(options["maker"]) + base[2:]
    if "container" in how:
        base = insert(base, container(length, VIDEO if "video" in how else 0))
    if "iso" in how or "iso-own" in how:
        base = insert(base, segment(0xE2, ISO + bytes(4)))
    if "mpf" in how or "little" in how:
        order = "<" if "little" in how else ">"
        whole = insert(base, mpf(order, 0, 0, 0))
        place = next(place for marker, place, data in segments(whole) if data.startswith(b"MPF"))
        at = int(options.get("at", len(whole) - place - 8))
        base = insert(base, mpf(order, len(whole), length, at))
    file = base + gain_map + (bytes(VIDEO) if "video" in how else b"")
    return file[:len(file) - int(options.get("cut", 0))]


def split(file):
    """Picture, map and what the map says; checks everything that leads from one to the other."""
    found = {"xmp": [], "iso": [], "mpf": []}
    plain = b"\xff\xd8"
    for marker, place, data in segments(file):
        whole = file[place:place + 4 + len(data)]
        kind = ("xmp" if data.startswith(XMP) else "iso" if data.startswith(ISO) else "mpf" if data.startswith(b"MPF\0") else None)
        if kind:
            found[kind].append((place, data))
        if not kind:
            plain += whole
        end = place + len(whole)
    require(len(found["mpf"]) == 1, "not one MPF segment")
    require([data for _, data in found["iso"]] == [ISO + bytes(4)], "the picture's ISO segment is wrong")
    place, data = found["mpf"][0]
    require(data[4:14] == b"MM\0*\0\0\0\x08\0\x03", "MPF begins in an unusual way")
    size, first, length, offset = struct.unpack_from(">4xII4x4xII", data, 4 + 50)
    at = place + 8 + offset
    require(first == 0 and size == at and at + length == len(file), f"MPF says {size}, {at} and {length} of {len(file)} bytes")
    require(file[at - 2:at] == b"\xff\xd9" and file[-2:] == b"\xff\xd9", "a picture does not end where MPF says")
    gain_map = file[at:]
    says = {}
    for marker, place, data in segments(gain_map):
        require(b"Exif" not in data[:4] and marker != 0xFE, "the map has metadata of its own")
        if data.startswith(ISO):
            says["iso"] = data[len(ISO):]
        if data.startswith(XMP):
            says["xmp"] = data[len(XMP):].decode()
    require("iso" in says, "the map has no ISO segment")
    if "xmp" in says:
        text = found["xmp"][0][1].decode()
        require(len(found["xmp"]) == 1, "not one XMP packet")
        require('hdrgm:Version="1.0"' in text, "the picture's XMP has no version of hdrgm")
        require(re.findall(r'Semantic="(\w+)"', text) == ["Primary", "GainMap"], "the directory is not of two pictures")
        require(re.findall(r'Length="(\d+)"', text) == [str(length)], "the directory has a wrong length")
    return plain + file[end:at], gain_map, says


def numbers_of(says):
    """The map's numbers by ISO's segment and, if there is one, the same by XMP."""
    data = says["iso"]
    require(data[:4] == bytes(4), "another version of ISO 21496-1")
    fractions = [Fraction(n, d) for n, d in struct.iter_unpack(">iI", data[5:])]
    channels = 3 if data[4] & 0x80 else 1
    require(len(fractions) == 2 + 5 * channels, "the ISO segment has a wrong length")
    of_iso = {"from": [fractions[0]], "to": [fractions[1]]}
    for i, key in enumerate(("min", "max", "gamma", "base", "alternate")):
        of_iso[key] = [fractions[2 + 5 * channel + i] for channel in range(channels)]
    if "xmp" not in says:
        return of_iso, None
    of_xmp = {}
    for key, name in NAMES.items():
        texts = re.findall(f'hdrgm:{name}="([^"]*)"', says["xmp"])
        for block in re.findall(f"<hdrgm:{name}>(.*?)</hdrgm:{name}>", says["xmp"]):
            texts = re.findall("<rdf:li>([^<]*)</rdf:li>", block)
        of_xmp[key] = texts
    return of_iso, of_xmp


def main(args):
    if args and args[0] == "join" and len(args) >= 5:
        with open(args[1], "rb") as base, open(args[2], "rb") as gain_map, open(args[3], "wb") as out:
            out.write(join(base.read(), gain_map.read(), args[4].split(","), dict(a.split("=") for a in args[5:])))
        return
    require(len(args) >= 2 and args[0] == "split", __doc__)
    with open(args[1], "rb") as file:
        parts = split(file.read())
    for name, part in zip(args[2:], parts):
        with open(name, "wb") as out:
            out.write(part)
    of_iso, of_xmp = numbers_of(parts[2])
    for key in NAMES:
        print(key, "/".join(str(f) for f in of_iso[key]), "/".join(of_xmp[key]) if of_xmp else "-")


if __name__ == "__main__":
    main(sys.argv[1:])
