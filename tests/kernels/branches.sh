#!/bin/sh
# branches.sh SOURCE_DIR - the loop of the Huffman decoder, as gcc and clang compile it, branches upon nothing but a full
# block: which table is next, whether a block ends and what sign a value has are the compiler's to turn into branches, of
# which every other one would be mispredicted.  Compilers that are not here are named; with none of them the exit
# status is 77 (skipped).
set -eu
cd "$1"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
status=77

# look NAME OBJDUMP: conditional branches of the loops in the object, of one scan and of two.  Comparisons of addresses
# are without sign.
look()
{
    "$2" -d --no-show-raw-insn "$tmp/unhuff.o" | awk -v name="$1" '
        function finish() {
            # Two for a scan in a loop, one more where the compiler has turned it around.  On 32 bits there is one more
            # behind it, for the bits that are left.
            if (name ~ /^arm/) sub(/^ cbn?z$/, "", other)
            if (inside) printf "%s: %s %d branches\n", name, inside, all
            if (inside && (all > 4 || other != "")) { print "FAILED: " name ":" other; bad = 1 }
            most = all > most ? all : most
            all = 0; other = ""
        }
        /^[0-9a-f]+ <.*>:$/ { finish(); inside = $2 ~ /^<tg_unhuff_(pair_)?[a-z0-9]+>:$/ ? $2 : "" }
        !inside || !/^ *[0-9a-f]+:\t/ { next }
        { split($0, part, "\t"); split(part[2] " " part[3], word, " "); op = word[1] }
        op ~ /^j/ && op !~ /^jmp/ { all++; if (op !~ /^j(a|b)e?$/) other = other " " op }
        op ~ /^(b\.?(eq|ne|cs|cc|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)(\.n|\.w)?|cbn?z|tbn?z)$/ {
            all++; if (op !~ /^b\.?(cs|cc|hs|lo|hi|ls)/) other = other " " op
        }
        END {
            finish()
            if (most < 1) { print "FAILED: " name ": no branch at all: this check is blind"; bad = 1 }
            exit bad
        }'
}

# try COMPILER OBJDUMP SOURCE FLAGS...
try()
{
    cc=$1 objdump=$2 source=$3
    shift 3
    if ! command -v "$cc" >/dev/null || ! command -v "$objdump" >/dev/null; then
        echo "SKIPPED: no $cc or $objdump"
        return 0
    fi
    for level in -O2 -O3; do
        "$cc" -std=c17 "$level" "$@" -I. -c "$source" -o "$tmp/unhuff.o"
        look "$cc" "$objdump"
    done
    status=0
}

for cc in gcc clang; do
    try "$cc" objdump kernels/generic/unhuff_c.c
    try "$cc" objdump kernels/x86/unhuff_avx2.c -mavx2 -mbmi -mbmi2
done
try aarch64-linux-gnu-gcc aarch64-linux-gnu-objdump kernels/generic/unhuff_c.c
try arm-linux-gnueabihf-gcc arm-linux-gnueabihf-objdump kernels/generic/unhuff_c.c
exit $status
