# cli_dates.sh - dates of photos, of EXIF or else of their names, and the order that follows, copies behind originals.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/phone photos/names
photo() {
    name=$1
    shift
    make_photo "photos/$name" 300 200 420 "$@"
}
photo phone/IMG-20190301-WA0001.jpg
photo phone/IMG-20190301-WA0010.jpg
photo phone/IMG-20190301-WA0002.jpg
photo phone/PXL_20180517_134500123.jpg
photo 'phone/Screenshot 2017-05-17 at 1.45.00 PM.jpg'
photo 'phone/signal-2016-05-17-134500.jpg'
photo phone/photo_2015-05-17_13-45-00.jpg
photo phone/FB_IMG_1400334300000.jpg # of 2014
photo phone/20201301_134500.jpg
photo phone/DSC_20200101.jpg
photo phone/201905171345.jpg
photo phone/20200517_134500.jpg --date '2012:05:17 13:45:00' # EXIF wins
photo 'phone/IMG_20190301_134500.jpg'
photo 'phone/IMG_20190301_134500~2.jpg'
photo 'phone/IMG_20190301_134500 (1).jpg'
for name in IMG_10 IMG_1-edited 'IMG_1 (1)' IMG_2 IMG_1~2 IMG_1 x-10 x-2; do photo "names/$name.jpg"; done
printf -- '---\nexif: true\n---\n' >photos/album.md
ok build photos -o site
order() {
    python3 - "$1" <<'END'
import re, sys, urllib.parse
page = open(sys.argv[1], encoding="utf-8").read()
for name in re.findall(r'<figure[^>]* id="([^"]*)"', page) or re.findall(r' id="([^"]*\.jpg)"', page):
    print(urllib.parse.unquote(name)[:-4])
END
}
expect_order() { order "$1" | cmp -s - expected || fail "$1: $(order "$1" | tr '\n' '|')"; }
cat >expected <<'END'
20200517_134500
FB_IMG_1400334300000
photo_2015-05-17_13-45-00
signal-2016-05-17-134500
Screenshot 2017-05-17 at 1.45.00 PM
PXL_20180517_134500123
IMG-20190301-WA0001
IMG-20190301-WA0002
IMG-20190301-WA0010
IMG_20190301_134500
IMG_20190301_134500 (1)
IMG_20190301_134500~2
20201301_134500
201905171345
DSC_20200101
END
expect_order site/phone/index.html
printf '%s\n' IMG_1 'IMG_1 (1)' IMG_1-edited IMG_1~2 IMG_2 IMG_10 x-2 x-10 >expected
expect_order site/names/index.html
# What is known of a day is shown, and no time that nobody knows.
grep -q '<time>2019-03-01</time>' site/phone/index.html || fail "a day"
grep -q '<time>2019-03-01 13:45</time>' site/phone/index.html || fail "a time"
! grep -q '<time>[^<]*00:00' site/phone/index.html || fail "a time that is not known"
