#!/bin/sh
# alpine.sh - packaging/alpine, which nothing here can run: the shell in it is sound, and both files name every
# library that a build on Alpine needs by deps.sh, or say why not.
set -eu
cd "$(dirname "$0")/../../packaging"

if command -v shellcheck >/dev/null; then
    # abuild reads the variables.
    shellcheck -s sh -e SC2034,SC2154 alpine/APKBUILD
else
    sh -n alpine/APKBUILD
    echo "SKIPPED: no shellcheck"
fi

# Alpine has no archives of libexif, md4c, tiff and xxhash: the container makes its own, or does without.  Static programs have
# no aom, dav1d and libde265.
own='aom dav1d libde265 libexif md4c tiff xxhash'
libraries=$(sed -n '/^apk_packages/,/ test)/{/ test)/!p}' ../toolchains/deps.sh | grep -o '[a-z0-9-]*-dev' | grep -v '^musl-dev')
[ "$(echo "$libraries" | wc -l)" -ge 15 ]
for package in $libraries; do
    grep -q "^[[:blank:]]*$package\$" alpine/APKBUILD || { echo "FAILED: APKBUILD lacks $package" && exit 1; }
    name=${package%-dev}
    wanted=" $package "
    case " $own " in *" $name "*) wanted=$name ;; esac
    sed 's/$/ /' alpine/Containerfile | grep -q -- "$wanted" || { echo "FAILED: Containerfile lacks $package" && exit 1; }
done
