# tg_embed(<target> <symbol> <file>): compiles the file's bytes into the target as
#     const struct tg_asset <symbol>;
# declared in gallery/pages/assets.h.  Included, this file defines the function; run as a script it writes
# the C source.
if(CMAKE_SCRIPT_MODE_FILE)
    file(READ "${TG_EMBED_IN}" hex HEX)
    string(REPEAT "." 24 line) # twelve bytes
    string(REGEX REPLACE "(${line})" "\\1\n" hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " bytes "${hex}")
    file(WRITE "${TG_EMBED_OUT}" "/* Made by cmake/embed.cmake. */
#include \"gallery/pages/assets.h\"

static const unsigned char bytes[] = {
${bytes}};

const struct tg_asset ${TG_EMBED_SYMBOL} = {bytes, sizeof(bytes)};
")
    return()
endif()

set(TG_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(tg_embed target symbol file)
    set(in "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
    set(out "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c")
    add_custom_command(OUTPUT "${out}"
        COMMAND "${CMAKE_COMMAND}" "-DTG_EMBED_IN=${in}" "-DTG_EMBED_OUT=${out}"
                "-DTG_EMBED_SYMBOL=${symbol}" -P "${TG_EMBED_SCRIPT}"
        DEPENDS "${in}" "${TG_EMBED_SCRIPT}"
        COMMENT "Embedding ${file}"
        VERBATIM)
    target_sources(${target} PRIVATE "${out}")
endfunction()
