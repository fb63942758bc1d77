# cli_darktable.sh - packaging/darktable/tirage.lua, run by Debian's Lua with a stub of darktable's API, puts exported photos
# into albums and has the program make the gallery; hostile names stay names, and what fails is told.
. "$(dirname "$0")/lib.sh"
luas=
for lua in lua5.4 lua5.3; do
    ! command -v $lua >/dev/null || luas="$luas $lua"
done
[ -n "$luas" ] || skip "no lua5.4 and no lua5.3"

# What is installed is what is tested, where there is a build to install.
script=$SOURCE_DIR/packaging/darktable/tirage.lua
if [ -n "${BUILD_DIR:-}" ]; then
    DESTDIR=$work/root cmake --install "$BUILD_DIR" --prefix /usr >out 2>err || fail "cmake --install"
    script=$work/root/usr/share/tirage/darktable/tirage.lua
    [ -s "$script" ] || fail "the script is not installed"
fi
if command -v luacheck >/dev/null; then
    luacheck --no-color --std lua53 "$script" "$SOURCE_DIR/tests/support/darktable_stub.lua" >out 2>err || fail "luacheck"
fi

# Photos as darktable exports them: what one says of a photo is in it.
mkdir developed
for i in 1 2 3; do make_photo "developed/$i.jpg" 640 "48$i" 420; done
tagged=
if command -v exiftool >/dev/null; then
    tagged=1
    exiftool -q -overwrite_original -XMP-dc:Title='A "quiet" <shore>' -XMP-dc:Description='Before the rain' \
        -XMP-dc:Subject=zqxvheron developed/1.jpg >out 2>err || fail "exiftool"
fi

mkdir bin
ln -s "$TIRAGE" bin/tirage
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >>"%s/opened"\n' "$work" >bin/xdg-open # a stand-in: what is to be opened
chmod 755 bin/xdg-open
PATH=$work/bin:$PATH
export PATH HOME="$work/home"
mkdir home

cat >prelude.lua <<'LUA'
package.path = os.getenv("SOURCE_DIR") .. "/tests/support/?.lua"
stub = require "darktable_stub"
work = os.getenv("WORK")
function session(os_name)
  os.execute("mkdir -p '" .. work .. "/tmp'")
  stub.start(work .. "/tmp", os_name)
  script = dofile(arg[1])
  return script
end
function choose(source, album, site)
  stub.widget("file_chooser_button").value = source
  stub.widget("entry", "placeholder", "as the original's folder").text = album or ""
  stub.widget("entry", "placeholder", "build, in that folder").text = site or ""
end
function told(what) assert(stub.told(what), "nobody is told: " .. what) end
function quiet() assert(not stub.told("could not") and not stub.told("not all is well"), "something failed") end
function built() stub.printed = {} end
function photo(path, name, n, version) return stub.image(path, name, work .. "/developed/" .. n .. ".jpg", version) end
session()
LUA

# scene LUA-CODE-ON-STDIN: in a session of its own.
scene() {
    cat prelude.lua - >scene.lua
    code=0
    WORK=$work $lua scene.lua "$script" >out 2>err </dev/null || code=$?
    [ "$code" = 0 ] || fail "$lua, exit code $code"
    ! grep 'LUA ERROR :' err || fail "an error in a function of the storage"
    [ -z "$(ls tmp)" ] || fail "left in darktable's folder: $(ls tmp)"
}

# jpegs FOLDER: what is in it, hidden files too.
jpegs() {
    find "$1" -maxdepth 1 -type f -printf '%f\n' | LC_ALL=C sort | tr '\n' ' '
}

for lua in $luas; do
    rm -rf gallery home/site home/.config tmp opened pwned
    mkdir gallery

    # ---- Photos become an album, and the album a gallery ----
    scene <<'LUA'
choose(work .. "/gallery", "Trips/Lake country")
stub.export({photo("/raw/2026", "IMG_1.CR3", 1), photo("/raw/2026", "IMG_2.CR3", 2), photo("/raw/2026", "IMG_2.CR3", 3, 1)})
told("3 photos exported, and the gallery is made")
quiet()
for name in pairs {jpeg = 1, png = 1, webp = 1, tiff = 1, avif = 1} do assert(stub.formats[name], name) end
for name in pairs {exr = 1, pdf = 1, copy = 1, j2k = 1} do assert(not stub.formats[name], name) end
LUA
    [ "$(jpegs "gallery/Trips/Lake country")" = ".tirage-darktable IMG_1.jpg IMG_2.jpg IMG_2_01.jpg " ] ||
        fail "$lua: the album has $(jpegs "gallery/Trips/Lake country")"
    cmp developed/1.jpg "gallery/Trips/Lake country/IMG_1.jpg" && cmp developed/3.jpg "gallery/Trips/Lake country/IMG_2_01.jpg" ||
        fail "$lua: a photo is not as it was exported"
    check_site gallery/build
    complete gallery/build
    wait_until test -s opened
    [ "$(cat opened)" = "$work/gallery/build/index.html" ] || fail "$lua: opened is $(cat opened)"
    if [ -n "$tagged" ]; then
        page=$(find gallery/build/Trips -path '*Lake*' -name index.html | head -n 1)
        grep -q 'A &quot;quiet&quot; &lt;shore' "$page" || grep -q 'A "quiet" &lt;shore' "$page" || fail "$lua: no title in $page"
        grep -q 'Before the rain' "$page" || fail "$lua: no description"
        ! grep -rq zqxvheron gallery/build || fail "$lua: keywords are shown though nobody asked"
        printf -- '---\nkeywords: true\n---\n' >gallery/album.md
        ok build gallery
        grep -rq zqxvheron gallery/build || fail "$lua: no keywords"
    fi

    # ---- Again: an export replaces that of its own original, and nothing else ----
    echo mine >"gallery/Trips/Lake country/IMG_7.jpg"
    scene <<'LUA'
choose(work .. "/gallery", " Trips / Lake country/")
stub.export({photo("/raw/2026", "IMG_1.CR3", 3)})      -- again, developed anew
stub.export({photo("/raw/other", "IMG_1.CR3", 2)})     -- of another camera
stub.export({photo("/raw/other", "IMG_1.CR3", 1), photo("/raw/2026", "IMG_7.CR3", 2)})
LUA
    cd "gallery/Trips/Lake country"
    [ "$(jpegs .)" = ".tirage-darktable IMG_1.jpg IMG_1_2.jpg IMG_2.jpg IMG_2_01.jpg IMG_7.jpg IMG_7_2.jpg " ] ||
        fail "$lua: the album has $(jpegs .)"
    cmp ../../../developed/3.jpg IMG_1.jpg && cmp ../../../developed/1.jpg IMG_1_2.jpg || fail "$lua: not replaced"
    [ "$(cat IMG_7.jpg)" = mine ] || fail "$lua: a file of somebody else is overwritten"
    [ "$(wc -l <.tirage-darktable)" = 5 ] || fail "$lua: the record: $(cat .tirage-darktable)"
    cd "$work"
    rm "gallery/Trips/Lake country/IMG_7.jpg"

    # In another format it is another file; one that cannot be written leaves nothing.
    scene <<'LUA'
stub.widget("check_button", "label", "make the gallery").value = false
choose(work .. "/gallery", "Formats")
stub.export({photo("/raw/2026", "IMG_1.CR3", 1)})
stub.export({photo("/raw/2026", "IMG_1.CR3", 1)}, "png")
stub.export({photo("/raw/2026", "IMG_1.CR3", 2)})
local open = io.open
function io.open(name, mode)
  if not name:match("%.tmp$") then return open(name, mode) end
  local file = open(name, mode)
  return {write = function() return nil, "No space left on device" end, close = function() return file:close() end}
end
stub.export({photo("/raw/2026", "IMG_1.CR3", 3), photo("/raw/2026", "IMG_2.CR3", 3)})
told("2 photos could not be put into the album: IMG_1.jpg: No space left on device")
LUA
    [ "$(jpegs gallery/Formats)" = ".tirage-darktable IMG_1.jpg IMG_1.png " ] || fail "$lua: there are $(jpegs gallery/Formats)"
    cmp developed/2.jpg gallery/Formats/IMG_1.jpg || fail "$lua: a photo that could not be written again"
    rm -r gallery/Formats

    # Two of one name in one export, which darktable writes to one temporary file; each in the album of its folder.
    scene <<'LUA'
choose(work .. "/gallery", "", "~/site/")
stub.widget("check_button", "label", "open it in the browser").value = false
stub.export({photo("/raw/Spring", "DSC_1.NEF", 1), photo("/raw/Summer", "DSC_1.NEF", 2)})
told("2 photos exported, and the gallery is made")
built()
choose(work .. "/gallery", "Both", "~/site")
stub.export({photo("/raw/Spring", "DSC_1.NEF", 1), photo("/raw/Summer", "DSC_1.NEF", 2)})
told("2 photos exported, and the gallery is made")
quiet()
session()                                              -- what was chosen is chosen the next time
assert(stub.widget("file_chooser_button").value == work .. "/gallery")
assert(stub.widget("entry", "placeholder", "as the original's folder").text == "Both")
assert(stub.widget("entry", "placeholder", "build, in that folder").text == "~/site")
assert(stub.widget("check_button", "label", "make the gallery").value == true)
assert(stub.widget("check_button", "label", "open it in the browser").value == false)
script.destroy()
assert(stub.storage == nil)
LUA
    cmp developed/1.jpg gallery/Spring/DSC_1.jpg && cmp developed/2.jpg gallery/Summer/DSC_1.jpg || fail "$lua: albums by folder"
    cmp developed/1.jpg gallery/Both/DSC_1.jpg && cmp developed/2.jpg gallery/Both/DSC_1_2.jpg || fail "$lua: two of one name"
    [ -s home/site/Both/index.html ] || fail "$lua: no gallery in ~/site"
    [ "$(wc -l <opened)" = 4 ] || fail "$lua: opened though nobody asked" # by the four exports before
    rm -rf gallery/build

    # ---- Hostile names ----
    mkdir "it's; touch pwned; \$(touch pwned) \`touch pwned\`
\"x\""
    scene <<'LUA'
local odd = "it's; touch pwned; $(touch pwned) `touch pwned`\n\"x\""
choose(work .. "/" .. odd, "-rf '" .. odd, work .. "/" .. odd .. " 'site'")
stub.widget("check_button", "label", "open it in the browser").value = true
local images = {photo("/raw/" .. odd, odd .. ".CR3", 1), photo("/raw", "-o.CR3", 2), photo("/raw", "%41\t\255.CR3", 3),
  photo("/raw", "%a%1.CR3", 3)}
stub.export(images)
told("4 photos exported, and the gallery is made")
stub.export(images)
quiet()
for _, line in ipairs(stub.printed) do assert(utf8.len(line) and not line:find("%c"), "not for a screen: " .. line) end
LUA
    [ ! -e pwned ] && [ -z "$(find . -name pwned)" ] || fail "$lua: a name was run"
    odd=$(find . -maxdepth 1 -type d -name "it's*x\"")
    [ "$(find "$odd" -type f -name '*.jpg' | tr '\n' ' ' | wc -w)" -ge 4 ] || fail "$lua: $(find "$odd")"
    [ "$(find "$odd" -type f -name '*.jpg' -printf x)" = xxxx ] || fail "$lua: exported again, there are $(find "$odd" -type f)"
    site=$(find . -maxdepth 1 -type d -name "it's*site'")
    check_site "$site"
    tail -n 1 opened | grep -qx "\"x\" 'site'/index.html" || fail "$lua: opened is $(tail -n 2 opened)"
    rm -rf "$odd" "$site"

    # ---- What fails is told ----
    printf '#!/bin/sh\n[ "$1" = --version ] || kill -9 $$\n' >killed
    chmod 755 killed
    mkdir -p taken
    echo precious >taken/file
    scene <<'LUA'
stub.widget("check_button", "label", "open it in the browser").value = true
local one = {photo("/raw/2026", "IMG_1.CR3", 1)}
stub.export(one)
told("choose the folder of photos; nothing is exported")
assert(stub.exported == 0, "exported for nothing")
built()
choose(work .. "/gallery", "a", "site")
stub.export(one)
told("must begin with / or ~/; nothing is exported")
for album, complaint in pairs {["../outside"] = "begin with a dot", [".hidden"] = "begin with a dot",
  ["a/../../outside"] = "begin with a dot", build = "in the folder of the gallery", ["build/a"] = "in the folder of the gallery"} do
  built()
  choose(work .. "/gallery", album)
  stub.export(one)
  told("1 photo could not be put into the album: ")
  told(complaint)
  assert(not stub.told("making the gallery"))
end
built()
os.execute("touch '" .. work .. "/gallery/file'")
choose(work .. "/gallery", "file/a")
stub.export(one)
told("cannot make the folder " .. work .. "/gallery/file/a")
built()
choose(work .. "/gallery", "long")
stub.export({photo("/raw/1", ("n"):rep(251) .. ".CR3", 1), photo("/raw/2", ("n"):rep(251) .. ".CR3", 1)})
told("1 photo could not be put into the album: ")
told("File name too long")
told("the name of the output is too long") -- of the other, by the program
os.execute("rm -r '" .. work .. "/gallery/build'")
built()
choose(work .. "/gallery", "a", work .. "/taken")
stub.export(one)
told("the gallery could not be made (exit code 1): ")
told("is not empty and was not made by tirage")
built()
os.execute("printf damaged >'" .. work .. "/developed/4.jpg'")
choose(work .. "/gallery", "a", work .. "/damaged")
stub.export({photo("/raw/2026", "IMG_9.CR3", 4)})
told("the gallery is made, but not all is well: ")
told("a/IMG_9.jpg")
built()
package.loaded.darktable.preferences.write("tirage", "program", "string", "/no/such program")
stub.export(one)
told("there is no program /no/such program: its path is in the preferences, Lua options; nothing is exported")
built()
package.loaded.darktable.preferences.write("tirage", "program", "string", work .. "/killed")
stub.export(one)
told("tirage was stopped")
built()
stub.widget("check_button", "label", "make the gallery").value = false
stub.export(one)
told("1 photo exported")
assert(not stub.told("gallery"))
built()
session("windows")
assert(stub.storage == nil)
LUA
    [ "$(ls taken)" = file ] && [ ! -e outside ] && [ ! -e gallery/.hidden ] || fail "$lua: written where nothing belongs"
    [ ! -e gallery/build ] || fail "$lua: an album in the folder of the gallery"
    ! grep -q "taken" opened || fail "$lua: opened what was not made"
    [ -z "$(find gallery -name '*.tmp')" ] || fail "$lua: temporary files are left"
done
