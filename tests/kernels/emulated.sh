#!/bin/sh
# emulated.sh SOURCE_DIR KERNEL_SWEEP - runs kernel_sweep on processors that this machine is not.
# x86: under qemu with CPUs of several ages; each must choose exactly its levels, meet no illegal
# instruction and give the hashes of this machine.  ARM: cross-compiled, the same hashes.
# What cannot be run here is named, and then the exit status is 77 (skipped) instead of 0.
set -eu

src=$1
sweep=$2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
status=0
limit=150 # seconds; a hung emulator must not hang the build

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

# run_one NAME EXPECTED_LEVELS COMMAND...
run_one()
{
    label=$1
    expected=$2
    shift 2
    timeout "$limit" "$@" > "$tmp/out" 2> "$tmp/err" || {
        cat "$tmp/out" "$tmp/err"
        fail "$label: exit status of the sweep"
    }
    levels=$(grep '^levels' "$tmp/out")
    # What remains without the "(no x: skipped)" remarks is what ran.
    ran=$(echo "$levels" | sed 's/ (no [a-z0-9]*: skipped)//g')
    echo "$label: $levels"
    [ "$ran" = "levels $expected" ] || fail "$label: expected levels $expected"
    hashes "$tmp/out"
    cmp -s "$tmp/native.hashes" "$tmp/out.hashes" || {
        diff "$tmp/native.hashes" "$tmp/out.hashes" || true
        fail "$label: other hashes than this machine"
    }
}

run_x86()
{
    qemu=$(command -v qemu-x86_64-static || command -v qemu-x86_64) || {
        skip "x86 CPUs: no qemu-x86_64"
        return 0
    }
    run_one Conroe "c ssse3" "$qemu" -cpu Conroe "$sweep"
    run_one Penryn "c ssse3" "$qemu" -cpu Penryn "$sweep" # SSE4.1, but not 4.2
    run_one Nehalem "c ssse3 sse41" "$qemu" -cpu Nehalem "$sweep"
    run_one Haswell "c ssse3 sse41 avx2" "$qemu" -cpu Haswell "$sweep"
    run_one qemu64 "c" "$qemu" -cpu qemu64,-ssse3 "$sweep"
}

# build_arm CC NEON_FLAGS OUTPUT
build_arm()
{
    neon=$2
    objects=
    for file in cpu.c dispatch.c vplan.c generic/alpha_c.c generic/channels_c.c generic/colour_c.c \
        generic/geometry_c.c generic/resize_c.c arm/cpu_arm.c arm/init_arm.c arm/alpha_neon.c \
        arm/channels_neon.c arm/colour_neon.c arm/geometry_neon.c arm/resize_neon.c; do
        flags=
        case $file in *_neon.c) flags=$neon ;; esac
        object=$tmp/$(basename "$file" .c).o
        # shellcheck disable=SC2086 # flags may be empty or several
        "$1" -std=c17 -O2 -ffp-contract=off -DTG_HAVE_HWY=0 -I"$src" $flags -c "$src/kernels/$file" -o "$object"
        objects="$objects $object"
    done
    # shellcheck disable=SC2086
    "$1" -std=c17 -O2 -D_DEFAULT_SOURCE -I"$src" -static -o "$3" "$src/tests/kernels/kernel_sweep.c" \
        "$src/tests/kernels/kernel_cases.c" "$src/tests/kernels/naive.c" \
        "$src/tests/support/guard.c" $objects
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
        run_one "$name $cpu" "$levels" "$qemu" -cpu "$cpu" "$tmp/sweep-$name"
    done
}

"$sweep" > "$tmp/native" || fail "this machine"
hashes "$tmp/native"
echo "this machine: $(grep '^levels' "$tmp/native")"
run_x86
run_arm aarch64 aarch64-linux-gnu-gcc qemu-aarch64 "" cortex-a53 cortex-a72
run_arm armv7 arm-linux-gnueabihf-gcc qemu-arm -mfpu=neon cortex-a7 cortex-a15,neon=off
exit $status
