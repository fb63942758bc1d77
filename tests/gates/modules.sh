# modules.sh - a module is a .c file and the header of its name, with the parts that the header lists in its first
# comment ("Parts: a.c, b.h.").  Every .c file but a program's is in one, and no modules include each other in a circle.
. "$(dirname "$0")/tree.sh"

folders='kernels core gallery pipeline cli tests bench'

files=$(for folder in $folders; do sources '*.c' '*.h' '*.inc' '*.cc' | grep "^\./$folder/" || :; done | sed 's,^\./,,')
awk '
function module_of(path, name) {
    name = path
    sub(/\.(c|h|cc|inc)$/, "", name)
    return path in part_of ? part_of[path] : name
}

function folder_of(path) {
    sub(/[^\/]*$/, "", path)
    return path
}

function violation(what) {
    print what
    found = 1
}

# "a.c, x/b.c." of a header: names from its folder.
function take_parts(list, n, i, names, path) {
    sub(/[., ]*(\*\/)?$/, "", list)
    n = split(list, names, /, */)
    for (i = 1; i <= n; i++) {
        path = folder_of(file) names[i]
        if (path in part_of)
            violation(path ": a part of two headers")
        part_of[path] = substr(file, 1, length(file) - 2)
        listed[path] = file
    }
}

# Prints the circle that ends at `to`, which is on the way.
function print_circle(to, depth, text) {
    text = to
    for (depth = on_way[to] + 1; depth <= deep; depth++)
        text = text " -> " way[depth]
    violation("circle: " text " -> " to)
}

function visit(at, i, n, next_one, targets) {
    way[++deep] = at
    on_way[at] = deep
    n = split(includes[at], targets, " ")
    for (i = 1; i <= n; i++) {
        next_one = targets[i]
        if (next_one in on_way)
            print_circle(next_one)
        else if (!(next_one in visited))
            visit(next_one)
    }
    delete on_way[at]
    deep--
    visited[at] = 1
}

FNR == 1 {
    file = FILENAME
    seen[file] = 1
    order[++files] = file
    in_head = file ~ /\.h$/
}
in_head && sub(/^ \* Parts: /, " * ") { in_parts = 1 }
in_parts { take_parts(substr($0, 4)) }
/\*\// { in_head = in_parts = 0 }
/^#include "/ {
    split($0, quoted, "\"")
    arrows[++arrows_len] = file " " quoted[2]
}
/^int (main|LLVMFuzzerTestOneInput)\(/ { program[file] = 1 }
FNR == 1 && / - preloaded into the program/ { program[file] = 1 }

END {
    for (path in listed)
        if (!(path in seen))
            violation(listed[path] ": no such part: " path)
    for (i = 1; i <= files; i++) {
        path = order[i]
        header = path
        sub(/\.c$/, ".h", header)
        if (path ~ /\.c$/ && !(header in seen) && !(path in part_of) && !(path in program))
            violation(path ": has no header of its name, and no header lists it as a part")
    }
    for (i = 1; i <= arrows_len; i++) {
        split(arrows[i], ends, " ")
        from = module_of(ends[1])
        to = module_of(ends[2])
        if (from != to && index(includes[from] " ", " " to " ") == 0)
            includes[from] = includes[from] " " to
    }
    for (i = 1; i <= files; i++)
        if (!(module_of(order[i]) in visited))
            visit(module_of(order[i]))
    exit found
}
' $files
