# cli_albums.sh - album.md and captions.txt of plain folders, kind and hostile; the examples of docs/albums.md.
. "$(dirname "$0")/lib.sh"

for name in alps/IMG_1 alps/IMG_2 alps/IMG_3 alps/raw_1 drafts/a clients/b wedding/c wedding/portraits/d island/harbour island/boats island/lighthouse island/x; do
    mkdir -p "photos/${name%/*}"
    make_photo "photos/$name.jpg" 300 200 420
done

# examples: writes the files of the document as it names them, each before its block.
python3 - "$SOURCE_DIR/docs/albums.md" <<'END'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
found = re.findall(r"^`(photos/[^`]+)`:\n\n```[a-z]*\n(.*?)^```$", text, re.M | re.S)
if len(found) < 4:
    sys.exit("few examples in the document")
for path, content in found:
    open(path, "w", encoding="utf-8").write(content)
END
# well_formed: as check_site, but for the link to elsewhere and the hidden album that the document has.
well_formed() {
    python3 "$SOURCE_DIR/tests/cli/check_site.py" site >site-facts 2>&1 || :
    grep -q '^pages' site-facts || fail "no pages: $(cat site-facts)"
    ! grep -v -e '^pages' -e '^images' -e 'leads out of the site: https://www.openstreetmap.org/' \
        -e '^nothing leads to .*/site/clients/' site-facts >site-faults || fail "pages: $(cat site-faults)"
}
ok build photos -o site
well_formed
page() { grep -qF -e "$2" "site/$1" || fail "$1 lacks: $2"; }
lacks() { ! grep -qF -e "$2" "site/$1" || fail "$1 has: $2"; }
page index.html '<h1>Our pictures</h1>'
page index.html 'Two days above Chamonix'
page index.html 'src="alps/IMG_2-'
lacks index.html 'clients'
lacks index.html 'drafts'
[ ! -e site/drafts ] || fail "an excluded folder is there"
page clients/index.html noindex
page alps/index.html '<h1>Alps in May</h1>'
page alps/index.html 'href="https://www.openstreetmap.org/"'
page alps/index.html '<figcaption>The lake, early in the morning</figcaption>'
lacks alps/index.html raw_1
page island/index.html '<section class="full">'
page wedding/index.html '<p class="archive"><a download="wedding.zip" href="wedding.zip">'
page wedding/portraits/index.html 'tirage-assets/proof-'
lacks wedding/index.html proof
page island/index.html '<p>There is <strong>one</strong> road'
page island/index.html '<figcaption>The lighthouse</figcaption>'
page island/index.html '<ul class="rows'
# The order that the document gives.
[ "$(grep -o '<img src="IMG_[0-9]' site/alps/index.html | grep -o 'IMG_[0-9]' | tr '\n' ' ')" = "IMG_3 IMG_1 IMG_2 " ] ||
    fail "not the order of album.md"

# A changed text makes a page new, and no picture.
cp -p site/alps/index.html before
sed -i 's/Alps in May/Alps in June/' photos/alps/album.md
run build photos -o site --json
expect_code 0
grep -q '"unchanged": 10, "outputs": 0,' out || fail "pictures were made again: $(tail -n 1 out)"
page alps/index.html '<h1>Alps in June</h1>'

# Nothing of a stranger's text becomes part of the page's code.
cat >photos/alps/album.md <<'END'
---
title: "<script>alert(1)</script>"
description: "\" onload=\"x"
cover: ../../../etc/passwd
order: [../clients/b.jpg, "/etc/passwd"]
---
<script>alert(2)</script> [x](javascript:alert(3)) [y](data:text/html,z) ![i](https://example.org/x.png)
END
printf 'IMG_1.jpg: <img src=x onerror=y>\nIMG_2.jpg: \377\033[31m\n' >photos/alps/captions.txt
run build photos -o site -q
expect_code 0
says "alps/album.md: 2 of its links skipped"
says "alps/album.md:4:8: cover: no picture '../../../etc/passwd' here"
says "order: no picture '/etc/passwd' here"
well_formed
for bad in '<script>' 'javascript:' 'data:text' '<img src=x' 'example.org'; do
    lacks alps/index.html "$bad"
    lacks index.html "$bad"
done

page alps/index.html 'name="description" content="&quot; onload=&quot;x"'

# refused TEXT: it cannot be built, the reason is told, and the site stays as it was.
refused() {
    cp site/alps/index.html before
    run build photos -o site -q
    expect_code 1
    says "$1"
    cmp -s site/alps/index.html before || fail "the page changed: $1"
}
printf -- '---\nsort: nmae\nhidden: [x]\n---\n' >photos/alps/album.md
refused "alps/album.md:2:7: sort: expected date, name or manual, got 'nmae'"
says "alps/album.md:3:9: hidden"
says "2 errors in the files of albums"
run check photos
expect_code 1
says "alps/album.md:2:7: sort: expected date, name or manual, got 'nmae'"
printf -- '---\npassword: ""\n---\n' >photos/alps/album.md
refused "password: is empty"
{
    printf -- '---\na: &a0 [x, x, x, x, x, x, x, x, x, x]\n'
    for i in 1 2 3 4 5 6 7 8 9; do
        a="*a$((i - 1))"
        echo "b$i: &a$i [$a, $a, $a, $a, $a, $a, $a, $a, $a, $a]"
    done
    printf -- '---\n'
} >photos/alps/album.md
refused "too many values"
printf -- '---\ntitle: \377\n---\n' >photos/alps/album.md
refused "alps/album.md:2:8: not UTF-8"
head -c 10000000 /dev/zero | tr '\0' '[' >photos/alps/album.md
refused "is larger than 262144 bytes"
{ printf '[a]: http://'; head -c 100000 /dev/zero | tr '\0' 'x'; printf '\n\n'; yes '[a]' | head -n 30000; } >photos/alps/album.md
refused "too long a page"
rm photos/alps/album.md
mkdir photos/alps/album.md
refused "is not a regular file"
rmdir photos/alps/album.md
head -c 2000000 /dev/zero >photos/alps/captions.txt
refused "is larger than 1048576 bytes"
rm photos/alps/captions.txt
ok build photos -o site

# What the root's file says of all pages.
printf -- '---\nformats: [jpeg, webp]\ndownload: true\n---\n' >photos/album.md
ok build photos -o site
page alps/index.html '<source type="image/webp" srcset="IMG_1.jpg-'
page alps/index.html '<a download="IMG_1.jpg" href="IMG_1-'
for name in $(grep -o 'IMG_1.jpg-[^ ]*\.webp' site/alps/index.html); do
    [ "$(dd if="site/alps/$name" bs=4 skip=2 count=1 2>/dev/null)" = WEBP ] || fail "no WebP picture: $name"
done

# What is too tall for a WebP is shown as a JPEG alone.
make_photo photos/alps/tall.jpg 8 17000 420
ok build photos -o tall
page_of_tall=$(tr '>' '\n' <tall/alps/index.html | grep 'tall[.-]')
case $page_of_tall in
*.webp*) fail "a WebP of a picture too tall for one: $page_of_tall" ;;
*tall-*.jpg*) ;;
*) fail "the tall picture is not shown" ;;
esac
rm photos/alps/tall.jpg

# A password: the same again, byte for byte; another one, another key file and nothing else.
printf -- '---\npassword: hidden word\n---\n' >photos/alps/album.md
ok build photos -o locked
! grep -rq 'IMG_1' locked/alps locked/index.html || fail "a protected album tells what is in it"
[ -z "$(find locked -name 'IMG_1*')" ] || fail "names of protected pictures tell what they are"
ok build photos -o again
diff -r -x .tirage locked again || fail "a protected album is another each time"
[ "$(find locked/alps -name '*.sealed' | wc -l)" -gt 3 ] || fail "pictures are not sealed: $(find locked/alps)"
printf -- '---\npassword: another\n---\n' >photos/alps/album.md
ok build photos -o again
run_diff=$(diff -rq -x .tirage locked again) || true
case $run_diff in
*"
"* | '') fail "another password changes '$run_diff'" ;;
"Files locked/keys/"*.js*) ;;
*) fail "another password changes '$run_diff'" ;;
esac
rm photos/alps/album.md
ok build photos -o site
run build photos -o site --json
grep -q '"outputs": 0, "stale": 0,' out || fail "not all is known: $(tail -n 1 out)"

# With the address of the site: a feed and a sitemap that are well-formed, whatever folders are called.
mkdir -p 'photos/<a> & "b"'
make_photo 'photos/<a> & "b"/c d.jpg' 300 200 420
printf 'x\377y' >odd-name
mkdir "photos/$(cat odd-name)"
make_photo "photos/$(cat odd-name)/d.jpg" 300 200 420
printf -- '---\ntitle: "A & <B>"\nurl: https://example.org/p\n---\n' >photos/album.md
run build photos -o site -q
expect_code 0
says "album.md:2:8: title: looks like HTML; it is shown as text"
for name in feed sitemap; do
    python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' site/$name.xml || fail "$name.xml"
done
page feed.xml '<title>&lt;a&gt; &amp; '
page feed.xml '<link>https://example.org/p/x%FFy/</link>'
page feed.xml 'url="https://example.org/p/%3Ca%3E%20%26%20'

# A password outside of the lines of --- would be read by everybody.
mkdir open
make_photo open/a.jpg 64 48 444
printf 'title: Foo\npassword: geheim\n' >open/album.md
run build open -o open-site
expect_code 1
says "album.md:2:1: this is text, which everybody would read"
[ ! -e open-site ] || fail "a site with a password in it"
printf '# Foo\n---\npassword: geheim\n---\n' >open/album.md
run check open
expect_code 1
says "album.md:3:1: this is text"
printf -- '---\ntitle: Foo\n---\nPassword: ask me.\n' >open/album.md
ok build open -o open-site
