# cli_autogen.sh - tirage autogen: order by the dates in photos, skip rules, what it leaves alone, and that
# a build takes what it wrote.
. "$(dirname "$0")/lib.sh"

mkdir -p p/g/h p/g/i p/none p/static p/build/old
make_photo p/g/h/a.jpg 60 40 420 --date "2021:05:05 12:00:00"
make_photo p/g/h/b.JPG 60 40 420 --date "2020:05:05 12:00:00"
make_photo p/g/h/c10.jpeg 60 40 420
make_photo p/g/h/c9.jpeg 60 40 420
TZ=UTC touch -d '2019-03-04 05:06:07' p/g/h/c10.jpeg p/g/h/c9.jpeg
echo video >p/g/h/d.mp4
make_photo p/g/i/x.jpg 60 40 420
make_photo p/static/x.jpg 60 40 420
for dir in p p/g p/g/h p/g/i p/none p/static p/build/old; do
    echo 'title: T' >"$dir/settings.yaml"
done
echo 'rss: false' >>p/settings.yaml
echo 'cover: h/a.jpg' >>p/g/settings.yaml
echo 'static: true' >>p/static/settings.yaml
cp -R p before

# recitale_74: DateTimeOriginal, else the file's time, then the name.
ok autogen p -d p/g/h
cat >want <<'END'
title: T
date: 2019-03-04
cover: "c9.jpeg"
sections:
  - type: pictures-group
    images:
      - - "c9.jpeg"
        - "c10.jpeg"
        - "b.JPG"
        - "a.jpg"
END
cmp want p/g/h/settings.yaml || fail "$(cat p/g/h/settings.yaml)"

# recitale_73: sections are replaced with --force only.
echo 'name: mine' >>p/g/h/settings.yaml
cp p/g/h/settings.yaml kept
run autogen p -d p/g/h
expect_code 0
says 'skipped: it has sections'
cmp kept p/g/h/settings.yaml || fail "changed without --force"
ok autogen p -d p/g/h --force
grep -qx 'name: mine' p/g/h/settings.yaml || fail "a key is lost"
[ "$(grep -c sections: p/g/h/settings.yaml)" -eq 1 ] || fail "two sections"

# --all: galleries without others below them; no picture is an error that is named.
run autogen p --all
expect_code 1
says 'p/none: no JPEG or PNG picture'
rm -r p/none
run autogen p --all
expect_code 0
says "p/static/settings.yaml: skipped: it has the key 'static'"
grep -q 'x.jpg' p/g/i/settings.yaml || fail "g/i has no sections"
for dir in p p/g p/static p/build/old; do
    cmp "before${dir#p}/settings.yaml" "$dir/settings.yaml" || fail "$dir was changed"
done

# What was written can be built.
rm -r p/static p/build
run build p -o site -q
expect_code 0
[ ! -s err ] || fail "complaints"
[ "$(grep -c '<figure' site/g/h/index.html)" -eq 4 ] || fail "not four pictures"

# One bad photo costs itself.
echo nothing >p/g/i/bad.png
run autogen p -d p/g/i --force -q
expect_code 3
says p/g/i/bad.png
grep -q x.jpg p/g/i/settings.yaml && ! grep -q bad.png p/g/i/settings.yaml || fail "bad.png is listed"

refuses 2 '-d' autogen p
refuses 2 '-d' autogen p --all -d p/g/h
refuses 1 'settings.yaml' autogen p/build -d p/g/h
refuses 1 'p/nothing/settings.yaml' autogen p -d p/nothing
