# tg_isa_sources(<target> <arch regex> <isa flags or ""> <file>...)
# Adds C kernels that are built with -m<flag> for each flag, on matching processors only.  C++ is
# refused: its inline functions would be emitted with the flag and the linker may keep that copy for
# everyone.
function(tg_isa_sources target arch isa)
    if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(${arch})$")
        return()
    elseif(ARGN MATCHES "\\.(cc|cpp)(;|$)")
        message(FATAL_ERROR "tg_isa_sources: C files only: ${ARGN}")
    endif()
    target_sources(${target} PRIVATE ${ARGN})
    if(isa)
        list(TRANSFORM isa PREPEND "-m")
        set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS ${isa})
    endif()
endfunction()
