# cli_search.sh - the index of a search: only where it is asked for, only what open pages show, the same bytes each time.
. "$(dirname "$0")/lib.sh"

# words FOLDER: WORD, a tab and the address of each item that has it.
words() {
    python3 "$SOURCE_DIR/tests/cli/check_search.py" "$1" >words || fail "the index of $1 is not what the documents say"
}
# finds WORD ADDRESS
finds() {
    grep -qxF -e "$(printf '%s\t%s' "$1" "$2")" words || fail "$1 does not lead to $2"
}
# lost TEXT: no word has it.
lost() {
    ! cut -f1 words | grep -qF -e "$1" || fail "the index has the word $1"
}
# leads_not TEXT: no address has it.
leads_not() {
    ! cut -f2 words | grep -qF -e "$1" || fail "the index leads to $1"
}

# sidecar PHOTO TITLE KEYWORD PERSON
sidecar() {
    cat >"$1.xmp" <<END
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="Annecy">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">$2</rdf:li></rdf:Alt></dc:title>
<dc:subject><rdf:Bag><rdf:li>$3</rdf:li></rdf:Bag></dc:subject>
<e:PersonInImage><rdf:Bag><rdf:li>$4</rdf:li></rdf:Bag></e:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>
END
}

make_photo plain.jpg 120 80 420
mkdir -p photos/alps/hut photos/closed/inner photos/away/inner
n=0
for file in alps/IMG_0001.JPG alps/IMG_0002.JPG alps/IMG_0004.JPG alps/hut/a_b.jpg closed/shut.jpg closed/inner/shutter.jpg \
    away/gone.jpg away/inner/goner.jpg alps/IMG-20200503-WA0001.jpg; do
    n=$((n + 1))
    make_photo "photos/$file" $((100 + n)) 80 420
done
sidecar photos/alps/IMG_0001.JPG 'Sunrise &lt;/script&gt; "Łódź" \ 東京' gentian Aalto
sidecar photos/closed/shut.jpg 'Sealedtitle' sealedword Sealedname
sidecar photos/away/gone.jpg 'Hiddentitle' hiddenword Hiddenname
printf -- '---\ntitle: Sealedalbum\npassword: pass\n---\nSealedtext\n' >photos/closed/album.md
printf -- '---\ntitle: Hiddenalbum\nhidden: true\n---\nHiddentext\n' >photos/away/album.md
printf -- '---\ntitle: High hut\ndescription: Lodgings\ndate: 2021-06\n---\nText &amp; <i>more</i>\n' >photos/alps/hut/album.md

mkdir closed && mv photos/closed photos/away closed
ok build photos -o site
ls site/tirage-assets | grep -q search && fail "there is an index that nobody asked for"
! grep -rqF 'class="search"' site || fail "a field without an index"

root() {
    printf -- '---\ntitle: Journeys\n%s\n---\n' "$1" >photos/album.md
}
root 'search: true'
ok build photos -o site
python3 "$SOURCE_DIR/tests/cli/check_site.py" site >out 2>&1 || fail "check_site.py"
mv closed/* photos
ok build photos -o site
words site
finds journeys index.html
finds alps alps/index.html
finds hut alps/hut/index.html
finds lodgings alps/hut/index.html
finds more alps/hut/index.html
finds 2021-06 alps/hut/index.html
finds img alps/index.html#IMG_0001.JPG
finds 0004 alps/index.html#IMG_0004.JPG
finds b alps/hut/index.html#a_b.jpg
finds sunrise alps/index.html#IMG_0001.JPG
finds script alps/index.html#IMG_0001.JPG
finds lodz alps/index.html#IMG_0001.JPG
finds 東京 alps/index.html#IMG_0001.JPG
finds 京 alps/index.html#IMG_0001.JPG
finds 2020-05-03 alps/index.html#IMG-20200503-WA0001.jpg
lost amp
# What nobody asked for, and what is closed.  A tile tells the title of a protected album; the index does not.
for word in gentian aalto annecy seal shut hidden gone; do
    lost "$word"
done
leads_not closed
leads_not away
cat site/tirage-assets/search-index.js site/tirage-assets/search-words-* site/tirage-assets/search-photos-* |
    grep -qiE 'seal|shut|hidden|gone|gentian|aalto|annecy' && fail "the index has what it must not have"
for page in site/index.html site/alps/index.html site/alps/hut/index.html; do
    grep -qF 'class="search"' "$page" || fail "$page has no field"
done
! grep -qF 'class="search"' site/closed/index.html || fail "a closed page has a field"

# Each of the three is asked for by itself.
root "search: true
keywords: true"
ok build photos -o site
words site
finds gentian alps/index.html#IMG_0001.JPG
lost aalto
lost annecy
root "search: true
people: true
places: true"
ok build photos -o site
words site
finds aalto alps/index.html#IMG_0001.JPG
finds annecy alps/index.html#IMG_0001.JPG
lost gentian
lost seal
lost hidden

# Photos that are left out are in no index.
root "search: true
exclude_keywords: [gentian]"
ok build photos -o site
words site
leads_not IMG_0001
lost sunrise
lost gentian

# Virtual albums are found by their titles; photos are there once, in their own.
root 'search: true
albums_from: ["%keywords"]'
ok build photos -o site
words site
finds gentian keywords/gentian/index.html
leads_not gentian/index.html#
finds sunrise alps/index.html#IMG_0001.JPG

# The same bytes from nothing, by one process; files of before are stale.
root 'search: true'
ok build photos -o site
ok gc photos -o site --delete
words site
cp words first
ok build photos -o again -j 0
diff -r -x .tirage site again >out || fail "another build makes other files"
words again
cmp -s words first || fail "another build has other words"
touch -r photos/alps site/tirage-assets/search-index.js
ok build photos -o site
[ -z "$(find site/tirage-assets -name 'search-*' -newer photos/alps -name '*index*')" ] || fail "what is the same is written again"

# Behind the site's own password there is nothing to search.
root "search: true
password: pass"
ok build photos -o locked
ls locked/tirage-assets | grep -q search && fail "a locked site has an index"

# A project, whose settings ask.
mkdir -p project/walk
make_photo project/walk/one.jpg 200 100 420
make_photo project/walk/two.jpg 200 101 420
cat >project/settings.yaml <<'END'
title: A project
settings:
  search: true
rss: false
END
cat >project/walk/settings.yaml <<'END'
title: Long walk
cover: one.jpg
date: 2022-08-09
tags: [Harbour]
sections:
  - type: pictures-group
    images:
      - - name: one.jpg
          text: A lighthouse
        - two.jpg
  - type: text
    text: "Windy <b>weather</b>"
END
ok build project -o story
python3 "$SOURCE_DIR/tests/cli/check_story.py" story >out 2>&1 || fail "check_story.py"
words story
finds walk walk/index.html
finds harbour walk/index.html
finds weather walk/index.html
finds 2022-08-09 walk/index.html
finds lighthouse walk/index.html#one.jpg
finds two walk/index.html#two.jpg
