--[[
darktable_stub.lua - what darktable gives to a script that registers an export storage, for tests: the Lua API 9.0.0 of
darktable 4.2, after its documentation and its sources (src/lua: luastorage.c, widget/, preferences.c, call.c, print.c).

As in darktable:
- The storage's functions get the arguments that they get there, in protected calls: an error goes to standard error,
  and the export goes on.  initialize() returns nil or a table of images; after it come store() for each, finalize().
- Files are exported into one temporary folder under the name of the original, with _01 for duplicate 1: photos of the
  same name from two folders overwrite each other, if store() does not move them away.
- Widgets, images and formats have just their attributes, of the right types; other names are errors.  The chooser of
  files knows only folders that exist.
- Preferences that nobody wrote are "" or false, and stay from one session to the next.
- control.execute() returns what system() does: 256 times the exit code, or the number of a signal.
- print() and the like take one text.

Left out: threads and locks, everything on the screen, other storages, the database; "developing" copies a file.
]]
local stub = {printed = {}, preferences = {}, formats = {}, tmp_dir = nil, exported = 0}

-- An object with just these fields: {name = {type, value, read only}}.
local function object(kind, fields, call)
  local meta = {__name = kind, __tostring = function() return kind end, __metatable = kind, __call = call}
  local function field_of(name)
    return fields[name] or error(("field \"%s\" not found for type %s"):format(tostring(name), kind), 3)
  end
  function meta.__index(_, name)
    local field = field_of(name)
    return field.get and field.get(field) or field.value
  end
  function meta.__newindex(_, name, value)
    local field = field_of(name)
    if field.constant then
      error(("field \"%s\" can't be written for type %s"):format(name, kind), 2)
    elseif type(value) ~= field.type and not (value == nil and field.nullable) then
      error(("%s expected for \"%s\", got %s"):format(field.type, name, type(value)), 2)
    end
    field.value = value
  end
  return setmetatable({}, meta)
end

local function text(value)
  assert(type(value) == "string" or type(value) == "number", "bad argument (string expected)")
  return tostring(value)
end

-- ---- Widgets ----

local function is_folder(path)
  return (os.execute("test -d '" .. path:gsub("'", "'\\''") .. "'")) == true
end

local attributes = {
  widget = {tooltip = "string", name = "string", visible = "boolean", sensitive = "boolean",
    reset_callback = "function"},
  box = {orientation = "string"},
  label = {label = "string", selectable = "boolean", halign = "string", ellipsize = "string"},
  entry = {text = "string", placeholder = "string", is_password = "boolean", editable = "boolean"},
  check_button = {label = "string", value = "boolean", clicked_callback = "function"},
  file_chooser_button = {title = "string", value = "string", is_directory = "boolean",
    changed_callback = "function"},
}
local empty = {string = "", boolean = false}
local parents = setmetatable({}, {__mode = "k"})

local function new_widget(kind)
  local fields = {}
  for _, list in ipairs {attributes.widget, (assert(attributes[kind], "no such widget"))} do
    for name, what in pairs(list) do
      fields[name] = {type = what, value = empty[what], nullable = name == "tooltip"}
    end
  end
  if kind == "file_chooser_button" then
    fields.value.get = function(field)
      return field.value ~= "" and is_folder(field.value) and field.value or nil
    end
  end
  local widget
  widget = object("lua_" .. kind, fields, function(_, arguments)
    assert(type(arguments) == "table", "a table expected")
    for name, value in pairs(arguments) do
      if type(name) == "number" then
        assert(kind == "box" and parents[value] == false, "not a container, or a widget that has a parent")
        parents[value] = widget
      else
        widget[name] = value
      end
    end
    return widget
  end)
  parents[widget] = false
  stub.widgets[#stub.widgets + 1] = widget
  return widget
end

-- ---- Preferences ----

local preference_types = {string = "string", bool = "boolean", integer = "number"}

local function preference_key(script, name, kind)
  assert(preference_types[kind], "invalid value " .. tostring(kind) .. " for type lua_pref_type")
  return "lua/" .. text(script) .. "/" .. text(name)
end

local preferences = {
  register = function(script, name, kind, label, tooltip, default)
    local key = preference_key(script, name, kind)
    text(label)
    text(tooltip)
    if stub.preferences[key] == nil then
      stub.preferences[key] = default
    end
  end,
  read = function(script, name, kind)
    local value = stub.preferences[preference_key(script, name, kind)]
    if value == nil then
      value = ({string = "", boolean = false, number = 0})[preference_types[kind]]
    end
    return value
  end,
  write = function(script, name, kind, value)
    assert(type(value) == preference_types[kind], "bad argument #4 (" .. preference_types[kind] .. " expected)")
    stub.preferences[preference_key(script, name, kind)] = value
  end,
}

-- ---- The export ----

-- A photo in the database: its original, which nobody reads, and the file that "developing" it gives.
function stub.image(path, filename, developed, duplicate)
  stub.last_id = (stub.last_id or 0) + 1
  local image = object("dt_lua_image_t", {
    id = {constant = true, value = stub.last_id},
    path = {constant = true, value = path},
    filename = {constant = true, value = filename},
    duplicate_index = {constant = true, value = duplicate or 0},
    title = {type = "string", value = ""},
  })
  stub.developed[image] = developed
  return image
end

local function format(name, extension)
  return object("dt_imageio_module_format_data_" .. name, {
    plugin_name = {constant = true, value = name},
    name = {constant = true, value = name:upper()},
    extension = {constant = true, value = extension},
    mime = {constant = true, value = "image/" .. name},
    max_width = {type = "number", value = 0},
    max_height = {type = "number", value = 0},
  })
end

local function treated(work, ...)
  local good, result = xpcall(work, debug.traceback, ...)
  if not good then
    io.stderr:write("LUA ERROR : ", result, "\n")
    return nil
  end
  return result
end

local function copy(from, to)
  local source, target = assert(io.open(from, "rb")), assert(io.open(to, "wb"))
  assert(target:write(source:read("a")))
  source:close()
  assert(target:close())
end

-- The temporary file of an image, as darktable names it.
local function temporary_name(image, extension)
  local stem = image.filename:match("^(.*)%.[^.]*$")
  local version = image.duplicate_index > 0 and ("_%02d"):format(image.duplicate_index) or ""
  return ("%s/%s%s.%s"):format(stub.tmp_dir, stem, version, extension)
end

-- Exports images with the storage, as the button "export" does.
function stub.export(images, format_name)
  local storage = assert(stub.storage, "no storage is registered")
  local chosen = assert(stub.formats[format_name or "jpeg"], "not a format of the storage")
  local data = object("dt_imageio_module_data_pseudo_" .. storage.plugin_name, {})
  local files, extra = {}, {}
  if storage.initialize then
    local changed = treated(storage.initialize, data, chosen, images, true, extra)
    assert(changed == nil or type(changed) == "table", "initialization function of storage did not return nil or table")
    images = changed or images
  end
  for number, image in ipairs(images) do
    local name = temporary_name(image, chosen.extension)
    copy(stub.developed[image], name)
    stub.exported = stub.exported + 1
    files[image] = name
    if storage.store then
      treated(storage.store, data, image, chosen, name, number, #images, true, extra)
    end
  end
  if storage.finalize then
    treated(storage.finalize, data, files, extra)
  end
end

local function register_storage(plugin_name, name, ...)
  local functions = {}
  for i, key in ipairs {"store", "finalize", "supported", "initialize"} do
    functions[key] = select(i, ...)
    assert(functions[key] == nil or type(functions[key]) == "function", "function expected")
  end
  local widget = select(5, ...)
  assert(widget == nil or parents[widget] == false, "Attempting to bind a widget which already has a parent")
  stub.storage = functions
  functions.plugin_name, functions.name, functions.widget = text(plugin_name), text(name), widget
  for format_name, extension in pairs {jpeg = "jpg", png = "png", tiff = "tif", webp = "webp", avif = "avif",
    j2k = "jp2", exr = "exr", pfm = "pfm", ppm = "ppm", pdf = "pdf", xcf = "xcf", copy = "copy"} do
    local data = object("dt_imageio_module_data_pseudo_" .. plugin_name, {})
    local candidate = format(format_name, extension)
    if not functions.supported or treated(functions.supported, data, candidate) then
      stub.formats[format_name] = candidate
    end
  end
end

-- ---- The module ----

local function said(channel)
  return function(what)
    what = text(what)
    stub.printed[#stub.printed + 1] = channel .. what
    print(channel .. what)
  end
end

-- Starts a session: require "darktable" works from here on.
function stub.start(tmp_dir, running_os)
  stub.tmp_dir, stub.storage, stub.formats, stub.widgets = tmp_dir, nil, {}, {}
  stub.developed = setmetatable({}, {__mode = "k"})
  package.loaded.darktable = {
    configuration = {
      version = "4.2.1", has_gui = true, verbose = false, running_os = running_os or "linux",
      tmp_dir = tmp_dir,
      api_version_major = 9, api_version_minor = 0, api_version_patch = 0, api_version_suffix = "",
      api_version_string = "9.0.0",
    },
    control = {
      execute = function(command)
        local _, how, number = os.execute(text(command))
        return how == "exit" and number * 256 or number
      end,
    },
    print = said "",
    print_log = said "LUA ",
    print_error = said "LUA ERROR ",
    preferences = preferences,
    new_widget = new_widget,
    register_storage = register_storage,
    destroy_storage = function(name)
      assert(stub.storage and stub.storage.plugin_name == name, "no such storage")
      stub.storage = nil
    end,
  }
end

-- The widget of a type that has an attribute of this value.
function stub.widget(kind, attribute, value)
  for _, widget in ipairs(stub.widgets) do
    if tostring(widget) == "lua_" .. kind and (not attribute or widget[attribute] == value) then
      return widget
    end
  end
  error(("no widget %s with %s %s"):format(kind, attribute, tostring(value)))
end

-- Whether a message to the user, not to a log, holds a text.
function stub.told(what)
  for _, line in ipairs(stub.printed) do
    if not line:match("^LUA ") and line:find(what, 1, true) then
      return true
    end
  end
  return false
end

return stub
