# layering.sh - who may include whom, and what is left to cli/.  The layers are drawn in CONTRIBUTING.md.
. "$(dirname "$0")/tree.sh"

awk '
BEGIN {
    # The folders whose headers the files of a folder may include.
    may["kernels"] = "kernels"
    may["core/base"] = "core/base"
    may["core/image"] = "core/base core/image kernels"
    may["core/codec"] = "core/base core/image core/codec kernels"
    may["core/sandbox"] = "core/base core/sandbox"
    may["core/crypt"] = "core/base core/crypt"
    may["core/serve"] = "core/base core/serve"
    may["core/state"] = "core/base core/state"
    may["core/pool"] = "core/base core/sandbox core/pool"
    may["core/render"] = "core/base core/image core/codec core/render kernels"
    may["core/run"] = "core/base core/crypt core/image core/codec core/state core/pool core/render core/run kernels"
    may["core/incremental"] = "core/base core/crypt core/state core/pool core/run core/render core/incremental"
    may["core/shard"] = "core/base core/shard"
    may["core/media"] = "core/base core/media"
    may["gallery/words"] = "core/base gallery/words"
    may["gallery/model"] = "core/base core/crypt gallery/words gallery/model"
    may["gallery/settings"] = "core/base gallery/words gallery/model gallery/settings"
    may["gallery/source"] = "core/base gallery/words gallery/model gallery/settings gallery/source"
    may["gallery/plan"] = "core/base gallery/model gallery/plan"
    may["gallery/pages"] = "core/base gallery/words gallery/model gallery/pages"
    gallery = " gallery/words gallery/model gallery/settings gallery/source gallery/plan gallery/pages "
    may["pipeline"] = "core/base core/crypt core/sandbox core/state core/pool core/render core/run core/incremental core/shard core/media kernels pipeline" gallery
    may["bench/machine"] = "core/base core/image core/codec core/render core/run kernels pipeline bench/machine" gallery
    may["cli"] = "core/base core/image core/codec core/sandbox core/serve core/render core/run core/shard kernels pipeline bench/machine cli" gallery
    word = "(^|[^A-Za-z0-9_])"
    yaml = "# *include *<yaml"
    markdown = "# *include *<md4c"
    libraries = "# *include *<(jpeglib|jerror|turbojpeg|libdeflate|png|webp/|tiff|gif_lib|lcms2|libexif/|expat|aom/|dav1d/|libde265/|libavcodec/|libavutil/)"
}

# kernels is one layer with its sub-folders.
function layer(folder) {
    return folder ~ /^kernels\// ? substr(folder, 1, index(folder, "/") - 1) : folder
}

function folder_of(path) {
    sub(/\/[^\/]*$/, "", path)
    return path
}

function violation(what) {
    print file ":" FNR ": " what
    found = 1
}

# The line without its comments; strings are left alone.
function code(line, result, at) {
    result = ""
    while (line != "") {
        if (comment) {
            at = index(line, "*/")
            if (!at)
                return result
            line = substr(line, at + 2)
            comment = 0
        }
        at = match(line, /\/\*|\/\//)
        if (!at || substr(line, at, 2) == "//")
            return result (at ? substr(line, 1, at - 1) : line)
        result = result substr(line, 1, at - 1)
        comment = 1
        line = substr(line, at + 2)
    }
    return result
}

function forbid(line, pattern, why) {
    if (line ~ pattern)
        violation(why)
}

FNR == 1 {
    file = substr(FILENAME, 3)
    self = layer(folder_of(file))
    comment = 0
    if (!(self in may))
        violation("its folder is in no layer; see tests/gates/layering.sh")
}

{
    line = code($0)
    if (line ~ /^ *# *include *"/) {
        split(line, part, "\"")
        if (index(" " may[self] " ", " " layer(folder_of(part[2])) " ") == 0)
            violation("may not include " part[2])
    }
    # Beside the codecs: icc.c applies profiles, versions.c prints theirs.
    if (self != "core/codec" && file != "core/image/icc.c" && file != "cli/versions.c")
        forbid(line, libraries, "picture libraries belong to core/codec")
    if (file != "gallery/settings/yaml.c" && file != "cli/versions.c")
        forbid(line, yaml, "libyaml belongs to gallery/settings/yaml.c")
    if (file != "gallery/source/markdown.c")
        forbid(line, markdown, "md4c belongs to gallery/source/markdown.c")
    if (self ~ "^gallery/")
        forbid(line, word "(open|openat|fopen|opendir|scandir|tg_file_read) *\\(", "files of SRC are opened with core/base/enclosure.h")
    if (self == "cli")
        next
    if (file != "core/base/process.c")
        forbid(line, word "(fork|vfork|_exit|_Exit|execvp?|posix_spawnp?) *\\(", "child processes begin and end in core/base/process.c")
    forbid(line, word "(exit|quick_exit|abort) *\\(", "only cli/ ends the program")
    forbid(line, word "(getenv|secure_getenv) *\\(", "only cli/ reads the environment")
    forbid(line, word "(stdin|stdout|stderr)([^A-Za-z0-9_]|$)", "only cli/ has standard streams")
    forbid(line, word "(printf|vprintf|dprintf|vdprintf|puts|putchar|perror) *\\(", "only cli/ prints")
    if (self == "pipeline")
        forbid(line, word "(isatty|ioctl|tcgetattr|getopt|getopt_long) *\\(", "pipeline/ knows neither terminals nor command lines")
}

END { exit found }
' $(sources '*.c' '*.h' '*.inc' '*.cc' '*.cpp' | grep -E '^\./(kernels|core|gallery|pipeline|bench/machine|cli)/')
