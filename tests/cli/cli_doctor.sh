# cli_doctor.sh - what tirage doctor finds out.
. "$(dirname "$0")/lib.sh"

run doctor
grep -q '^libjpeg-turbo [0-9.]*$' out || fail "no version of libjpeg-turbo"
for library in expat giflib lcms2 libdeflate libexif libmicrohttpd libpng libseccomp libtiff libwebp libyaml nettle sqlite xxhash zlib; do
    grep -q "^$library [0-9]*\.[0-9][0-9.]*\$" out || fail "no version of $library"
done
grep -q '^vpass ' out || fail "no kernels"
grep -q '^  seccomp ' out || fail "no seccomp"
grep -q '^  landlock ' out || fail "no Landlock"
if [ $SLOW = 0 ]; then
    expect_code 0
    grep -q '^libjpeg decodes with SIMD  yes' out || fail "no SIMD"
fi
# Which decoder is in use follows from the CPU level.
best=$("$TIRAGE" cpu | sed -n 's/^idct8  *//p')
case $best in
    c) grep -q '^JPEG decoder: libjpeg-turbo$' out || fail "no decoder" ;;
    *) grep -qiE "^JPEG decoder: tirage's \\($(echo "$best" | sed 's/avx512/avx-512/')\\), " out || fail "not our decoder" ;;
esac
run doctor --cpu c
grep -q '^JPEG decoder: libjpeg-turbo$' out || fail "our decoder at level c"
run doctor --cpu c --json
grep -q '"jpeg_decoder": "libjpeg-turbo"' out || fail "our decoder at level c, in JSON"
run doctor --json
grep -q '^{"event": "doctor", "sandbox": {"limits": true, ' out || fail "JSON"
# Without libjpeg's SIMD it says so, and what to do, however busy the machine is.
JSIMD_FORCENONE=1 run doctor
expect_code 1
grep -q '^libjpeg decodes with SIMD  NO (JSIMD_FORCENONE=1 ' out || fail "not said that SIMD is off"
says 'this libjpeg was told to use no SIMD'
says ': unset JSIMD_FORCENONE'
refuses 2 'doctor takes no arguments' doctor x
