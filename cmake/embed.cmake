# tg_embed(<target> <symbol> [OPEN|PART] <file>...): compiles the bytes of the files, one after the other, into the target as
#     const struct tg_asset <symbol>;
# declared in gallery/pages/assets.h.  Fonts stay as they are.  Of texts, indentation, comments and ends of lines that
# mean nothing stay
# behind.  Scripts of several files share one block, so that pages' other scripts do not see their
# names, and lose the spaces beside signs, too; OPEN leaves the block open for a script that is a PART of it, and for
# its end.  Included, this file defines the function; run as a
# script it writes the C source.
if(CMAKE_SCRIPT_MODE_FILE)
    # Texts keep their spaces, and so do signs that another one would join: a - -b.
    function(tighten script out)
        set(done "")
        while(script MATCHES "^([^\"`]*)(\"[^\"]*\"|`[^`]*`|\n$)")
            set(text "${CMAKE_MATCH_2}")
            string(LENGTH "${CMAKE_MATCH_0}" length)
            string(REGEX REPLACE " ?([=?:<>*/,&|{}]+) ?" "\\1" code "${CMAKE_MATCH_1}")
            string(REGEX REPLACE " ([+-]=?) ([^+-])" "\\1\\2" code "${code}")
            string(REPLACE ";}" "}" code "${code}")
            string(APPEND done "${code}${text}")
            string(SUBSTRING "${script}" ${length} -1 script)
        endwhile()
        if(NOT script STREQUAL "")
            message(FATAL_ERROR "a text without an end: ${script}")
        endif()
        set(${out} "${done}" PARENT_SCOPE)
    endfunction()

    string(REPLACE "|" ";" files "${TG_EMBED_IN}")
    list(LENGTH files number)
    if(files MATCHES "\\.(woff2|bin)$")
        file(READ "${files}" hex HEX)
    else()
        set(text "")
        foreach(file ${files})
            file(READ "${file}" part)
            string(APPEND text "${part}")
        endforeach()
        if(TG_EMBED_FORM STREQUAL "OPEN")
            set(text "\"use strict\";\n{\n${text}")
        elseif(number GREATER 1)
            set(text "\"use strict\";\n{\n${text}}\n")
        endif()
        string(REGEX REPLACE "(^|[ \t\n])/\\*[^*]*\\*+([^/*][^*]*\\*+)*/" "\\1" text "${text}")
        string(REGEX REPLACE "[ \t]*\n[ \t\n]*" "\n" text "${text}")
        string(REGEX REPLACE "([,;({])\n" "\\1" text "${text}")
        string(REGEX REPLACE "\n([)}])" "\\1" text "${text}")
        if(TG_EMBED_FORM AND NOT text MATCHES "\n$")
            string(APPEND text "\n")
        endif()
        if(TG_EMBED_FORM OR number GREATER 1)
            tighten("${text}" text)
        endif()
        string(HEX "${text}" hex)
    endif()
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

function(tg_embed target symbol)
    set(files ${ARGN})
    set(form "")
    if(ARGV2 MATCHES "^(OPEN|PART)$")
        set(form ${ARGV2})
        list(REMOVE_AT files 0)
    endif()
    list(TRANSFORM files PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" OUTPUT_VARIABLE in)
    string(REPLACE ";" "|" joined "${in}")
    set(out "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c")
    add_custom_command(OUTPUT "${out}"
        COMMAND "${CMAKE_COMMAND}" "-DTG_EMBED_IN=${joined}" "-DTG_EMBED_OUT=${out}"
                "-DTG_EMBED_SYMBOL=${symbol}" "-DTG_EMBED_FORM=${form}" -P "${TG_EMBED_SCRIPT}"
        DEPENDS ${in} "${TG_EMBED_SCRIPT}"
        COMMENT "Embedding ${symbol}"
        VERBATIM)
    target_sources(${target} PRIVATE "${out}")
endfunction()
