#!/bin/sh
# emulated.sh SOURCE_DIR KERNEL_SWEEP ENCODE_SWEEP - runs the two on processors that this machine is not.
# x86: under qemu with CPUs of several ages; each must choose exactly its levels, meet no illegal
# instruction and give the hashes of this machine.  ARM: cross-compiled, the same hashes.
# What cannot be run here is named, and then the exit status is 77 (skipped) instead of 0.
set -eu

src=$1
kernels=$2
encode=$3
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
status=0
limit=400 # seconds; a hung emulator must not hang the build

skip()
{
    echo "SKIPPED: $*"
    status=77
}

fail()
{
    echo "FAILED: $*"
    exit 1
}

hashes()
{
    grep -v '^levels' "$1" > "$1.hashes"
}

# run_one NAME EXPECTED_LEVELS NATIVE COMMAND...
run_one()
{
    label="$1, $3"
    expected=$2
    native=$tmp/$3
    shift 3
    timeout "$limit" "$@" > "$tmp/out" 2> "$tmp/err" || {
        cat "$tmp/out" "$tmp/err"
        fail "$label: exit status of the sweep"
    }
    line=$(grep "^levels" "$tmp/out")
    # What remains without the "(no x: skipped)" remarks is what ran.
    ran=$(echo "$line" | sed 's/ (no [a-z0-9]*: skipped)//g')
    echo "$label: $line"
    [ "$ran" = "levels $expected" ] || fail "$label: expected levels $expected"
    hashes "$tmp/out"
    cmp -s "$native.hashes" "$tmp/out.hashes" || {
        diff "$native.hashes" "$tmp/out.hashes" || true
        fail "$label: other hashes than this machine"
    }
}

run_x86()
{
    qemu=$(command -v qemu-x86_64-static || command -v qemu-x86_64) || {
        skip "x86 CPUs: no qemu-x86_64"
        return 0
    }
    for cpu in "Conroe c ssse3" "Penryn c ssse3" "Nehalem c ssse3 sse41" "Haswell c ssse3 sse41 avx2" \
        "qemu64,-ssse3 c"; do # Penryn has SSE4.1, but not 4.2
        name=${cpu%% *}
        run_one "$name" "${cpu#* }" kernels "$qemu" -cpu "$name" "$kernels"
        run_one "$name" "${cpu#* }" encode "$qemu" -cpu "$name" "$encode"
    done
}

# build_arm CC NEON_FLAGS OUTPUT: OUTPUT-kernels and OUTPUT-encode
build_arm()
{
    neon=$2
    rm -rf "$tmp/objects"
    mkdir -p "$tmp/include" "$tmp/objects"
    # xxHash whole in its header: this machine's own serves every architecture, its library does not.
    cp "$(pkg-config --variable=includedir libxxhash)/xxhash.h" "$tmp/include/"
    for file in kernels/*.c kernels/generic/*_c.c kernels/arm/*.c core/base/*.c core/image/image.c core/codec/stream.c \
        core/codec/jpeg_bits.c core/codec/jpeg_encode.c core/codec/huffman.c core/codec/jpeg_huffman.c \
        core/codec/jpeg_segments.c core/codec/jpeg_tokens.c tests/support/guard.c; do
        flags=
        case $file in *_neon.c) flags=$neon ;; esac
        # shellcheck disable=SC2086 # flags may be empty or several
        "$1" -std=c17 -O2 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -D_GNU_SOURCE -DTG_HAVE_HWY=0 -DTG_HAVE_GIF=0 -DTG_HAVE_TIFF=0 -DTG_HAVE_AVIF=0 -DTG_HAVE_AVIF_WRITER=0 -DTG_HAVE_HEVC=0 -DXXH_INLINE_ALL \
            -I. -isystem "$tmp/include" $flags -c "$file" -o "$tmp/objects/$(basename "$file" .c).o"
    done
    # An archive: what calls a library that is not here stays out, as nothing of the sweeps needs it.
    rm -f "$3.a"
    "${1%gcc}ar" rcs "$3.a" "$tmp"/objects/*.o
    "$1" -std=c17 -O2 -D_DEFAULT_SOURCE -I. -static -o "$3-kernels" tests/kernels/kernel_sweep.c \
        tests/kernels/kernel_cases.c tests/kernels/jpeg_cases.c tests/kernels/naive.c tests/kernels/naive_jpeg.c "$3.a"
    "$1" -std=c17 -O2 -D_DEFAULT_SOURCE -I. -static -o "$3-encode" tests/core/encode_sweep.c \
        tests/support/planes.c "$3.a"
}

# run_arm NAME CC QEMU NEON_FLAGS CPU[:LEVELS]...
run_arm()
{
    name=$1
    cc=$2
    neon=$4
    qemu=$(command -v "$3-static" || command -v "$3") || {
        skip "$name: no $3"
        return 0
    }
    command -v "$cc" > /dev/null || {
        skip "$name: no $cc"
        return 0
    }
    shift 4
    build_arm "$cc" "$neon" "$tmp/sweep-$name"
    for cpu; do
        levels="c neon"
        case $cpu in *neon=off*) levels=c ;; esac
        run_one "$name $cpu" "$levels" kernels "$qemu" -cpu "$cpu" "$tmp/sweep-$name-kernels"
        run_one "$name $cpu" "$levels" encode "$qemu" -cpu "$cpu" "$tmp/sweep-$name-encode"
    done
}

cd "$src"
"$kernels" > "$tmp/kernels" || fail "this machine: kernels"
"$encode" > "$tmp/encode" || fail "this machine: encode"
hashes "$tmp/kernels"
hashes "$tmp/encode"
echo "this machine: $(grep '^levels' "$tmp/kernels")"
run_x86
run_arm aarch64 aarch64-linux-gnu-gcc qemu-aarch64 "" cortex-a53 cortex-a72
run_arm armv7 arm-linux-gnueabihf-gcc qemu-arm -mfpu=neon cortex-a7 cortex-a15,neon=off
exit $status
