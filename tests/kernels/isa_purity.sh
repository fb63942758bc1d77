#!/bin/sh
# isa_purity.sh LIBTG_KERNELS_A - x86-64: instructions of an ISA are in the objects of that ISA only,
# and every global symbol is ours.  A Highway object holds all of its targets; there the function's
# namespace (N_SSSE3, N_SSE4, N_AVX2, N_AVX3) says what it may contain.
set -eu

lib=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

for tool in objdump nm ar; do
    command -v "$tool" > /dev/null || {
        echo "SKIPPED: no $tool"
        exit 77
    }
done
cp "$lib" "$tmp/lib.a"
(cd "$tmp" && ar x lib.a)

# VEX and EVEX: all mnemonics that begin with v and are not of the handful of older ones, and the BMI
# instructions; besides, what came with SSSE3 and SSE4 and compilers or hands would use.
for object in "$tmp"/*.o; do
    objdump -d --no-show-raw-insn "$object" | awk -v file="$(basename "$object")" '
        function allowed(name) {
            if (file ~ /_avx512/ || name ~ /N_AVX3/) return 3
            if (file ~ /_avx2/ || name ~ /N_AVX2/) return 2
            if (file ~ /_ssse3|_sse41/ || name ~ /N_SSSE3|N_SSE4/) return 1
            return 0
        }
        function needed(op, line) {
            if (line ~ /%zmm|%[xy]mm(1[6-9]|2[0-9]|3[01])|%k[1-7]/) return 3
            if (op ~ /^v/ && op !~ /^(verr|verw|vm)/) return 2
            if (op ~ /^(andn|bextr|bls(i|msk|r)|bzhi|mulx|pdep|pext|rorx|sarx|shlx|shrx)[lq]?$/) return 2
            if (op ~ /^(pshufb|palignr|pabs[bwd]|pmaddubsw|pmulhrsw|phadd|phsub|psign)/) return 1
            if (op ~ /^(pmov[sz]x|pmulld|packusdw|pblend|blend|pextr[bdq]|pinsr[bdq]|ptest|round)/) return 1
            if (op ~ /^(pcmpeqq|pcmpgtq|pm(ax|in)(sb|uw|sd|ud)|crc32|popcnt)/) return 1
            return 0
        }
        /^[0-9a-f]+ <.*>:$/ { name = $2; next }
        /^ *[0-9a-f]+:\t/ {
            split($0, part, "\t"); split(part[2], word, " ")
            if (needed(word[1], part[2]) > allowed(name)) {
                print file ": " name " has " part[2]; bad = 1
            }
        }
        END { exit bad }' || bad=1
done

nm -g --defined-only "$tmp"/*.o | awk 'NF == 3 && ($3 !~ /^tg_/ || $2 ~ /[WVu]/) {
    print "foreign or weak global symbol: " $0; bad = 1 } END { exit bad }' || bad=1
nm -u "$tmp"/*_hwy.cc.o 2> /dev/null | awk 'NF == 2 && $2 !~ /^(tg_|mem(cpy|set|move)$|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail|__(asan|ubsan)_)/ {
    print "Highway object needs " $2; bad = 1 } END { exit bad }' || bad=1

# The check itself must be able to see: an AVX2 object without AVX2 in it means that it cannot.
objdump -d "$tmp"/resize_avx2.c.o | grep -q ymm || {
    echo "no ymm register in resize_avx2.c.o: this check is blind"
    bad=1
}
[ -z "${bad:-}" ] && echo "all objects keep to their ISA"
exit "${bad:-0}"
