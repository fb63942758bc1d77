"""check_zip.py TEST_ZIP - ZIP files that test_zip writes, in the eyes of Python and of unzip."""
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

NAMES = ["a.jpg", "Grüße aus Zürich.jpg", "写真.jpg", "a b.jpg", "x" * 200 + ".jpg"]


def check(path, names):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
        assert [i.filename for i in infos] == names, [i.filename for i in infos][:9]
        assert all(i.compress_type == zipfile.ZIP_STORED for i in infos)
    if shutil.which("unzip"):
        subprocess.run(["unzip", "-tqq", path], check=True, stdout=subprocess.DEVNULL)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.zip")
        subprocess.run([sys.argv[1], "write", path, *NAMES], check=True)
        check(path, NAMES)
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                assert archive.read(info).decode() == info.filename
                assert info.date_time == (2020, 5, 17, 13, 45, 30), info.date_time
                assert info.external_attr >> 16 == 0o100644
        subprocess.run([sys.argv[1], "many", path], check=True)
        check(path, [str(i) for i in range(70000)])


main()
