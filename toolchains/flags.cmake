# cmake -DTARGET=... -DTG_PREFIX=... -P flags.cmake: what a toolchain file says, for scripts that do not
# use CMake, as assignments of the shell.
include(${CMAKE_CURRENT_LIST_DIR}/${TARGET}.cmake)
execute_process(COMMAND ${CMAKE_COMMAND} -E echo
    "gnu='${TG_GNU}' cpu='${TG_CPU}' cflags='-O2 ${CMAKE_C_FLAGS_INIT}' ldflags='${CMAKE_EXE_LINKER_FLAGS_INIT}'")
