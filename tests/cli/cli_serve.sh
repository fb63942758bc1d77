# cli_serve.sh - `serve --stdio`: requests and replies, roots, workers that die, cancelling, signals, slow readers.
. "$(dirname "$0")/lib.sh"

refuses 2 'needs --stdio' serve --root .
refuses 2 'needs --root' serve --stdio
refuses 2 'takes no arguments' serve --stdio --root . a.jpg
refuses 2 'the value is empty' serve --stdio --root ''
refuses 1 'nowhere' serve --stdio --root nowhere

# part NAME [COMMAND...]: a part of check_serve.py, in a folder of its own.
part() {
    name=$1
    shift
    mkdir "$name"
    make_photo "$name/a.jpg" 2400 1800 420 --noise
    make_photo "$name/b.jpg" 64 48 444
    make_photo "$name/turned.jpg" 120 90 444 --orientation 6
    [ "$name" != malformed ] || {
        mkdir malformed/folder malformed/sub
        mkfifo malformed/pipe
        ln malformed/b.jpg malformed/hard.jpg
    }
    if [ "$name" = roots ] || [ "$name" = read_only ]; then
        mkdir -p "$name/in/sub" "$name/out/sub" "$name/inner"
        cp "$name/a.jpg" "$name/b.jpg" "$name/in"
        cp "$name/b.jpg" "$name/inner/b.jpg"
        ln -s ../b.jpg "$name/in/leads-out.jpg"
        ln -s .. "$name/in/folder-out"
        ln -s "$PWD/$name/b.jpg" "$name/in/absolute.jpg"
        ln -s "$PWD/$name/inner/b.jpg" "$name/in/around.jpg"
        ln -s /proc/self/root/etc/passwd "$name/in/magic"
        ln -s "$PWD/$name/in/sub/../b.jpg" "$name/in/stays.jpg"
        ln -s sub "$name/out/link"
        ln -s .. "$name/out/up"
        chmod 777 "$name" "$name/out"
        cp "$name/b.jpg" "$name/in/secret.jpg"
        chmod 0 "$name/in/secret.jpg"
    fi
    (cd "$name" && timeout 300 "$@" "$python" "$SOURCE_DIR/tests/cli/check_serve.py" "$name" >said 2>&1) ||
        fail "$name: $(tail -n 6 "$name/said"; cat "$name/err" 2>/dev/null)"
    no_temps "$name"
}

export SLOW
python=python3
for name in replies malformed roots workers cancels ends slow_reader slow_reader_of_a_socket; do
    part $name
done

# By a user whom permissions bind, if there is a Python that such a one may run.
user='setpriv --reuid 65534 --regid 65534 --clear-groups'
for python in python3 /usr/bin/python3; do
    if [ "$(id -u)" = 0 ] && $user "$python" -c '' 2>/dev/null && $user "$TIRAGE" --version >/dev/null 2>&1; then
        part read_only $user
        break
    fi
done
