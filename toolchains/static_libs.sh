#!/bin/sh
# static_libs.sh TARGET SOURCES PREFIX - builds musl and the libraries of the static program for a target of
# static.sh into the empty folder PREFIX.  SOURCES: what static_sources.sh fetched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1 sources=$2 TG_PREFIX=$3
export TG_PREFIX
work=$TG_PREFIX/work
log=$TG_PREFIX/log
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
mkdir -p "$work/build" "$log" "$TG_PREFIX/lib/pkgconfig" "$TG_PREFIX/include" "$TG_PREFIX/licences"
eval "$(cmake -DTARGET="$target" -P "$here/flags.cmake")" # gnu cpu cflags ldflags
# Paths of this machine would come into the program with assertions.
export CFLAGS="-ffile-prefix-map=$work=/usr/src"
# libtiff numbers its version by the day on which it is configured.
export SOURCE_DATE_EPOCH=0

steps=$(grep -c '^step [a-z]' "$0")
# step NAME COMMAND...: with a log of its own, of which failures show the end.
step() {
    name=$1 number=$((${number:-0} + 1))
    shift
    begun=$(date +%s)
    printf '%s: [%s/%s] %s ... ' "$target" $number "$steps" "$name"
    (
        cd "$work/build"
        "$@"
    ) >"$log/$name" 2>&1 & # in the background, where "set -e" holds: after || it would not
    wait $! || {
        echo failed
        tail -n 30 "$log/$name" >&2
        echo "static: $name for $target does not build; all that it said is in $log/$name" >&2
        exit 1
    }
    echo "$(($(date +%s) - begun)) s"
}

# Unpacks all sources and keeps what they say about copying.
unpack() {
    while read -r name _ file _; do
        case $name in \#*) continue ;; esac
        to=$work/$name
        case $file in
        *.dsc) dpkg-source --no-copy -x "$sources/$file" "$to" ;;
        *) mkdir "$to" && tar -xf "$sources/$file" -C "$to" --strip-components=1 ;;
        esac
        for text in "$to"/debian/copyright "$to"/COPYING* "$to"/COPYRIGHT* "$to"/LICENSE* "$to"/LICENCE*; do
            [ ! -f "$text" ] || { echo "==== $name: ${text#"$to"/} ====" && cat "$text"; }
        done >"$TG_PREFIX/licences/$name.txt"
    done <"$here/sources.txt"
}

# The folder of the cross compiler that has a header of the kernel.
kernel_headers() {
    echo "#include <$1>" | $gnu-gcc -E - | sed -n "s,^# 1 \"\(.*\)/$1\".*,\1,p" | head -n 1
}

build_musl() {
    cd "$work/musl"
    CC=$gnu-gcc CROSS_COMPILE=$gnu- CFLAGS="$cpu -fno-pie $CFLAGS" \
        ./configure --prefix="$TG_PREFIX" --disable-shared --disable-wrapper
    make -j "$jobs" install
    sh tools/musl-gcc.specs.sh "$TG_PREFIX/include" "$TG_PREFIX/lib" none >"$TG_PREFIX/lib/musl-gcc.specs"
    # Landlock and seccomp are the kernel's.
    for part in linux/landlock.h asm-generic/errno.h asm/unistd.h; do
        cp -R "$(kernel_headers $part)/${part%/*}" "$TG_PREFIX/include/"
    done
    cp -R "$work/highway/hwy" "$TG_PREFIX/include/"
}

# by_cmake NAME FOLDER OPTION... - at Debian's level of optimisation, of which libjpeg-turbo makes -O3 by itself:
# the others would be a fifth larger with that.
by_cmake() {
    build=$work/build/$1 source=$2
    shift 2
    cmake -S "$source" -B "$build" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$here/$target.cmake" \
        -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG" -DCMAKE_INSTALL_PREFIX="$TG_PREFIX" \
        -DCMAKE_INSTALL_LIBDIR:STRING=lib -DBUILD_SHARED_LIBS=OFF "$@"
    cmake --build "$build" -j "$jobs"
    cmake --install "$build"
}

# by_configure NAME TARGETS OPTION... - configured for the target and installed by make, which must not look
# for autoconf because Debian's patches are newer than what it made.
by_configure() {
    mkdir "$work/build/$1"
    cd "$work/build/$1"
    source=$work/$1 targets=$2
    shift 2
    touch "$source"/aclocal.m4 "$source"/configure "$source"/*.in "$source/stamp-h.in"
    CC="$gnu-gcc" CFLAGS="$cflags $CFLAGS" LDFLAGS="$ldflags" CC_FOR_BUILD="gcc -O1" PKG_CONFIG_LIBDIR="$TG_PREFIX/lib/pkgconfig" \
        "$source/configure" --host="$gnu" --prefix="$TG_PREFIX" --libdir="$TG_PREFIX/lib" \
        --disable-shared --enable-static "$@"
    make -j "$jobs" $targets
}

# Its CMake would build a shared library too; its configure is not autoconf's.
build_zlib() {
    cd "$work/zlib"
    CC="$gnu-gcc" AR="$gnu-ar" RANLIB="$gnu-ranlib" CFLAGS="$cflags -O3 $CFLAGS" ./configure --static --prefix="$TG_PREFIX"
    make -j "$jobs" libz.a
    make install
}

# sqlite3.c, one file of all, is made by the machine that builds.
make_sqlite() {
    mkdir "$work/build/sqlite"
    cd "$work/build/sqlite"
    CFLAGS= "$work/sqlite3/configure" --disable-tcl --disable-shared
    make sqlite3.c
    cp sqlite3.c sqlite3.h "$work/sqlite3/"
}

# words VARIABLE: its words as a list of meson.
words() { printf "'%s'\n" $1 | paste -s -d , ; }

build_dav1d() {
    case $target in
    x86_64-*) family=x86_64 ;;
    aarch64-*) family=aarch64 ;;
    *) family=arm ;;
    esac
    cat >"$work/build/dav1d.ini" <<END
[binaries]
c = '$gnu-gcc'
ar = '$gnu-ar'
strip = '$gnu-strip'
[built-in options]
c_args = [$(words "$cflags $CFLAGS")]
c_link_args = [$(words "$cflags $ldflags")]
[host_machine]
system = 'linux'
cpu_family = '$family'
cpu = '$family'
endian = 'little'
END
    meson setup --cross-file "$work/build/dav1d.ini" --prefix "$TG_PREFIX" --libdir lib --default-library static \
        --buildtype plain -Db_ndebug=true -Db_staticpic=false -Db_pie=false -Dlogging=false \
        -Denable_tools=false -Denable_tests=false -Denable_examples=false "$work/build/dav1d" "$work/dav1d"
    ninja -C "$work/build/dav1d" -j "$jobs" install
}

# libavcodec with the decoder of HEVC and nothing else; LGPL 2.1, as nothing of the GPL is enabled.
build_avcodec() {
    mkdir "$work/build/ffmpeg"
    cd "$work/build/ffmpeg"
    "$work/ffmpeg/configure" --prefix="$TG_PREFIX" --libdir="$TG_PREFIX/lib" --enable-cross-compile --target-os=linux \
        --arch="${target%%-*}" --cc="$gnu-gcc" --ar="$gnu-ar" --ranlib="$gnu-ranlib" --nm="$gnu-nm" --strip="$gnu-strip" \
        --extra-cflags="$cflags $CFLAGS" --extra-ldflags="$ldflags" --pkg-config=false --disable-stripping --disable-debug \
        --disable-all --disable-autodetect --disable-doc --disable-network --disable-pthreads --disable-iconv --disable-pic \
        --enable-avcodec --enable-decoder=hevc --optflags=-O2
    make -j "$jobs" install
}

step unpack unpack
step musl build_musl
step zlib build_zlib
step libpng by_cmake png "$work/libpng1.6" -DPNG_SHARED=OFF -DPNG_TESTS=OFF -DPNG_EXECUTABLES=OFF -DPNG_ARM_NEON=on
step libjpeg-turbo by_cmake jpeg "$work/libjpeg-turbo" -DENABLE_SHARED=OFF -DWITH_TURBOJPEG=OFF -DREQUIRE_SIMD=ON -DWITH_ARITH_ENC=OFF
step libwebp by_cmake webp "$work/libwebp" -DWEBP_BUILD_ANIM_UTILS=OFF -DWEBP_BUILD_CWEBP=OFF -DWEBP_BUILD_DWEBP=OFF \
    -DWEBP_BUILD_GIF2WEBP=OFF -DWEBP_BUILD_IMG2WEBP=OFF -DWEBP_BUILD_VWEBP=OFF -DWEBP_BUILD_WEBPINFO=OFF \
    -DWEBP_BUILD_WEBPMUX=OFF -DWEBP_BUILD_EXTRAS=OFF
step tiff by_cmake tiff "$work/tiff" -Dtiff-tools=OFF -Dtiff-tests=OFF -Dtiff-contrib=OFF -Dtiff-docs=OFF -Dcxx=OFF \
    -Dlzma=OFF -Dzstd=OFF -Dwebp=OFF -Djbig=OFF -Dlerc=OFF -Dlibdeflate=OFF
step dav1d build_dav1d
step avcodec build_avcodec
step sqlite make_sqlite
step others by_cmake others "$here/libs" -DSOURCES="$work"
# Chosen at run time by plain pointers: nobody resolves IFUNCs in a static program of musl.
export nettle_cv_link_ifunc=no
step nettle by_configure nettle 'install-static install-headers install-pkgconfig' --disable-public-key --disable-openssl --disable-documentation --enable-fat
step libmicrohttpd by_configure libmicrohttpd install --disable-https --disable-doc --disable-examples --disable-curl \
    --disable-messages --disable-dauth --disable-postprocessor --disable-tools
rm -rf "$work"
