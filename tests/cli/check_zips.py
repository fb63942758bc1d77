"""check_zips.py ZIP: prints its members, as "DATE TIME CRC NAME" in Python's spelling, and fails unless they are stored,
whole, and in the order of their names; check_zips.py ZIP FOLDER: puts them there as m0.jpg, m1.jpg, ..."""
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    infos = archive.infolist()
    assert len({i.filename for i in infos}) == len(infos), "two members of one name"
    assert all(i.compress_type == zipfile.ZIP_STORED for i in infos)
    for n, info in enumerate(infos):
        assert not set(info.filename) & set('/\\<>:"|?*') and info.filename.isprintable(), info.filename
        print("%04d-%02d-%02d %02d:%02d:%02d" % info.date_time, "%08x" % info.CRC, ascii(info.filename))
        if len(sys.argv) > 2:
            with open(f"{sys.argv[2]}/m{n}.jpg", "wb") as file:
                file.write(archive.read(info))
