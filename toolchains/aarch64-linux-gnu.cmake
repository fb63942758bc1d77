# glibc, 64-bit ARM; for tests.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(TG_GNU aarch64-linux-gnu)
set(TG_CPU "")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L /usr/aarch64-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/gnu.cmake)
