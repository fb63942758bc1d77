#!/bin/sh
# media.sh DIR - a video and audio for the example project in DIR, made by ffmpeg.
set -eu
lake="${1:?usage: media.sh DIR}/Lake country"
ffmpeg -v error -y -f lavfi -i testsrc2=s=480x270:r=12:d=2 -c:v libx264 -pix_fmt yuv420p "$lake/boat.mp4" </dev/null
ffmpeg -v error -y -f lavfi -i "anoisesrc=color=brown:d=2:seed=1" -c:a libmp3lame "$lake/waves.mp3" </dev/null
