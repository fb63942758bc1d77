#!/bin/sh
# run.sh SECONDS [CORPUS...] - fuzzes every target that long, one after the other, from the inputs in
# corpus/ (album, bench, decode_png, decode_tiff, ..., exif, frame, gainmap, heif, html, ignore, iptc, jpeg, json, media, motion, name, nfc, picasa, raw, request, search, serve, settings, shard, sigal, state, text, xmp).  Needs clang.  What is
# found lands in build/fuzz/crashes/; add it to corpus/ together with its fix.  BUILD names another build folder.
set -eu
seconds=${1:?usage: run.sh SECONDS [CORPUS...]}
shift
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build/fuzz}
[ $# -gt 0 ] || set -- $(ls "$here/corpus")

cmake -S "$root" -B "$build" -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-g -DTG_FUZZ=ON >/dev/null
cmake --build "$build" --target fuzz_album fuzz_bench fuzz_decode fuzz_exif fuzz_frame fuzz_gainmap fuzz_heif fuzz_html fuzz_ignore fuzz_iptc fuzz_jpeg fuzz_json fuzz_media fuzz_motion fuzz_name fuzz_nfc fuzz_picasa fuzz_raw fuzz_request fuzz_search fuzz_serve fuzz_shard \
    fuzz_settings fuzz_sigal fuzz_state fuzz_text fuzz_xmp
mkdir -p "$build/crashes"
status=0
for corpus; do
    work=$build/found/$corpus # grows; corpus/ stays small
    mkdir -p "$work"
    echo "== $corpus, $seconds s"
    "$build/tests/fuzz/fuzz_${corpus%%_*}" -max_total_time="$seconds" -max_len=65536 -timeout=10 \
        -rss_limit_mb=1024 -print_final_stats=1 -verbosity=1 -reload=0 \
        -artifact_prefix="$build/crashes/$corpus-" "$work" "$here/corpus/$corpus" \
        >"$build/$corpus.log" 2>&1 || status=1
    grep -E 'stat::(number_of_executed_units|average_exec)|ERROR|SUMMARY' "$build/$corpus.log" || true
done
exit $status
