#!/bin/sh
# deps.sh [--test] [--bench] [--peers] [--web] [--oracle] [--lighthouse] [--cross] [--cluster] [--package] [--desktop] - installs the
# packages that a build needs, and those of the groups named.  Asks the package manager what is there and installs only what is missing: as root
# directly, else through sudo.
# deps.sh --static TARGET - what the static program needs for one target, and no libraries of this machine.
#
# In the lists a|b is "either, the first that exists is installed" and ?a is "if the system has it".
# Debian's names were tried; those of Alpine and Fedora were looked up but not run.
set -euf

# Node.js from elsewhere will do.
npm_packages() { command -v npm >/dev/null || echo nodejs npm; }

# The compiler of Debian for a target of the static program.
cross_packages() {
    case $1:$(uname -m) in
    x86_64-*:x86_64 | aarch64-*:aarch64 | armv7-*:armv7l) ;; # its own
    x86_64-*) echo gcc-x86-64-linux-gnu g++-x86-64-linux-gnu ;;
    aarch64-*) echo gcc-aarch64-linux-gnu g++-aarch64-linux-gnu ;;
    armv7-*) echo gcc-arm-linux-gnueabihf g++-arm-linux-gnueabihf ;;
    esac
}

apt_packages() {
    case $1 in
    tools) echo cmake ninja-build gcc g++ pkg-config ;;
    build) echo $(apt_packages tools) libjpeg-dev libexif-dev libexpat1-dev libhwy-dev libpng-dev \
        libwebp-dev libdeflate-dev liblcms2-dev libgif-dev libtiff-dev libaom-dev libdav1d-dev libde265-dev libseccomp-dev libsqlite3-dev libxxhash-dev libyaml-dev \
        libmicrohttpd-dev nettle-dev libmd4c-dev ;;
    test) echo check clang 'clang-format-14|clang-format' 'clang-tidy-14|clang-tidy' \
        '?libclang-rt-dev' binutils python3 python3-cryptography python3-jsonschema util-linux graphicsmagick libavif-bin libheif-examples ffmpeg rsync \
        openssh-client openssh-server mandoc shellcheck zsh fish libimage-exiftool-perl python3-numpy python3-pil unzip yamllint python3-yaml \
        rpm '?rpmlint' python3-venv python3-pip '?node-typescript' lua5.4 '?lua5.3' '?lua-check' $(apt_packages package) ;;
    desktop) echo '?darktable' '?pcmanfm' '?tumbler' '?gir1.2-gnomedesktop-3.0' '?bubblewrap' '?libgdk-pixbuf2.0-bin' python3-gi xvfb xauth dbus ;;
    bench) echo libbenchmark-dev python3 valgrind ;;
    peers) echo python3 python3-pil python3-numpy python3-venv python3-dev graphicsmagick imagemagick libvips-tools libjxl-devtools \
        libimage-exiftool-perl make $(npm_packages) ;;
    web) echo 'chromium|chromium-browser' 'firefox-esr|firefox' '?webkit2gtk-driver' '?xvfb' $(npm_packages) ;;
    lighthouse) echo 'chromium|chromium-browser' $(npm_packages) ;;
    oracle) echo python3 python3-pil libvips-tools ;;
    cluster) echo slurm-wlm munge parallel openssh-client openssh-server rsync python3 ;;
    package) echo dpkg-dev debhelper fakeroot lintian ;;
    static) echo $(apt_packages tools) dpkg-dev debian-archive-keyring make meson nasm m4 tcl xz-utils python3 $(cross_packages "$target") ;;
    cross) for target in x86_64-linux-musl aarch64-linux-musl armv7-linux-musleabihf; do apt_packages static; done && echo qemu-user-static ;;
    esac
}

apk_packages() {
    case $1 in
    build) echo cmake samurai gcc g++ musl-dev linux-headers pkgconf libjpeg-turbo-dev libexif-dev expat-dev \
        highway-dev libdeflate-dev libpng-dev libwebp-dev lcms2-dev giflib-dev tiff-dev aom-dev dav1d-dev '?libde265-dev' libseccomp-dev sqlite-dev xxhash-dev \
        yaml-dev libmicrohttpd-dev nettle-dev md4c-dev ;;
    test) echo check-dev clang compiler-rt clang-extra-tools binutils python3 py3-cryptography py3-jsonschema util-linux-misc setpriv rsync openssh exiftool py3-numpy py3-pillow py3-yaml yamllint py3-pip ;;
    bench) echo benchmark-dev python3 valgrind ;;
    peers) echo py3-pillow py3-numpy graphicsmagick imagemagick vips-tools exiftool make $(npm_packages) ;;
    web) echo chromium firefox-esr $(npm_packages) ;;
    lighthouse) echo chromium $(npm_packages) ;;
    oracle) echo python3 py3-pillow vips-tools ;;
    cluster) echo '?slurm' '?munge' parallel openssh rsync python3 ;;
    desktop) echo '?darktable' '?pcmanfm' '?tumbler' '?bubblewrap' '?xvfb' '?xauth' dbus ;;
    esac
}

dnf_packages() {
    case $1 in
    build) echo cmake ninja-build gcc gcc-c++ pkgconf-pkg-config libjpeg-turbo-devel libexif-devel expat-devel \
        highway-devel libdeflate-devel libpng-devel libwebp-devel lcms2-devel giflib-devel libtiff-devel libaom-devel libdav1d-devel '?libde265-devel' libseccomp-devel \
        sqlite-devel xxhash-devel libyaml-devel libmicrohttpd-devel nettle-devel md4c-devel ;;
    test) echo check-devel clang clang-tools-extra compiler-rt binutils python3 python3-cryptography python3-jsonschema util-linux rsync \
        openssh-clients openssh-server perl-Image-ExifTool python3-numpy python3-pillow python3-pyyaml yamllint rpm-build rpmlint python3-pip ;;
    bench) echo google-benchmark-devel python3 valgrind ;;
    peers) echo python3-pillow python3-numpy GraphicsMagick ImageMagick vips-tools perl-Image-ExifTool make \
        $(npm_packages) ;;
    web) echo chromium firefox $(npm_packages) ;;
    lighthouse) echo chromium $(npm_packages) ;;
    oracle) echo python3 python3-pillow vips-tools ;;
    cluster) echo '?slurm-slurmctld' '?slurm-slurmd' '?munge' parallel openssh-clients openssh-server rsync python3 ;;
    desktop) echo '?darktable' '?pcmanfm' '?tumbler' '?bubblewrap' '?xorg-x11-server-Xvfb' '?xorg-x11-xauth' dbus ;;
    esac
}

apt_has() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
apt_knows() { apt-cache show "$1" >/dev/null 2>&1; }
apk_has() { apk info -e "$1" >/dev/null; }
apk_knows() { [ -n "$(apk search -x "$1")" ]; }
dnf_has() { rpm -q --whatprovides "$1" >/dev/null 2>&1; }
dnf_knows() { dnf -q list "$1" >/dev/null 2>&1; }

as_root() {
    echo "+ $*"
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "deps: neither root nor sudo: run this as root: $*" >&2
        exit 1
    fi
}

has_one_of() {
    for name in $(echo "$1" | tr '|' ' '); do
        ! ${manager}_has "$name" || return 0
    done
    return 1
}

# What is missing of the wanted packages, with the notation of the lists.
missing() {
    for want in $wanted; do
        has_one_of "${want#\?}" && continue
        case $want in
        \?*) ${manager}_knows "${want#\?}" || continue ;;
        esac
        echo "$want"
    done
}

# The first existing name of each alternative; the last one, whose absence is an error, if none exists.
chosen() {
    for want in "$@"; do
        for name in $(echo "${want#\?}" | tr '|' ' '); do
            ! ${manager}_knows "$name" || break
        done
        echo "$name"
    done
}

manager=
for name in apt:apt-get apk:apk dnf:dnf; do
    [ -n "$manager" ] || ! command -v "${name#*:}" >/dev/null || manager=${name%:*}
done

groups=build
if [ $# -eq 2 ] && [ "$1" = --static ]; then
    groups=static target=$2
    shift 2
fi
for option; do
    case $option in
    --test | --bench | --peers | --web | --oracle | --lighthouse | --cross | --cluster | --package | --desktop) groups="$groups ${option#--}" ;;
    *)
        echo "usage: deps [--test] [--bench] [--peers] [--web] [--oracle] [--lighthouse] [--cross] [--cluster] [--package] [--desktop] | --static TARGET" >&2
        exit 2
        ;;
    esac
done

if [ -z "$manager" ]; then
    echo "deps: no apt, apk or dnf here.  Install by hand what is called on Debian:" >&2
    for group in $groups; do
        echo "  $group: $(apt_packages $group)" >&2
    done
    exit 0 # what is needed may be there already; the build says if it is not
fi

wanted=
for group in $groups; do
    wanted="$wanted $(${manager}_packages $group)"
done
todo=$(missing)
case ${todo:+$manager} in
'') echo "deps: nothing to install ($groups)" ;;
apt)
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(chosen $todo)
    ;;
apk) as_root apk add --update-cache $(chosen $todo) ;;
dnf) as_root dnf install -y $(chosen $todo) ;;
esac

# npm_install FOLDER NAME [OPTION]: the packages that FOLDER/package-lock.json names, in build/NAME.
npm_install() (
    mkdir -p "build/$2"
    if ! cmp -s "$1/package-lock.json" "build/$2/installed"; then
        cp "$1/package.json" "$1/package-lock.json" "build/$2/"
        (cd "build/$2" && npm ci --no-audit --no-fund ${3:-})
        cp "$1/package-lock.json" "build/$2/installed"
    fi
)

cd "$(dirname "$0")/.."
case " $groups " in *" web "*) npm_install tests/web web ;; esac
case " $groups " in *" lighthouse "*) npm_install bench/web lighthouse ;; esac

# thumbsup's database has to be compiled.
sqlite=build/peers/node_modules/better-sqlite3/build/Release/better_sqlite3.node
case " $groups " in
*" peers "*)
    npm_install bench/peers peers --ignore-scripts
    [ ! -f /usr/include/node/node.h ] || export npm_config_nodedir=/usr
    if [ ! -f $sqlite ] && ! (cd build/peers && npm rebuild better-sqlite3); then
        echo "deps: better-sqlite3 cannot be compiled: benchmarks will do without thumbsup" >&2
        rm -rf build/peers/node_modules/thumbsup
    fi
    ;;
esac
