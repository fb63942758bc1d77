# cli_containers.sh - the Containerfiles name what there is; the image of the static program makes a gallery.  No engine for
# containers is needed: the image is put together in a folder and run in a chroot, as a user.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the image is the same"
command -v python3 >/dev/null || skip "no python3"

mkdir root
python3 "$SOURCE_DIR/tests/cli/containers.py" "$SOURCE_DIR" "$TIRAGE" "$work/root" >image 2>err || fail "a Containerfile: $(cat err)"
read -r user group entry <image
[ "$user" != 0 ] || fail "the image's user is root"
[ "$(id -u)" -eq 0 ] || skip "not root: no chroot"
chroot=$(command -v chroot)

# The program of this build needs libraries, which the static one has in it.
for library in $(ldd "$TIRAGE" 2>/dev/null | grep -o '/[^ ]*'); do
    mkdir -p "root${library%/*}"
    cp -L "$library" "root$library"
done
mkdir root/photos root/site # what the user mounts
"$TIRAGE" -q example root/photos/trips
find root/photos -name '*[2-9].jpg' -exec rm {} +
chown "$user:$group" root/site
chmod -R go+rX root
inside() { env -i "$chroot" --userspec="$user:$group" --groups= root "$entry" "$@"; }
inside build /photos -o /site --json >out 2>err || fail "a build in the image"
drop_sandbox_note
[ ! -s err ] || fail "complaints of a build in the image"
ok build root/photos -o site
diff -r -x .tirage site root/site >out || fail "another site"
find root -newer image -type f ! -path 'root/site/*' ! -path 'root/photos/*' ! -path 'root/lib*' ! -path 'root/usr/*' >out
[ ! -s out ] || fail "files outside of the site"
inside build /photos -o /site --json >out 2>err || fail "a second build"
grep -q '"event": "done".*"outputs": 0,' out || fail "a second build makes something"
