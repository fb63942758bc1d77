# cli_motion.sh - Live and Motion Photos are one item: a still, whose video plays on a press.
. "$(dirname "$0")/lib.sh"
command -v ffmpeg >/dev/null || skip "no ffmpeg"

id=11111111-2222-3333-4444-555555555555
taken='2020:05:17 13:45:00'
video() { # FILE SECONDS [OPTIONS]
    file=$1 seconds=$2
    shift 2
    ffmpeg -v error -f lavfi -i testsrc=s=320x240:r=10:d="$seconds" -f lavfi -i sine=d="$seconds" -shortest "$@" \
        -pix_fmt yuv420p -y "$file" </dev/null
}
motion() { # as make_motion.py
    python3 "$SOURCE_DIR/tests/cli/make_motion.py" "$@" || fail "make_motion.py $*"
}
make_photo still.jpg 640 480 420
video v.mp4 1 -metadata location=+48.1+2.3/
video v.mov 6
video short.mov 2 -metadata creation_time=2020-05-17T11:45:20Z -metadata location=+48.1+2.3/
video late.mov 2 -metadata creation_time=2020-05-17T11:49:20Z
video long.mov 5 -metadata creation_time=2020-05-17T11:45:20Z
mkdir photos
items() { # SITE: the names of the album's items, and what of them moves
    sed -n 's/^.*<figure id="\([^"]*\)"[^>]*><a href="[^"]*"\(.*\)/\1\2/p' "$1/index.html" |
        sed 's/^\([^ ]*\).* data-motion="\([^"]*\)-[0-9]*-1280x1280.mp4".*/\1 \2/; s/^\([^ ]*\) class.*/\1/; s/>.*//' | sort
}
expect_items() { # SITE, LINES
    items "$1" >got
    echo "$2" | sort | diff - got >diffs || fail "items of $1: $(cat diffs)"
}

# Of one content identifier, whatever they are called and however long the video is.  Of several videos the photo has the
# one of its name, else the first; one that no photo has is left out.
motion live still.jpg $id photos/IMG_1.JPG "$taken"
motion live still.jpg $id photos/IMG_E1.JPG "$taken"
for name in IMG_0 IMG_1 IMG_1_HEVC; do
    motion mov v.mov $id photos/$name.MOV
done
# Of ffmpeg's way to write it.
motion live still.jpg 0$id photos/IMG_2.JPG "$taken"
video photos/IMG_2.MOV 1 -movflags use_metadata_tags -metadata com.apple.quicktime.content.identifier=0$id
# Of one name, time and so short; in the time of the place.
motion live still.jpg "" photos/IMG_3.JPG "$taken"
cp short.mov photos/IMG_3.MOV
motion live still.jpg "" photos/IMG_4.JPG "$taken"
motion mov late.mov "" photos/IMG_4.MOV 2020-05-17T13:45:59+0200
# Too late, too long, without a time, another identifier, another name, another folder: two items.
motion live still.jpg "" photos/IMG_5.JPG "$taken"
cp late.mov photos/IMG_5.MOV
motion live still.jpg "" photos/IMG_6.JPG "$taken"
cp long.mov photos/IMG_6.MOV
cp still.jpg photos/IMG_7.JPG
cp short.mov photos/IMG_7.MOV
motion live still.jpg 1$id photos/IMG_8.JPG "$taken"
motion mov short.mov 2$id photos/IMG_8.MOV
motion live still.jpg "" photos/IMG_9.JPG "$taken"
cp short.mov photos/IMG_90.MOV
# Within one file.
for kind in container elements micro trailer; do
    motion $kind still.jpg v.mp4 photos/$kind.jpg
done
expected='IMG_1.JPG IMG_1.MOV
IMG_E1.JPG IMG_0.MOV
IMG_2.JPG IMG_2.MOV
IMG_3.JPG IMG_3.MOV
IMG_4.JPG IMG_4.MOV
IMG_5.JPG
IMG_5.MOV
IMG_6.JPG
IMG_6.MOV
IMG_7.JPG
IMG_7.MOV
IMG_8.JPG
IMG_8.MOV
IMG_9.JPG
IMG_90.MOV
container.jpg container.jpg
elements.jpg elements.jpg
micro.jpg micro.jpg
trailer.jpg trailer.jpg'

run build photos -o site --json
expect_code 0
grep -q '"path": "IMG_1_HEVC.MOV".*another video' out || fail "a second video is left out in silence"
expect_items site "$expected"
grep -q 'data-motion="[^"]*" aria-label="Motion photo: IMG 1">' site/index.html || fail "the badge has no name"
check_site site
no_temps site
for motion in site/IMG_3.MOV-*-1280x1280.mp4 site/trailer.jpg-*-1280x1280.mp4; do
    # The whole video, as it is shown: without sound and without its location.
    facts=$(ffprobe -v error -show_entries stream=codec_name,width,height:stream_tags:format=duration:format_tags -of compact "$motion")
    echo "$facts" | grep -q 'codec_name=h264|width=320|height=240' || fail "$motion: $facts"
    echo "$facts" | grep -q 'duration=[12]\.0' || fail "$motion: $facts"
    ! echo "$facts" | grep -q 'aac\|48\.1' || fail "$motion: $facts"
done
! grep -rqa '+48\.1' site || fail "a location is in the site"

# Built again, nothing is made again; nothing that is not wanted stays.
cp -Rp site before
ok build photos -o site
same before site
run build photos -o site
says 'tirage: 14 photos and 5 videos'
says ' 0 pictures made'
run why photos/IMG_3.MOV -o site
expect_code 0
! grep -q '1x1' out || fail "why: $(cat out)"
grep -q 'IMG_3.MOV-[0-9]*-1280x1280.mp4' out || fail "why: $(cat out)"
run gc photos -o site
[ ! -s out ] || fail "stale files of motion photos"
# Frames are taken of the others alone, two of which are one file.
[ "$(ls site/.tirage/frames/*.png | wc -l)" = 4 ] || fail "frames of motion videos: $(ls site/.tirage/frames)"

# A video that lost its still is an item again; and one of its own before is none any more.
cp -Rp photos fewer
rm fewer/IMG_3.JPG
ok build fewer -o site
expect_items site "$(echo "$expected" | sed 's/^IMG_3.JPG .*/IMG_3.MOV/')"
grep -q 'width="320" height="240"[^>]*alt="IMG 3"' site/index.html || fail "the size of a video that lost its still"
cp photos/IMG_3.JPG fewer
ok build fewer -o site
expect_items site "$expected"

# Of several photos of its name, the one that was taken with it.
mkdir several
cp photos/IMG_3.* several
cp still.jpg several/IMG_3.JPEG
ok build several -o several-site
expect_items several-site 'IMG_3.JPEG
IMG_3.JPG IMG_3.MOV'

# What its owner names is shown by itself too.
mkdir named
cp photos/IMG_3.* photos/IMG_4.* photos/IMG_1.JPG photos/IMG_1.MOV named
printf -- '---\ncover: IMG_3.MOV\nsections:\n- {type: pictures-group, images: [[IMG_4.MOV]]}\n---\n' >named/album.md
cp photos/IMG_2.* named
echo 'IMG_2.MOV: A film' >named/captions.txt
ok build named -o named-site
expect_items named-site 'IMG_1.JPG IMG_1.MOV
IMG_2.JPG
IMG_2.MOV
IMG_3.JPG
IMG_3.MOV
IMG_4.JPG
IMG_4.MOV'
check_site named-site

# The viewer of an album plays those of albums below that its sections show, too.
mkdir -p above/below
cp still.jpg above
cp photos/trailer.jpg above/below
printf -- '---\nsections:\n- {type: pictures-group, images: [[below/trailer.jpg]]}\n---\n' >above/album.md
ok build above -o above-site
grep -q 'data-motion="below/trailer.jpg-' above-site/index.html || fail "no motion in a section"
script=$(sed -n 's/.* src="\([^"]*viewer[^"]*\.js\)".*/\1/p' above-site/index.html)
grep -q v-live "above-site/$script" || fail "a motion photo in a section, and a viewer that plays none"

# motion: false leaves the videos of motion photos out, and only these.
printf -- '---\nmotion: false\n---\n' >photos/album.md
run build photos -o still --json
expect_code 0
[ "$(grep -c 'motion: false' out)" = 6 ] || fail "motion: false leaves out in silence"
expect_items still "$(echo "$expected" | sed 's/ .*//')"
[ "$(ls still/*.mp4 | wc -l)" = 5 ] || fail "videos in spite of motion: false: $(ls still)"
! grep -q data-motion still/index.html || fail "motion in spite of motion: false"
check_site still
rm photos/album.md

# Without ffmpeg there are the stills alone.
PATH=/nowhere "$TIRAGE" -q build photos -o without 2>err || fail "without ffmpeg"
! grep -q data-motion without/index.html || fail "motion without ffmpeg"
[ "$(items without | wc -l)" = 14 ] || fail "stills without ffmpeg: $(items without)"

# In shards as in one.
ok build photos -o part1 --shard 1/2
ok build photos -o part2 --shard 2/2
ok merge merged part1 part2
same before merged

# Lies about a video make a photo without one.
mkdir bad
head -c 3000 v.mp4 >cut.mp4
motion container still.jpg cut.mp4 bad/cut.jpg
motion trailer still.jpg still.jpg bad/none.jpg
motion micro still.jpg still.jpg bad/micro.jpg
motion live still.jpg 'not an identifier' bad/id.jpg "$taken"
ok build bad -o bad-site
[ "$(items bad-site | grep -c ' ')" = 0 ] || fail "lies: $(items bad-site)"

if ! "$TIRAGE" --version --verbose | grep -q '^without HEIC' && command -v heif-enc >/dev/null; then
    mkdir heic
    heif-enc -q 60 still.jpg -o still.heic >/dev/null
    motion box still.heic v.mp4 heic/box.heic
    heif-enc -q 60 photos/IMG_1.JPG -o heic/IMG_1.HEIC >/dev/null
    cp photos/IMG_0.MOV heic/IMG_1.MOV
    ok build heic -o heic-site
    expect_items heic-site 'box.heic box.heic
IMG_1.HEIC IMG_1.MOV'
fi
