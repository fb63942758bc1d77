# Warnings for our own code; TG_WERROR makes them errors (CI does, users' compilers may differ).
option(TG_WERROR "Treat warnings as errors" OFF)
set(tg_warnings -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wwrite-strings -Wcast-qual -Wcast-align
    -Wconversion -Wundef -Wformat=2 -Wpointer-arith -Wnull-dereference -Wdouble-promotion
    -Wswitch-enum -fno-common)
set(tg_c_warnings -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    list(APPEND tg_c_warnings -Wlogical-op -Wduplicated-cond -Wduplicated-branches)
endif()
if(TG_WERROR)
    list(APPEND tg_warnings -Werror)
endif()
function(tg_warnings target)
    target_compile_options(${target} PRIVATE
        "$<$<COMPILE_LANGUAGE:C>:${tg_warnings};${tg_c_warnings}>")
endfunction()

# For what touches no pixels: -O3 would make it larger and not faster.
function(tg_no_pixels target)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O2>)
endfunction()
