# cli_plain_site.sh - plain folders with all that a project may have: theme, menu, footer, files, quality; also hostile.
. "$(dirname "$0")/lib.sh"

for name in top alps/a alps/b lakes/c pdf/cover themes/frames/paper partials/p; do
    mkdir -p "photos/$(dirname "$name")"
    make_photo "photos/$name.jpg" 900 600 420
done
ok build photos -o plain
[ -e plain/themes/frames/index.html ] || fail "a folder 'themes' without a theme is no album"
[ -e plain/partials/index.html ] || fail "a folder 'partials' without partials is no album"

echo '.row figure { padding: 1rem; }' >photos/themes/frames/style.css
echo '<meta name="partial" content="{{root}}x">' >photos/partials/head.html
echo ':root { --gap: 1px; }' >photos/style.css
echo '"use strict";' >photos/custom.js
mkdir -p photos/pdf/deep photos/pdf/.git
echo list >photos/pdf/deep/list.txt
echo secret >photos/pdf/.secret
echo 'Notes' >photos/pdf/album.md
echo x >photos/pdf/.git/config
ln -s ../../top.jpg photos/pdf/deep/link.jpg
ln -s /etc/hostname photos/pdf/out
site_file() {
    printf -- '---\n%s\n---\n' "$1" >photos/album.md
}
site_file 'title: All of it
sub_title: Under it
theme: frames
night_mode: true
quality: 50
files: [pdf]
copyright: 2026 Jo <i>
licence: {name: CC0}
footer: |
  By **Jo**: [the Alps](alps/index.html), [list](pdf/deep/list.txt) <b>bold</b>
menu:
  - alps: The Alps
  - pdf/deep/list.txt: A list'
page() { grep -qF -e "$2" "$site/$1" || fail "$1 lacks: $2"; }
lacks() { ! grep -qF -e "$2" "$site/$1" || fail "$1 has: $2"; }
run -q build photos -o site
expect_code 0
site=site
says 'copyright: looks like HTML'
page index.html '<title>All of it</title>'
page index.html '<p>Under it</p>'
page index.html '<a href="alps/index.html">The Alps</a>'
page index.html '<a href="pdf/deep/list.txt">A list</a>'
page index.html 'href="themes/frames/style.css"'
page index.html 'static/css/custom.css'
page index.html 'static/js/custom.js'
page index.html 'id="night"'
page index.html '<meta name="partial" content="x">'
page alps/index.html '<meta name="partial" content="../x">'
page alps/index.html '<p>By <strong>Jo</strong>: <a href="../alps/index.html">the Alps</a>, <a href="../pdf/deep/list.txt">list</a> &lt;b&gt;bold&lt;/b&gt;</p>'
page alps/index.html '<p>© 2026 Jo &lt;i&gt;</p>'
page alps/index.html '<p>Licence: CC0</p>'
cmp -s photos/style.css site/static/css/custom.css || fail "style.css is not in the site"
[ -e site/themes/frames/paper.jpg ] || fail "the theme's picture is not in the site"
[ ! -e site/themes/index.html ] && [ ! -e site/partials ] || fail "a folder of the look is an album"
[ -e site/pdf/cover.jpg ] && [ -e site/pdf/deep/list.txt ] || fail "files were not copied"
left=$(find site/pdf \( -name '.*' -o -name album.md -o -name 'link*' -o -name out -o -name index.html \))
[ -z "$left" ] || fail "these were copied: $left"
grep -q 'quality": 50' site/tirage-assets/* 2>/dev/null && fail "settings are in the site"
[ "$(stat -c %s site/alps/a-*-480x.jpg)" -lt "$(stat -c %s plain/alps/a-*-480x.jpg)" ] || fail "no lower quality"
[ "$(basename site/alps/a-*-480x.jpg)" != "$(basename plain/alps/a-*-480x.jpg)" ] || fail "the same name for another quality"

# Nothing new: nothing is written.
cp -a site before
run build photos -o site --json
expect_code 0
grep -q '"unchanged": 4, "outputs": 0,' out || fail "pictures were made again: $(tail -n 1 out)"
same before site

# The command line goes before the files, in projects too; a wrong theme is named with those that are there.
run -q build photos -o site --title 'Mine & yours' --theme light
expect_code 0
page index.html '<title>Mine &amp; yours</title>'
page index.html 'tirage-assets/light-'
lacks alps/index.html 'themes/frames'
page alps/index.html '<figure><img src="a-'
run check photos --theme nope
expect_code 1
says 'the command line: theme: there is no themes/nope/style.css; there are '
says 'frames'
mkdir -p project/g
make_photo project/g/a.jpg 300 200 420
printf 'rss: false\ntitle: Old\nfooter: By *me*\nfiles: [more]\n' >project/settings.yaml
printf 'title: G\ncover: a.jpg\nsections: []\n' >project/g/settings.yaml
mkdir -p project/more
echo x >project/more/x.txt
ok build project -o site-of-project --title New
site=site-of-project
page index.html '<title>New</title>'
page g/index.html '<p>By <em>me</em></p>'
[ -e site-of-project/more/x.txt ] || fail "files of a project were not copied"

# deploy: where the first album.md says.
site=site
site_file 'deploy: {dest: ../www}'
run -q build photos -o site
ok deploy photos -o site
cmp -s www/index.html site/index.html || fail "not deployed"
site_file 'deploy: {dest: x, ssh: true, hostname: -oProxyCommand=x}'
refuses 1 'album.md: deploy: hostname or username has signs' deploy photos -o site
site_file 'title: x'
refuses 1 "no album.md with a 'dest' in 'deploy:'" deploy photos -o site

# Hostile and wrong values: one error each, with its line.
wrong() { # TEXT MESSAGE
    site_file "$1"
    run check photos
    expect_code 1
    says "$2"
}
wrong 'theme: ../../etc' 'album.md:2:8: theme: there is no themes/../../etc/style.css'
wrong 'theme: .' 'theme: there is no themes/./style.css'
wrong 'menu: [{"javascript:alert(1)": x}]' "album.md:2:9: menu: 'javascript:alert(1)' may not be a link"
wrong 'menu: [{"\\\\host": x}]' 'may not be a link: browsers read a backslash as /'
wrong 'menu: [{"/\thost": x}]' 'may not be a link: browsers read a backslash as /'
wrong 'menu: {a: b}' "menu: not a list of 'target: label'"
wrong 'licence: {url: "data:x"}' 'licence: url'
wrong 'quality: 101' 'quality: expected a whole number from 0 to 100'
wrong 'original: reencode' 'original: reencode is for projects'
wrong 'files: [..]' "files: '..' leads out"
wrong 'files: [/etc]' 'is an absolute path'
wrong 'files: [.git]' 'is hidden'
wrong 'files: [pdf/.git]' 'is hidden'
wrong 'files: [tirage-assets]' 'the gallery has something of that name'
wrong 'files: [alps/index.html]' 'a page of the gallery may have that name'
wrong 'files: [pdf/album.md]' 'may have a password in it'
wrong 'files: [pdf/deep/link.jpg]' 'is a link'
wrong 'files: [nope]' 'does not exist'
mkfifo photos/fifo
wrong 'files: [fifo]' 'is neither a file nor a folder'
rm photos/fifo
: >photos/custom.css
wrong 'title: x' 'style.css: is next to custom.css: only one of them can count'
rm photos/custom.css
site_file 'title: x'
printf -- '---\ntheme: light\n---\n' >photos/alps/album.md
run check photos
expect_code 1
says "alps/album.md:2:1: theme: belongs in the first folder's album.md"
rm photos/alps/album.md

# Links that lead out are refused and named; the rest is built.
echo secret-style >outside.css
rm photos/style.css photos/custom.js photos/partials/head.html
ln -s ../outside.css photos/custom.css
ln -s ../../outside.css photos/partials/footer.html
site_file 'files: [pdf, pdf/out]'
rm -rf site
run build photos -o site
expect_code 3
says 'custom.css: '
says 'partials/footer.html: '
says 'pdf/out: '
! grep -rq secret-style site || fail "a file from outside is in the site"
page index.html '<h1>'
lacks index.html custom.css
rm photos/custom.css photos/partials/footer.html

# A long footer is on every page, whole.
site_file "footer: $(printf '%010000d' 7)"
ok build photos -o site
[ "$(grep -c '0000000007</p>' site/alps/index.html)" = 1 ] || fail "a long footer is cut"
