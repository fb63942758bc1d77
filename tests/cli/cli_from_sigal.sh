# cli_from_sigal.sh - the folder of somebody who used sigal: check names what takes the place of each setting, its lines
# make an album.md, and nothing of sigal.conf.py is run.
. "$(dirname "$0")/lib.sh"

mkdir -p gallery/pictures/summer gallery/pictures/winter gallery/pictures/raw gallery/pictures/drafts
for name in summer/a summer/b summer/c winter/d raw/e drafts/f; do
    make_photo "gallery/pictures/$name.jpg" 300 200 420
done
printf 'Title: Summer 2019\nThumbnail: b.jpg\nAuthor: Jo\n\nAt the **lake**.\n' >gallery/pictures/summer/index.md
printf 'Title: First light\n' >gallery/pictures/summer/a.md
printf 'c.jpg\n' >gallery/pictures/summer/.nomedia
: >gallery/pictures/drafts/.nomedia
cat >gallery/sigal.conf.py <<'END'
# -*- coding: utf-8 -*-
import os
source = 'pictures'
destination = '_build'
title = "Our pictures: all"
theme = 'galleria'
thumb_size = (280, 210)
img_size = (800,
            600)
ignore_directories = ['raw', '*old']
medias_sort_attr = 'filename'
links = [('Home', 'https://example.org/')]
plugins = ['sigal.plugins.nomedia', 'sigal.plugins.encrypt']
encrypt_options = {'password': 'hunter2'}
locale = 'de_DE.UTF-8'
os.system('touch ran')
author = open('ran').read() if os.path.exists('ran') else "Jo"
END

cd gallery
run check pictures
expect_code 0
grep -v '^tirage: [0-9]* photos checked' err | sed 's/^tirage: note: //' >said
cat >expected <<'END'
../sigal.conf.py:3: source: is the folder that tirage build takes
../sigal.conf.py:4: destination: is what -o names; a folder that sigal made is refused, so name another: -o site
../sigal.conf.py:5: title: write into album.md: title: "Our pictures: all"
../sigal.conf.py:6: theme: write into album.md: theme: "night"
../sigal.conf.py:8: img_size: not needed: pictures are made 480 to 2560 pixels wide, and browsers choose; sizes: [800x] makes one width only
../sigal.conf.py:10: ignore_directories: write into album.md: exclude: ["*old"] (in a file .ignore beside album.md, a line each: /raw/)
../sigal.conf.py:11: medias_sort_attr: write into album.md: sort: name (in each album; without it pictures are in order of date)
../sigal.conf.py:12: links: write into album.md: menu: [{"https://example.org/": "Home"}]
../sigal.conf.py:13: plugins: nomedia (counts as it is), encrypt (password: TEXT in an album's album.md)
../sigal.conf.py:14: encrypt_options: password: TEXT in an album's album.md protects it
../sigal.conf.py:15: locale: write into album.md: lang: "de"
END
grep '^\.\./sigal.conf.py:[0-9]' said | diff expected - >diffs || fail "not what is to be said: $(cat diffs)"
grep -qF '../sigal.conf.py: without an equal, or not needed: thumb_size: see from-sigal.md' said || fail "the rest is not named"
grep -qF '../sigal.conf.py: not understood, since Python is not run here: line 16-17' said || fail "unread lines are not named"
grep -qF "summer/index.md: read as sigal's: title, cover; without effect: author" said || fail "index.md is not named"
! grep -rq hunter2 out err || fail "a password is printed"
[ ! -e ran ] && [ ! -e pictures/ran ] || fail "the settings were run"

# A build says one line, and what sigal's files say counts.
run build pictures -o site
expect_code 0
[ "$(grep -c sigal.conf.py err)" = 1 ] || fail "not one line of the settings"
says "../sigal.conf.py: 5 of sigal's settings have an equal in album.md: tirage check names the lines"
grep -qF '<h1>Summer 2019</h1>' site/summer/index.html || fail "no title"
grep -qF '<p>At the <strong>lake</strong>.</p>' site/summer/index.html || fail "no text"
grep -qF '<figcaption>First light</figcaption>' site/summer/index.html || fail "no caption"
[ -d site/raw ] && [ ! -e site/drafts ] || fail "not the albums"
! grep -q 'c\.jpg' site/summer/index.html || fail ".nomedia counts for nothing"
[ -z "$(find site -name 'sigal*' -o -name '*.md')" ] || fail "settings are published"

# From the folder of the settings itself.
run check
expect_code 0
says "sigal.conf.py:3: source: sigal's photos are in the folder 'pictures'"
[ "$(grep -c sigal.conf.py err)" = 1 ] || fail "not one line"

# The lines as they are said, in the files that are named.
{
    echo ---
    sed -n 's/ ([^"]*)$//; s/^.*write into album.md: //p' said | grep -v '^sort'
    echo ---
} >pictures/album.md
printf '/raw/\n' >pictures/.ignore
mkdir pictures/winter/very-old
cp pictures/winter/d.jpg pictures/winter/very-old
printf -- '---\nsort: name\n---\n' >pictures/winter/album.md
run check pictures
expect_code 0
! grep -qE 'error|warning' err || fail "album.md is not right"
cp pictures/album.md whole
sed -i /menu/d pictures/album.md
run build pictures -o site
says "../sigal.conf.py: 1 of sigal's settings has an equal in album.md: tirage check names its line"
mv whole pictures/album.md
run build pictures -o site
! grep -q sigal.conf.py err || fail "what was done is still said"
grep -qF '<h1>Our pictures: all</h1>' site/index.html || fail "no title of the site"
grep -q '<html lang="de"' site/index.html || fail "not in German"
! grep -qE 'raw/|very-old' site/index.html site/winter/index.html || fail "folders are not left out"

# What is too large, or no file, is nobody's concern.
silent() {
    run build pictures -o site
    expect_code 0
    ! grep -q 'sigal.conf.py' err || fail "something is said of $1"
}
head -c 300000 /dev/zero | tr '\0' '#' >sigal.conf.py
silent "a large file"
rm sigal.conf.py
mkdir sigal.conf.py
silent "a folder"
rmdir sigal.conf.py
mkfifo sigal.conf.py
silent "a pipe"
