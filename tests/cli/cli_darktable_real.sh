# cli_darktable_real.sh - darktable itself, under Xvfb: a script selects photos and presses the button "export"; the storage
# packaging/darktable/tirage.lua puts them into an album, and the program makes the gallery.  cli_darktable has the rest.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the script is the same"
for program in darktable Xvfb xvfb-run; do
    command -v $program >/dev/null || skip "no $program"
done

mkdir -p bin home gallery config "raw/Heron's nest"
ln -s "$TIRAGE" bin/tirage
make_photo "raw/Heron's nest/DSC 1.jpg" 640 480 420
make_photo "raw/Heron's nest/DSC 2.jpg" 640 481 420
cat >config/darktablerc <<END
plugins/lighttable/export/storage_name=tirage
plugins/lighttable/export/format_name=jpeg
lua/tirage/source=$work/gallery
lua/tirage/program=$work/bin/tirage
lua/tirage/no_open=TRUE
lua/_scripts_install/dont_show=TRUE
END
cat >config/luarc <<END
local dt = require "darktable"
local script = dofile "$SOURCE_DIR/packaging/darktable/tirage.lua"
local work = "$work/"
local function exists(name)
  local file = io.open(work .. name)
  return file ~= nil and file:close()
end
local function wait_for(what) -- for at most two minutes
  local tries = 0
  while not what() and tries < 600 and not dt.control.ending do
    dt.control.sleep(200)
    tries = tries + 1
  end
end
dt.control.dispatch(function()
  dt.control.sleep(4000) -- darktable can lock itself up if the database is used before the window is there
  local good, message = pcall(function()
    assert(script.metadata.name == "tirage")
    dt.database.import(work .. "raw/Heron's nest")
    wait_for(function() return #dt.database == 2 end)
    io.open(work .. "imported", "w"):close()
    dt.database[1].title = "Zqxvtitle"
    local done = false
    wait_for(function() -- pressed again while the window is not ready
      dt.gui.selection({dt.database[1], dt.database[2]})
      dt.control.sleep(1000)
      dt.gui.action("lib/export/export", 0, "", "", 1.0)
      for _ = 1, 200 do -- however long an export takes here: pressed twice it would be made twice
        dt.control.sleep(200)
        done = exists "gallery/build/index.html"
        if done then break end
      end
      return done
    end)
    assert(done, "no gallery")
  end)
  local file = io.open(work .. "result.part", "w")
  file:write(good and "good" or tostring(message), "\n")
  file:close()
  os.rename(work .. "result.part", work .. "result")
end)
END

# xvfb-run waits for its program: all are of a group that ends with the test.  darktable that locks itself up before it has
# imported anything is started anew.
export HOME="$work/home"
stop() {
    [ -n "${group:-}" ] || return 0
    kill -s TERM -- "-$group" 2>/dev/null || :
    sleep 1
    kill -s KILL -- "-$group" 2>/dev/null || :
    group=
}
trap 'stop; cleanup' EXIT
for try in 1 2 3; do
    rm -rf cache library.db*
    setsid timeout -k 5 300 xvfb-run -a -s "-screen 0 1280x1024x24" darktable --configdir "$work/config" --cachedir "$work/cache" \
        --library "$work/library.db" -d lua >out 2>err </dev/null &
    group=$!
    tries=0
    while [ ! -e result ] && kill -0 $group 2>/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 240 ] || [ -e imported ] || break
        [ $tries -lt 800 ] || break
        sleep 0.25
    done
    [ ! -e result ] && [ ! -e imported ] || break
    stop
done
[ -e result ] || [ -e imported ] || skip "darktable does not start here: $(tail -n 3 err)"
[ -e result ] || fail "the export came to no end"
[ "$(cat result)" = good ] || fail "darktable: $(cat result)"
stop
[ -s "gallery/Heron's nest/DSC 1.jpg" ] && [ -s "gallery/Heron's nest/DSC 2.jpg" ] || fail "no album: $(find gallery)"
[ "$(find gallery -maxdepth 2 -name '*.jpg' -printf x)" = xx ] || fail "exported twice: $(find gallery -maxdepth 2)"
check_site gallery/build
complete gallery/build
grep -rq Zqxvtitle "gallery/build/Heron's nest" || fail "the title is not on the page"
