# The common half of the toolchain files for musl: Debian's gcc for the processor, musl and the libraries
# from one folder, which static_libs.sh fills.
#     TG_PREFIX       that folder, absolute; a cache variable or in the environment
#     TG_GNU, TG_CPU  from the file of the target: gcc's triplet, flags that choose the processor
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${TG_GNU}-gcc)
set(CMAKE_CXX_COMPILER ${TG_GNU}-g++)

if(NOT DEFINED TG_PREFIX)
    set(TG_PREFIX "$ENV{TG_PREFIX}")
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TG_PREFIX)

# Not PIE: "static" then has no dynamic section at all, and the specs know nothing of static PIE (they
# would make a program that asks for musl's loader).  Paths of this machine are not for the binary, nor are
# unwind tables, 6 % of it that nothing reads.
set(CMAKE_C_FLAGS_INIT "-specs=${TG_PREFIX}/lib/musl-gcc.specs ${TG_CPU} -fno-pie -fstack-protector-strong \
-fno-asynchronous-unwind-tables -fno-unwind-tables -ffunction-sections -fdata-sections \
-ffile-prefix-map=${TG_PREFIX}=/usr")
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
set(BUILD_SHARED_LIBS OFF)
# A thread has 128 KiB of stack with musl unless the program's header asks for more.
set(CMAKE_EXE_LINKER_FLAGS_INIT
    "-static -no-pie -Wl,--gc-sections -Wl,-z,stack-size=1048576 -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack \
-Wl,--build-id=none")

# The specs hide all of the system's headers, libstdc++'s too; those are put back, behind a header that
# says they are not for glibc.  Highway needs no more of C++, and nothing of its library.
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -E -x c++ -v /dev/null
    OUTPUT_QUIET ERROR_VARIABLE tg_verbose)
string(REGEX MATCHALL "\n /[^\n]*/c\\+\\+/[^\n]*" tg_folders "${tg_verbose}")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT} -nostdinc++ -isystem ${CMAKE_CURRENT_LIST_DIR}/musl-cxx")
foreach(tg_folder IN LISTS tg_folders)
    string(STRIP "${tg_folder}" tg_folder)
    string(APPEND CMAKE_CXX_FLAGS_INIT " -isystem ${tg_folder}")
endforeach()

# Libraries come from the prefix and nowhere else.
set(CMAKE_FIND_ROOT_PATH "${TG_PREFIX}")
set(CMAKE_PREFIX_PATH "${TG_PREFIX}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} "${TG_PREFIX}/lib/pkgconfig")
set(ENV{PKG_CONFIG_PATH} "")
set(PKG_CONFIG_ARGN --static)
