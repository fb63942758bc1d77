# cli_stills.sh - the frames that stand for videos: bright and detailed ones, made by the real ffmpeg.
. "$(dirname "$0")/lib.sh"
command -v ffmpeg >/dev/null || skip "no ffmpeg"

video() { # FILE SECONDS [OPTIONS]
    file=$1 seconds=$2
    shift 2
    ffmpeg -v error -f lavfi -i testsrc=s=160x120:r=10:d="$seconds" "$@" -pix_fmt yuv420p -y "$file" </dev/null
}
dark() { printf "drawbox=c=black:t=fill:enable='lt(t,%s)'" "$1"; }
mkdir videos
video videos/normal.mp4 2
video videos/fade.mp4 1.5 -vf "$(dark 0.5)"
video videos/short.mp4 0.6 -vf "$(dark 0.2)"
video videos/late.mp4 4 -vf "$(dark 3.3)"
video videos/black.mp4 1 -vf "$(dark 9)"
video damaged.mkv 4 -vf "$(dark 0.5)"
head -c $(($(wc -c <damaged.mkv) * 2 / 3)) damaged.mkv >videos/damaged.mkv
ok build videos -o site
# light FILE: the mean of a picture, of 255
light() { ffmpeg -v error -i "$1" -vf scale=1:1,format=gray -f rawvideo - </dev/null | od -An -tu1 | tr -d ' '; }
still() { echo site/"$1"-*.jpg; }
for name in normal.mp4 fade.mp4 short.mp4 late.mp4 damaged.mkv; do
    [ "$(light "$(still "$name")")" -gt 60 ] || fail "the still of $name is dark"
done
[ "$(light "$(still black.mp4)")" -lt 20 ] || fail "the still of a black video is not black"
grep -h still= site/.tirage/frames/*.txt | sort -t= -k2n | tr '\n' ' ' >notes
[ "$(cat notes)" = 'still=0 still=0 still=500 still=1000 still=1000 still=3500 ' ] || fail "stills: $(cat notes)"
# Of a video that begins well it is the first frame, as it was made before there was a choice.
ffmpeg -v error -i videos/normal.mp4 -frames:v 1 -map_metadata -1 -map_chapters -1 \
    -vf 'scale=trunc(iw*sar/2+0.5)*2:ih,setsar=1' -c:v png -f image2pipe -y first.png </dev/null
for frame in site/.tirage/frames/*.png; do cmp -s first.png "$frame" && found=1; done
[ "${found:-0}" = 1 ] || fail "no still is the first frame"
# The same however many run at once.
ok build videos -o alone -j 0
for file in site/*.jpg; do cmp -s "$file" "alone/${file#site/}" || fail "$file differs with -j 0"; done
ok build videos -o site --json
grep -q '"outputs": 0' out || fail "made again: $(tail -n 1 out)"
# A still of a version that took the first frame of every video: made anew where another is better, and only there.
for note in site/.tirage/frames/*.txt; do
    [ "$(grep -c '^still=1000' "$note")" = 0 ] || cp first.png "${note%.txt}.png"
    sed -i /^still=/d "$note"
done
cp -Rp site old
python3 - site <<'END' # its pictures, too: with the plan of the first frame
import sqlite3, sys
db = sqlite3.connect(sys.argv[1] + "/.tirage/state.db")
db.execute("DELETE FROM output WHERE path LIKE 'fade.mp4-%x.jpg'")
db.commit()
END
ok build videos -o site --json
grep -q '"unchanged": 5, "outputs": 1' out || fail "after an upgrade: $(tail -n 1 out)"
for file in old/*.jpg; do cmp -s "$file" "site/${file#old/}" || fail "$file is another after an upgrade"; done
grep -h still= site/.tirage/frames/*.txt | sort -t= -k2n | tr '\n' ' ' | cmp -s - notes || fail "stills after an upgrade"
# Where ffmpeg can no longer make one, the first frame that is there stays.
sed -i '/^still=0$/d' site/.tirage/frames/*.txt
run build videos -o site --strict --max-pixels 1000 --json
expect_code 0
grep -q '"outputs": 0' out || fail "stills that cannot be judged: $(tail -n 1 out)"
