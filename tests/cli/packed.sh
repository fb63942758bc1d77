# packed.sh - what cli_npm.sh and cli_wheel.sh share: packages of the program of this build, which needs libraries of this
# system, or of PACKED, a static program or its archive.  $packer is the script that makes them.
command -v python3 >/dev/null || skip "no python3"
unset SOURCE_DATE_EPOCH PYTHONPATH NODE_OPTIONS TIRAGE_BIN

stand_in() { python3 "$SOURCE_DIR/tests/cli/stand_in_program.py" "$@" || fail "a stand-in: $*"; }
pack() { python3 "$packer" "$@" >out 2>err; }
refuses_to_pack() { # TEXT ARGUMENT...
    text=$1
    shift
    ! pack refused "$@" || fail "no refusal: $text"
    says "$text"
    [ ! -e refused ] || fail "something was made: $text"
}

case $(uname -m) in
x86_64) target=x86_64-linux-musl ;;
aarch64) target=aarch64-linux-musl ;;
armv7l) target=armv7-linux-musleabihf ;;
*) skip "no packages are made for this machine" ;;
esac
others=
for other in x86_64-linux-musl aarch64-linux-musl armv7-linux-musleabihf; do
    [ $other != $target ] || continue
    stand_in $other "$work/$other"
    stand_in $other "$work/$other.tar.gz" --archive "$work/$other"
    others="$others --binary $other=$work/$other.tar.gz"
done

# All platforms in packed/, twice the same.
for folder in packed again; do
    pack $folder --binary "$target=${PACKED:-$TIRAGE}" $others || fail "packing"
done
case ${PACKED:-} in
*.tar.gz) [ ! -s err ] || fail "complaints about an archive" ;;
*) says "for tests, and not to be published" ;;
esac
diff -r packed again >out || fail "another run gives other bytes"

# Files that are not for their target.
stand_in armel armel
stand_in mips mips
printf 'no program' >text
head -c 100 "$TIRAGE" >short
refuses_to_pack 'is a program for MIPS, 32 bits, not for aarch64-linux-musl' --binary "aarch64-linux-musl=mips"
refuses_to_pack 'without hardware floating point' --binary "armv7-linux-musleabihf=armel"
refuses_to_pack 'no ELF file' --binary "x86_64-linux-musl=text"
refuses_to_pack 'short is truncated' --binary "$target=short"
refuses_to_pack 'cannot be read' --binary "x86_64-linux-musl=nowhere"
refuses_to_pack "'amiga' is no target" --binary "amiga=text"
refuses_to_pack "unknown argument '--binry'" --binry "amiga=text"
for other in x86_64-linux-musl aarch64-linux-musl; do
    [ $other = $target ] || refuses_to_pack "not for $other" --binary "$other=$TIRAGE"
done
refuses_to_pack 'is the archive of tirage-' --binary "$target=$work/$other.tar.gz"
stand_in $target dynamic.tar.gz --archive "$TIRAGE"
refuses_to_pack 'needs libraries of the system' --binary "$target=dynamic.tar.gz"
stand_in $other unlisted.tar.gz --archive $other share/doc/tirage/tirage.spdx.json none
refuses_to_pack 'has no share/doc/tirage/tirage.spdx.json' --binary "$other=unlisted.tar.gz"
head -c 300 $other.tar.gz >cut.tar.gz
refuses_to_pack 'cannot be read' --binary "$other=cut.tar.gz"
dd if=/dev/zero of=dynamic.tar.gz bs=1000 seek=100 count=1 conv=notrunc 2>err
refuses_to_pack 'cannot be read' --binary "$target=dynamic.tar.gz"

# A gallery, thumbnails and a folder of photos by the command that is in PATH.
makes_galleries() {
    [ "$(tirage --version)" = "$("$TIRAGE" --version)" ] || fail "another version"
    rm -rf made site
    tirage -q example made >out 2>err || fail "photos"
    tirage build made -o site --json >out 2>err || fail "a gallery"
    grep -q '"event": "done"' out || fail "no gallery"
    [ -s site/index.html ] || fail "no site"
    code=0
    tirage thumb >out 2>err || code=$?
    [ $code = 2 ] || fail "exit code $code, not 2"
    mkdir -p photos thumbs
    find made -name '*.jpg' | sort | head -n 3 >names
    for letter in a b c; do
        cp "$(sed -n "1p" names)" photos/$letter.jpg
        sed -i 1d names
    done
}

# blocks LANGUAGE DOCUMENT SUFFIX: its blocks of that language, in block-1.SUFFIX and so on; there is one at least.
blocks() {
    awk -v begin="\`\`\`$1" -v suffix="$3" '$0 == "```" { file = "" } file { print >file } $0 == begin { file = "block-" ++n "." suffix }' "$2"
    [ -s "block-1.$3" ] || fail "$2 has no block of $1"
}
