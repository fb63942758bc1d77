# cli_media.sh - video and audio of projects, made by the real ffmpeg.  recitale_72
. "$(dirname "$0")/lib.sh"
command -v ffmpeg >/dev/null || skip "no ffmpeg"

video() { # FILE WxH SECONDS [OPTIONS]
    file=$1 size=$2 seconds=$3
    shift 3
    ffmpeg -v error -f lavfi -i testsrc=s="$size":r=10:d="$seconds" -f lavfi -i sine=d="$seconds" "$@" \
        -shortest -pix_fmt yuv420p -y "$file" </dev/null
}
mkdir -p site/g
video site/g/tall.mp4 180x320 1 -metadata title=SECRET -metadata location=+48.1+2.3/
video site/g/wide.mov 640x360 1
video "site/g/it's [odd] %.mp4" 160x120 1
ffmpeg -v error -f lavfi -i sine=d=1 -metadata artist=SECRET site/g/a.wav </dev/null
make_photo site/g/a.jpg 300 200 420
cat >site/settings.yaml <<'END'
title: T
rss: false
settings:
  ffmpeg: {resolution: 320x180, vbitrate: 200k}
  ffmpeg_audio: {extension: ogg, audio: libvorbis}
END
cat >site/g/settings.yaml <<'END'
title: G
cover: {name: wide.mov, type: video}
sections:
  - {type: full-picture, image: {name: wide.mov, type: video}}
  - {type: pictures-group, images: [[a.jpg, {name: tall.mp4, type: video, text: "A & B"}]]}
  - {type: bordered-picture, image: {name: "it's [odd] %.mp4", type: video}}
  - {type: audio, image: a.wav, title: Tone}
END
streams() {
    ffprobe -v error -show_entries stream=codec_name,width,height:stream_tags:format_tags -of compact "$1"
}
one() { # the one file of a pattern
    [ $# -eq 1 ] && [ -f "$1" ] || fail "not one file: $*"
    echo "$1"
}

ok build site -o web
tall=$(one web/g/tall-*-320x180.webm)
wide=$(one web/g/wide-*-320x180.webm)
audio=$(one web/g/a-*.ogg)
one "web/g/it's [odd] %"-*.webm >/dev/null
# The resolution is a box: ratios stay, nothing is enlarged.
streams "$tall" | grep -q 'codec_name=vp8|width=100|height=180' || fail "tall: $(streams "$tall")"
streams "$wide" | grep -q 'codec_name=vp8|width=320|height=180' || fail "wide: $(streams "$wide")"
streams "$audio" | grep -q 'codec_name=vorbis' || fail "audio: $(streams "$audio")"
! grep -rqa SECRET web || fail "metadata of a video"
# First frames are pictures of the engine.
expect_fact "$(one web/g/wide-*-x2000.jpg)" size 640x360
grep -q '<video src="wide-[0-9]*-320x180.webm" poster="wide-[0-9]*-x2000.jpg" width="320" height="180"' \
    web/g/index.html || fail "no video on the page"
grep -q '<audio src="a-[0-9]*.ogg"' web/g/index.html || fail "no audio on the page"
grep -q '<video poster="g/wide-[0-9]*-x[0-9]*.jpg"[^>]* muted loop' web/index.html || fail "no cover"
no_temps web

# recitale_68: built again, nothing is made again.
cp -Rp web before
inode=$(stat -c %i "$tall")
run build site -o web
expect_code 0
says ' 0 pictures made'
same before web
[ "$(stat -c %i "$tall")" = "$inode" ] || fail "a video was made again"
ok gc site -o web
# What is gone or was cut is made again; so is what has other options.
rm "$tall"
head -c 100 "$wide" >cut
cat cut >"$wide"
ok build site -o web
streams "$tall" >/dev/null
streams "$wide" | grep -q width=320 || fail "a cut video stayed"
sed -i 's/200k/150k/' site/settings.yaml
ok build site -o web
run gc site -o web
[ "$(grep -c webm out)" -ge 3 ] || fail "old videos are not stale"

# One that cannot be read costs itself alone, with ffmpeg's own words; so does a list of other files.
printf 'nothing' >site/g/tall.mp4
cat >"site/g/it's [odd] %.mp4" <<END
#EXTM3U
#EXT-X-TARGETDURATION:1
#EXTINF:1,
$work/site/g/wide.mov
#EXT-X-ENDLIST
END
run build site -o web
expect_code 3
says 'site/g/tall.mp4: '
says 'ffmpeg failed: '
says "it's [odd] %.mp4: "
says '2 of 5 files could not be shown; each is named above'
grep -q 'This file could not be played' web/g/index.html || fail "nothing in its place"
grep -q '<video src="wide-' web/g/index.html || fail "the good one is not there"

# Without ffmpeg it says what to install.
mkdir empty
code=0
PATH=$work/empty "$TIRAGE" build site -o out2 >out.txt 2>err </dev/null || code=$?
expect_code 3
says 'needs ffmpeg, which is not installed'

# Settings of a project reach the encoder, and nothing else.
for bad in 'other: "-i /etc/passwd"' 'other: "-y /tmp/x"' 'other: "-qmin"' 'format: tee' 'format: hls' \
    'extension: ../x' 'resolution: big' 'resolution: 0x0'; do
    printf 'title: T\nrss: false\nsettings:\n  ffmpeg: {%s}\n' "$bad" >site/settings.yaml
    run build site -o out3
    expect_code 1
    says "${bad%%:*}:"
done
[ ! -e out3 ] || fail "something was written"

# In a folder without settings videos stand among the photos: MP4, no larger than 1280 pixels, their place in the order
# by the date in their names.
mkdir -p tree/album tree/videos
make_photo tree/album/b.jpg 300 200 420
video tree/album/VID_20200517_134500.mp4 1920x1080 1 -metadata title=SECRET -metadata location=+48.1+2.3/
video "tree/album/a & b.MOV" 180x320 1
cp tree/album/VID_20200517_134500.mp4 tree/videos/x.mp4
echo 'a & b.MOV: The <crossing>' >tree/album/captions.txt
printf -- '---\nformats: [jpeg, webp]\n---\n' >tree/album.md
ok build tree -o plain
check_site plain
shown=$(one plain/album/VID_20200517_134500.mp4-*-1280x1280.mp4)
streams "$shown" | grep -q 'codec_name=h264|width=1280|height=720' || fail "plain: $(streams "$shown")"
! grep -rqa SECRET plain || fail "metadata of a video in an album"
grep -q '<p><span>1 picture</span> · <span>2 videos</span> · <span>17' plain/album/index.html || fail "counts of an album"
grep -o '<img src="[^"-]*' plain/album/index.html | sed 's/.*"//' >order
printf '%s\n' VID_20200517_134500.mp4 a%20%26%20b.MOV b | cmp - order || fail "order: $(cat order)"
grep -A 1 '<figure id="a%20%26%20b.MOV"><a href="a%20%26%20b.MOV-[^"]*.mp4" class="video" aria-label="Video: The &lt;crossing&gt;"><img ' plain/album/index.html |
    grep -q '^<figcaption>The &lt;crossing&gt;<' || fail "caption of a video"
grep -q '<img src="videos/x.mp4-' plain/index.html || fail "no cover of an album of videos"
ok build tree -o plain --json
grep -q '"unchanged": 4, "outputs": 0' out || fail "videos of albums are made again: $(tail -n 1 out)"
run build tree -o plain2 --exclude '*.MOV' --exclude videos
expect_code 0
[ ! -e plain2/videos ] && ! grep -q 'a%20%26' plain2/album/index.html || fail "--exclude"
run build tree -o plain3 --include '*.jpg'
expect_code 0
[ "$(find plain3 -name '*.mp4')" = "" ] && [ ! -e plain3/videos ] || fail "--include"
[ -e plain3/album/index.html ] || fail "--include leaves nothing"
refuses 1 'are for plain folders' build site -o out5 --include '*.jpg'
env PATH=/nowhere "$TIRAGE" build tree -o plain4 2>err || fail "without ffmpeg: $(cat err)"
says 'note: 3 videos skipped: ffmpeg is not installed'
# A video whose name has no date goes by what it tells: local time before the container's, clocks that were set.  Of its
# other words none is kept.
mkdir dated
video dated/c.mp4 160x120 1 -metadata creation_time=2020-05-17T13:45:00Z -metadata title=SECRET
video dated/b.mov 160x120 2 -metadata creation_time=2022-01-01T00:30:00Z -movflags use_metadata_tags \
    -metadata com.apple.quicktime.creationdate=2021-12-31T23:30:00-0100
video dated/a.mp4 160x120 3 -metadata creation_time=1970-01-01T00:00:00Z
video dated/VID_20210101_120000.mp4 160x120 4 -metadata creation_time=2023-01-01T00:00:00Z
order() { grep -o '<img src="[^".]*' "$1" | sed 's/.*"//' | tr '\n' ' '; }
ok build dated -o dated-site
[ "$(order dated-site/index.html)" = 'c VID_20210101_120000 b a ' ] || fail "order: $(order dated-site/index.html)"
grep -q '<p><span>4 videos</span> · <span>May.*2020.* December.*2021<' dated-site/index.html || fail "days of videos"
! grep -rqa SECRET dated-site || fail "metadata of a video in the state"
cp -R dated-site without-state
rm -f without-state/.tirage/state.db*
ok build dated -o without-state
same dated-site without-state

# A video alongside a photo or a video of the same name; one whose outputs' names would be too long; dates that are none.
mkdir pairs
make_photo pairs/a.jpg 300 200 420
for name in a.mp4 A.MOV 20200231.mp4; do cp tree/videos/x.mp4 pairs/$name; done
ok build pairs -o pairs-site
[ "$(find pairs-site -name '[aA].*-1280x1280.mp4' | wc -l)" -eq 2 ] || fail "videos of one name: $(ls pairs-site)"
! grep -q 'class="day"\|February' pairs-site/index.html || fail "a day that is none"
cp tree/videos/x.mp4 "pairs/$(printf '%0240d' 0).mp4"
run build pairs -o pairs-site
expect_code 3
says 'is too long'
[ "$(find pairs-site -name '[aA].*-1280x1280.mp4' | wc -l)" -eq 2 ] || fail "one long name costs the others"
echo nothing >"tree/album/broken.webm"
run build tree -o plain
expect_code 3
says 'broken.webm: ffmpeg failed'
grep -q '<b>broken.webm</b> This video could not be shown' plain/album/index.html || fail "no trace of a broken video"

# Videos are made alongside the photos: an ffmpeg that encodes is stopped until all photos are there, which some of them
# are not yet.  With one place for both, or none, they take turns.
mkdir slow both
video both/x.mp4 1280x720 3
cp both/x.mp4 both/y.mp4
for n in 1 2 3 4; do make_photo both/p$n.jpg $((3900 + 10 * n)) 3000 420; done
encoders() { for child in $(children $pid); do tr '\0' ' ' </proc/$child/cmdline 2>/dev/null | grep -q 'ffmpeg.*-c:v libx264' && echo "$child"; done; }
seen() { found=$(encoders | head -n 1) && [ -n "$found" ]; }
shown() { [ "$(find both-site -name 'p[1-4]-*-480x.jpg' | wc -l)" -eq 4 ]; }
caught=
for try in 1 2 3 4 5; do # one may end, or be seen late
    rm -rf both-site
    "$TIRAGE" build both -o both-site -q -j 2 2>err &
    pid=$!
    wait_until seen
    ! kill -STOP "$found" 2>not-there || shown || caught=$found
    [ -z "$caught" ] || break
    kill -CONT "$found" 2>not-there || :
    wait $pid || fail "exit code $?"
done
[ "$caught" ] || fail "all photos were made before the first of the videos"
wait_until shown
kill -CONT "$found"
wait $pid || fail "not alongside each other: $(cat err)"
for jobs in 0 1 3; do
    ok build both -o both-$jobs -j $jobs
    same both-site both-$jobs
done
# A script is no ffmpeg that could be confined: the next one is taken; if there is none, it is said.
printf '#!/bin/sh\ntouch %s\n' "$work/ran" >slow/ffmpeg
chmod +x slow/ffmpeg
PATH=$work/slow:$PATH "$TIRAGE" build both -o both-script -q 2>err || fail "with a script: $(cat err)"
same both-site both-script
env PATH="$work/slow" "$TIRAGE" build both -o both-none 2>err || fail "with a script alone: $(cat err)"
says "tirage: warning: $work/slow/ffmpeg: is a script"
says 'put the program itself first in PATH'
[ ! -e ran ] || fail "a script ran"

# Bombs: a picture of 64x16000 pixels, each a hundred times as wide as high, in 9 kB.  It is bounded by pixels and by
# memory, and named; the rest is made.
mkdir bombs
cp tree/videos/x.mp4 bombs/
make_photo bombs/p.jpg 300 200 420
ffmpeg -v error -f lavfi -i color=s=64x16000:r=1:d=1 -vf setsar=100 -c:v ffv1 -pix_fmt yuv420p -y bombs/sar.mkv </dev/null
run build bombs -o bombs-pixels --max-pixels 20000000
expect_code 3
says 'bombs/sar.mkv: its picture has more than 20000000 pixels, the limit: see --max-pixels'
run build bombs -o bombs-decoded --max-pixels 1000000
expect_code 3
says 'bombs/x.mp4: its picture has more than 1000000 pixels, the limit: see --max-pixels'
if [ "$SLOW" = 0 ]; then
    run build bombs -o bombs-memory --memory 300M
    expect_code 3
    says 'bombs/sar.mkv: takes more than 300 MiB of memory, the limit: see --memory'
    [ "$(wc -l <err)" = 3 ] || fail "more was lost: $(cat err)"
    one bombs-memory/p-*-480x.jpg >/dev/null
fi

# On a terminal the first frames count as photos, once they are there.
mkdir shown
video shown/a.mp4 1280x720 6 -preset ultrafast
make_photo shown/b.jpg 300 200 420
echo nothing >shown/c.mp4
if command -v script >/dev/null; then
    code=0
    script -qec "$TIRAGE build shown -o shown-site -j2" /dev/null >out.txt </dev/null || code=$?
    [ $code = 3 ] || fail "code $code: $(cat out.txt)"
    ! grep -aq ' 2/1 ' out.txt || fail "more photos than there are: $(cat out.txt)"
fi

# --strict: the first that fails ends the others, a video the photos too.
echo nothing >both/bad.mp4
run build both -o both-strict --strict
expect_code 3
says 'bad.mp4: ffmpeg failed'
[ ! -e both-strict/index.html ] || fail "pages after the first failure"
no_temps both-strict

# Ctrl-C: no program stays, no file is half there.
printf 'title: T\nrss: false\n' >site/settings.yaml
video site/g/tall.mp4 1280x720 60 -preset ultrafast
cp site/g/wide.mov "site/g/it's [odd] %.mp4"
env --default-signal=INT "$TIRAGE" -q build site -o out4 >out.txt 2>err </dev/null &
pid=$!
transcoding() { [ -e out4/g/wide-*-1280x720.webm ] || [ -n "$(find out4/.tirage/tmp -size +4k 2>/dev/null)" ]; }
wait_until transcoding
tools=$(children $pid)
kill -INT $pid
code=0
wait $pid || code=$?
expect_code 130
gone() { for process in $tools; do ! kill -0 "$process" 2>/dev/null || return 1; done; }
wait_until gone
no_temps out4
[ ! -e out4/index.html ] || fail "pages without their videos"
