# Static, 64-bit ARM: Raspberry Pi 3 and newer with a 64-bit system, Chromebooks.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(TG_GNU aarch64-linux-gnu)
set(TG_CPU "")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)
include(${CMAKE_CURRENT_LIST_DIR}/musl.cmake)
