--[[
tirage.lua - an export storage for darktable: exported photos go into an album of a folder of photos, and tirage makes
the gallery of that folder.  docs/darktable.md says how it is installed and used.

For the Lua API of darktable 2.4 (5.0.0) and later; tried with that of darktable 4.2 (9.0.0).  Nothing else is needed
of darktable's scripts.  The photos of one export may lie in several folders; darktable gives each the name of its
original, so store() moves every file away before the next one of the same name is written.
]]
local dt = require "darktable"

local NAME = "tirage" -- of the storage, and of its preferences
local RECORD = ".tirage-darktable" -- in every album: which file is of which original; tirage skips hidden files
local FORMATS = {jpeg = true, png = true, webp = true, tiff = true, avif = true}

-- Text for the shell: one word, whatever is in it.
local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- Text for the screen: one line of valid UTF-8.
local function shown(text)
  text = text:gsub("%c+", " ")
  if not utf8.len(text) then
    text = text:gsub("[\128-\255]", "?")
  end
  return text
end

local function photos(count)
  return count == 1 and "1 photo" or ("%d photos"):format(count)
end

local function tell(text)
  dt.print(shown(NAME .. ": " .. text))
end

-- Runs a shell command.  Its exit code, or nil if it was killed or could not be started: control.execute() returns what
-- system() does, which is 256 times the exit code; that of the shell is above 128 for a program that was killed.
local function execute(command)
  local status = dt.control.execute(command)
  if status >= 0 and status % 256 == 0 and status <= 128 * 256 then
    return status // 256
  end
  return nil
end

-- The last name of a path.
local function base_name(path)
  return path:match("([^/]*)/*$")
end

local function exists(path)
  local file, _, code = io.open(path, "rb")
  if file then
    file:close()
  end
  return file ~= nil or code == 13 -- EACCES: of somebody else
end

-- A folder as somebody types it: absolute, or of the home folder; without slashes at its end.  nil for others.
local function folder_of(typed)
  local path = typed:gsub("^~$", "~/"):gsub("^~/", function() return (os.getenv("HOME") or "") .. "/" end)
  if path:sub(1, 1) ~= "/" then
    return nil
  end
  return (path:gsub("/+$", ""))
end

-- The folder of an album below the source: "Travels/Lake country" is an album in an album.  nil and what is wrong.
local function album_folder(source, album)
  local folder = source
  for name in album:gmatch("[^/]+") do
    name = name:match("^%s*(.-)%s*$")
    if name:sub(1, 1) == "." then
      return nil, ("albums have no names that begin with a dot: %s"):format(album)
    end
    if name ~= "" then
      folder = folder .. "/" .. name
    end
  end
  if folder == source then
    return nil, "the album has no name"
  end
  return folder
end

-- ---- Which file is of which original ----

-- Photos of two cameras have the same names.  A file is replaced only by another export of its own original; files that
-- this storage has not written are never replaced.  A line of the record: the file's name, a tab, the original's.

local function escaped(text)
  return (text:gsub("[%c%%]", function(c) return ("%%%02X"):format(c:byte()) end))
end

local function unescaped(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local function read_record(folder)
  local owners = {}
  local file = io.open(folder .. "/" .. RECORD, "r")
  if file then
    for line in file:lines() do
      local name, original = line:match("^([^\t]+)\t(.+)$")
      if name then
        owners[unescaped(name)] = unescaped(original)
      end
    end
    file:close()
  end
  return owners
end

local function write_record(folder, name, original)
  local file, message = io.open(folder .. "/" .. RECORD, "a")
  if not file then
    return message
  end
  file:write(escaped(name), "\t", escaped(original), "\n")
  return not file:close() and "cannot write" or nil
end

-- The name under which an export of an original goes into a folder: that of its last export in this format; else
-- NAME.jpg, or NAME_2.jpg and so on; nil if there is none.
local function free_name(folder, owners, name, original)
  local stem, suffix = name:match("^(.+)(%.[^.]*)$")
  if not stem then
    stem, suffix = name, ""
  end
  for own, owner in pairs(owners) do
    if owner == original and own:sub(-#suffix) == suffix then
      return own
    end
  end
  local candidate = name
  for number = 2, 10000 do
    if not exists(folder .. "/" .. candidate) then
      return candidate
    end
    candidate = ("%s_%d%s"):format(stem, number, suffix)
  end
  return nil
end

-- ---- Files ----

-- Copies a file, complete or not at all: it has another name until it is.  Returns what went wrong, or nil.
local function copy(from, folder, name)
  local temporary = folder .. "/" .. RECORD .. ".tmp"
  local source, message = io.open(from, "rb")
  if not source then
    return message
  end
  local target
  target, message = io.open(temporary, "wb")
  local good = target ~= nil
  while good do
    local block = source:read(1 << 20)
    if not block then
      break
    end
    good, message = target:write(block)
  end
  source:close()
  if target then
    local closed, why = target:close() -- which writes what is left
    good, message = good and closed, message or why
  end
  if good then
    good, message = os.rename(temporary, folder .. "/" .. name)
  end
  if not good then
    os.remove(temporary)
    return message or "cannot write"
  end
  return nil
end

local function make_folder(folder)
  if execute("mkdir -p " .. quoted(folder) .. " 2>/dev/null") ~= 0 then
    return ("cannot make the folder %s"):format(folder)
  end
  return nil
end

-- ---- Preferences and widgets ----

local function preference(name, kind)
  return dt.preferences.read(NAME, name, kind)
end

dt.preferences.register(NAME, "program", "string", "tirage: the program",
  "name or path of the program tirage, which makes galleries", "tirage")

-- The program as the preferences name it.
local function program()
  local typed = preference("program", "string")
  if typed == "" then
    typed = "tirage"
  end
  return typed:sub(1, 1) == "~" and folder_of(typed) or typed
end

-- Preferences that nobody has written are empty, or false: what is on by default is kept as "off".
local source_chooser = dt.new_widget("file_chooser_button") {
  title = "folder of photos",
  is_directory = true,
  tooltip = "the folder with an album in each of its folders",
}
local album_entry = dt.new_widget("entry") {
  text = preference("album", "string"),
  placeholder = "as the original's folder",
  tooltip = "name of the album; trips/lake is an album in an album",
}
local site_entry = dt.new_widget("entry") {
  text = preference("site", "string"),
  placeholder = "build, in that folder",
  tooltip = "folder of the gallery: a new one, or one that tirage has made",
}
local build_check = dt.new_widget("check_button") {
  label = "make the gallery",
  value = not preference("no_build", "bool"),
  tooltip = "run tirage build when all photos are exported",
}
local open_check = dt.new_widget("check_button") {
  label = "open it in the browser",
  value = not preference("no_open", "bool"),
}
if preference("source", "string") ~= "" then
  source_chooser.value = preference("source", "string")
end

local function label(text)
  return dt.new_widget("label") {label = text, halign = "start"}
end

local widget = dt.new_widget("box") {
  orientation = "vertical",
  label("folder of photos"),
  source_chooser,
  label("album"),
  album_entry,
  label("folder of the gallery"),
  site_entry,
  build_check,
  open_check,
}

-- ---- The export ----

-- What the widgets say when the export begins, in extra; what is wrong with it, or nil.
local function read_choices(extra)
  local source = source_chooser.value
  if not source or source == "" then
    return "choose the folder of photos"
  end
  extra.source = folder_of(source)
  if not extra.source or extra.source == "" then
    return "choose another folder of photos"
  end
  extra.album = album_entry.text
  extra.build, extra.open = build_check.value, open_check.value
  local site = site_entry.text
  extra.site = site == "" and extra.source .. "/build" or folder_of(site)
  if not extra.site or extra.site == "" then
    return "the folder of the gallery must begin with / or ~/"
  end
  dt.preferences.write(NAME, "source", "string", source)
  dt.preferences.write(NAME, "album", "string", extra.album)
  dt.preferences.write(NAME, "site", "string", site)
  dt.preferences.write(NAME, "no_build", "bool", not extra.build)
  dt.preferences.write(NAME, "no_open", "bool", not extra.open)
  if extra.build and execute(quoted(program()) .. " --version >/dev/null 2>&1") ~= 0 then
    return ("there is no program %s: its path is in the preferences, Lua options"):format(program())
  end
  return nil
end

-- The album of a photo, made if need be, in extra.albums: its folder and whose its files are.  nil and what is wrong.
local function album_of(extra, image)
  local name = extra.album:match("^[%s/]*$") and base_name(image.path) or extra.album
  local folder, message = album_folder(extra.source, name)
  if not folder then
    return nil, message
  end
  if extra.albums[folder] then
    return extra.albums[folder]
  end
  if (folder .. "/"):sub(1, #extra.site + 1) == extra.site .. "/" then
    return nil, ("the album %s would be in the folder of the gallery"):format(name)
  end
  message = make_folder(folder)
  if message then
    return nil, message
  end
  extra.albums[folder] = {folder = folder, owners = read_record(folder)}
  return extra.albums[folder]
end

-- Puts an exported file into its album; what went wrong, or nil.
local function store_file(extra, image, filename)
  local album, message = album_of(extra, image)
  if not album then
    return message
  end
  local original = ("%s/%s#%d"):format(image.path, image.filename, image.duplicate_index)
  local name = free_name(album.folder, album.owners, base_name(filename), original)
  if not name then
    return ("there is no name for %s in %s"):format(base_name(filename), album.folder)
  end
  if album.owners[name] ~= original then -- first: a file without its line could never be replaced
    message = write_record(album.folder, name, original)
    if message then
      return message
    end
    album.owners[name] = original
  end
  return copy(filename, album.folder, name)
end

-- The first line of a file that says what is wrong, without the program's name.
local function first_complaint(path)
  local found
  for line in io.lines(path) do
    dt.print_error(shown(line))
    if not found and not line:match("^tirage: note: ") then
      found = line:gsub("^tirage: ", "")
    end
  end
  return found or "it does not say why"
end

-- Builds the gallery, and says how that went; true if there is one to be opened.
local function build(extra)
  local complaints = os.tmpname()
  local code = execute(("%s build -q %s -o %s </dev/null >/dev/null 2>%s"):format(quoted(program()),
    quoted(extra.source), quoted(extra.site), quoted(complaints)))
  if code == 0 then
    tell(photos(extra.stored) .. " exported, and the gallery is made")
  elseif code == 3 then
    tell("the gallery is made, but not all is well: " .. first_complaint(complaints))
  elseif code then
    tell(("the gallery could not be made (exit code %d): %s"):format(code, first_complaint(complaints)))
  else
    tell("the gallery could not be made: tirage was stopped")
  end
  os.remove(complaints)
  return code == 0 or code == 3
end

-- Whatever goes wrong in a function that darktable calls is shown to the user, who would otherwise find it in a log at
-- best.
local function guarded(work)
  return function(...)
    local good, result = pcall(work, ...)
    if not good then
      dt.print_error(tostring(result))
      tell(tostring(result))
      return nil
    end
    return result
  end
end

local function initialize(_, _, _, _, extra)
  extra.albums, extra.stored, extra.failed = {}, 0, 0
  extra.refused = "the export could not begin" -- unless the choices can be read
  extra.refused = read_choices(extra)
  if extra.refused then
    tell(extra.refused .. "; nothing is exported")
    return {} -- no image at all
  end
  return nil -- all of them
end

local function store(_, image, _, filename, number, total, _, extra)
  local message = extra.refused or store_file(extra, image, filename)
  os.remove(filename)
  if message then
    extra.failed = extra.failed + 1
    message = ("%s: %s"):format(base_name(filename), message)
    extra.complaint = extra.complaint or message
    dt.print_error(shown(message))
  else
    extra.stored = extra.stored + 1
    dt.print_log(shown(("%s: %d of %d: %s"):format(NAME, number, total, filename)))
  end
end

local function finalize(_, _, extra)
  if extra.refused then
    return
  end
  if extra.failed > 0 then
    tell(("%s could not be put into the album: %s"):format(photos(extra.failed), extra.complaint))
  end
  if extra.stored == 0 then
    return
  end
  if not extra.build then
    tell(photos(extra.stored) .. " exported")
    return
  end
  tell("making the gallery")
  if build(extra) and extra.open then
    execute("xdg-open " .. quoted(extra.site .. "/index.html") .. " </dev/null >/dev/null 2>&1 &")
  end
end

local function supported(_, format)
  return FORMATS[format.plugin_name] == true
end

local function destroy()
  dt.destroy_storage(NAME)
end

if dt.configuration.api_version_major < 5 then
  dt.print_error(NAME .. ": needs darktable 2.4 or later")
elseif dt.configuration.running_os == "windows" then
  dt.print_error(NAME .. ": needs Linux")
else
  dt.register_storage(NAME, "tirage gallery", guarded(store), guarded(finalize), supported, guarded(initialize), widget)
end

-- What darktable's script manager asks for.
return {
  metadata = {name = NAME, purpose = "export into an album of a tirage gallery", author = "The tirage authors"},
  destroy = destroy,
}
