# cli_preview.sh - the site in a browser of this machine.  recitale_66
. "$(dirname "$0")/lib.sh"
"$TIRAGE" preview --help | grep -q 9000 || fail "the default port"

mkdir -p "photos/A & B"
make_photo photos/a.jpg 300 200 420
make_photo "photos/A & B/b #1.jpg" 300 200 420
refuses 1 'there is no site yet' preview photos -o site
refuses 2 "expected a number from 0 to 65535, got 'x'" preview photos -p x
ok build photos -o site
refuses 1 "expected an address of this machine such as 127.0.0.1, got 'nowhere'" preview photos -o site --bind nowhere
echo secret >site/.hidden
echo outside >secret.txt
ln -s ../secret.txt site/link.txt
ln -s .. site/up
printf 0123456789 >site/digits.txt

pid=
trap 'kill ${pid:-} 2>/dev/null || :; cleanup' EXIT # also when a check fails
serve() { # ARGS: leaves the process in $pid and its port in $port
    : >served && : >complaints # what the one before said is not to be taken for this one's
    env --default-signal=INT "$TIRAGE" preview photos -o site --json "$@" >served 2>complaints </dev/null &
    pid=$!
    serving() { grep -q serving served || grep -qv 'note: workers are confined without' complaints; }
    wait_until serving
    port=$(sed -n 's/.*:\([0-9]*\)\/".*/\1/p' served)
}
stop() {
    kill -"$1" $pid
    code=0
    wait $pid || code=$?
    expect_code 0
}

serve -p 0
refuses 1 "port $port is taken" preview photos -o site -p "$port"
cat >client.py <<'END'
import http.client, os, re, sys
port = int(sys.argv[1])
def ask(path, method="GET", **headers):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    c.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        c.putheader(name.replace("_", "-"), value)
    c.endheaders()
    r = c.getresponse()
    return r.status, r.headers, r.read()
def check(what, truth):
    if not truth:
        sys.exit(f"FAILED: {what}")
index = open("site/index.html", "rb").read()
status, headers, body = ask("/")
check("index", status == 200 and body == index and headers["Content-Type"] == "text/html; charset=utf-8")
check("no sniffing", headers["X-Content-Type-Options"] == "nosniff")
check("album", ask("/A%20%26%20B/")[0] == 200)
check("redirect", ask("/A%20%26%20B")[0] == 301 and ask("/A%20%26%20B")[1]["Location"] == "/A%20%26%20B/")
picture = re.search(r'href="([^"]*\.jpg)"', open("site/A & B/index.html").read())[1]
status, headers, body = ask("/A%20%26%20B/" + picture)
check("picture", status == 200 and headers["Content-Type"] == "image/jpeg" and body[:2] == b"\xff\xd8")
style = re.search(r'href="(tirage-assets[^"]*\.css)"', index.decode())[1]
check("style", ask("/" + style)[1]["Content-Type"] == "text/css; charset=utf-8")
# HEAD and conditions
status, headers, body = ask("/digits.txt", "HEAD")
check("HEAD", status == 200 and headers["Content-Length"] == "10" and body == b"")
etag, date = headers["ETag"], headers["Last-Modified"]
check("304 by ETag", ask("/digits.txt", If_None_Match=etag)[0] == 304)
check("304 by date", ask("/digits.txt", If_Modified_Since=date)[0] == 304)
check("200 by another ETag", ask("/digits.txt", If_None_Match='"x"')[0] == 200)
# ranges
def part(value, **more):
    status, headers, body = ask("/digits.txt", Range=value, **more)
    return status, headers["Content-Range"], body
check("range", part("bytes=2-4") == (206, "bytes 2-4/10", b"234"))
check("range to the end", part("bytes=7-") == (206, "bytes 7-9/10", b"789"))
check("last bytes", part("bytes=-3") == (206, "bytes 7-9/10", b"789"))
check("beyond", part("bytes=10-") == (416, "bytes */10", b""))
check("several ranges", part("bytes=0-1,3-4") == (200, None, b"0123456789"))
check("If-Range, same", part("bytes=0-1", If_Range=etag)[0] == 206)
check("If-Range, changed", part("bytes=0-1", If_Range='"x"')[0] == 200)
# what is not served
for path in ("/.tirage/state.db", "/%2etirage/state.db", "/.hidden", "/../secret.txt", "/%2e%2e/secret.txt", "/link.txt",
             "/up/secret.txt", "/up/", "//etc/passwd", "/etc/passwd", "/digits.txt/", "/digits.txt%00.html", "/none",
             "/A%20%26%20B//", "/%", "/" + "a" * 5000, "/a/" * 2000):
    check(path[:60], ask(path)[0] in (404, 414, 431))
for method in ("POST", "PUT", "DELETE", "OPTIONS"):
    status, headers, _ = ask("/", method, Content_Length="0")
    check(method, status == 405 and headers["Allow"] == "GET, HEAD")
# a name of a stranger that leads here must not show private photos to a page of theirs
check("rebinding", ask("/", Host="evil.example")[0] == 403)
check("localhost", ask("/", Host=f"localhost:{port}")[0] == 200)
# many at once
open_ones = [http.client.HTTPConnection("127.0.0.1", port, timeout=10) for _ in range(40)]
for c in open_ones:
    c.request("GET", "/digits.txt")
check("many", all(c.getresponse().read() == b"0123456789" for c in open_ones))
END
python3 client.py "$port" || fail "see above"
stop INT
[ ! -s complaints ] || fail "complaints: $(cat complaints)"
# The port is free at once, although connections to it have just been closed; unless another process was faster.
for try in 1 2 3 4 5; do
    serve -p "$port" -v
    [ -z "$port" ] || break
    wait $pid || :
    serve -p 0
    python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/').read()"
    stop INT
done
python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/').read()"
stop TERM
grep -qx 'GET / 200' complaints || fail "-v does not print requests"

# Each address is answered under the name that is printed, and under no name that a stranger could make lead here.
for address in 127.0.0.1 127.0.0.2 ::1 0.0.0.0 ::; do
    python3 -c "import socket, sys; s = socket.socket(socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET); s.bind((sys.argv[1], 0))" \
        $address 2>&- || continue # no IPv6 here
    serve -p 0 --bind $address
    python3 - "$(sed -n 's/.*"url": "\([^"]*\)".*/\1/p' served)" $address <<'END' || fail "--bind $address"
import socket, sys, urllib.request, urllib.error
url, address = sys.argv[1:]
def status(**headers):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10).status
    except urllib.error.HTTPError as e:
        return e.code
everywhere = address in ("0.0.0.0", "::")
if not everywhere and (f"[{address}]" if ":" in address else address) not in url:
    sys.exit(f"prints {url}")
if status() != 200:
    sys.exit(f"does not answer as {url}")
for host in "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", socket.gethostname() + ".evil.example":
    if status(Host=host) != 403:
        sys.exit(f"answers as {host}")
for host in socket.gethostname(), socket.gethostname() + ".local:80", "192.0.2.1":
    if (status(Host=host) == 200) != everywhere and host != "localhost":
        sys.exit(f"{host}: {status(Host=host)}")
END
    stop INT
done

# --watch builds first and again, and tells open pages; a mistake keeps the old site.
rm -rf site
serve -p 0 --watch
page() { python3 -c "import sys, urllib.request as r; sys.stdout.write(r.urlopen('http://127.0.0.1:$port/$1').read().decode())"; }
page '' | grep -q '/.reload' || fail "no script in the page"
! grep -rq '\.reload' site || fail "the script is on the disk"
[ "$(page .reload)" = 0 ] || fail "built before it was asked"
make_photo photos/new.jpg 300 200 420
again() { [ "$(page .reload)" -ge "$1" ]; } # what is seen half written is built once more
shows() { page "$1" 2>&1 | grep -q "$2"; }
wait_until again 1
told() { grep -q "$1" served complaints; }
wait_until told '{"event": "rebuilt", "failed": false, "changed": "new.jpg", "ms": [0-9]*}'
wait_until shows '' 'new-'
echo 'title: [' >photos/settings.yaml
mistake() { grep -q 'settings.yaml:' complaints; }
wait_until mistake
wait_until told '{"event": "rebuilt", "failed": true, "changed": "settings.yaml", "ms": [0-9]*}'
page '' | grep -q 'new-' || fail "the old site is gone"
rm photos/settings.yaml
mkdir photos/later
make_photo photos/later/c.jpg 300 200 420
wait_until again 2
wait_until shows 'later/' 'c-'
stop INT
no_temps site

# In words it tells of each: what changed, what was made, and why not.
: >served && : >complaints
env --default-signal=INT "$TIRAGE" preview photos -o site -p 0 --watch >served 2>complaints </dev/null &
pid=$!
wait_until told '^Serving '
make_photo photos/later/d.jpg 300 200 420
wait_until told '^tirage: built again in [0-9.]* s$'
told '^tirage: later/d.jpg changed: building again$' || fail "it does not say what changed"
told ' unchanged), [0-9]* pictures\{0,1\} made in ' || fail "it does not say what was made"
echo 'title: [' >photos/settings.yaml
wait_until told '^tirage: not built, for the reason above: the pages are the old ones$'
stop INT
