# headers.sh - every header compiles alone, and twice.  CC: the compiler.
. "$(dirname "$0")/tree.sh"

flags="-std=c17 -fsyntax-only -Wall -Wextra -Werror -I. -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE"
flags="$flags $(pkg-config --cflags libjpeg libexif check)"
for header in $(sources '*.h' | sed 's,^\./,,'); do
    printf '#include "%s"\n#include "%s"\ntypedef int tg_not_empty;\n' "$header" "$header" |
        ${CC:-cc} $flags -x c - || violation "$header does not compile alone"
done
exit $violations
