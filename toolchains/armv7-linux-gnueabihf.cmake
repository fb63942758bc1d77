# glibc, 32-bit ARM; for tests.  Without the two macros its off_t and time_t have 32 bits.
set(CMAKE_SYSTEM_PROCESSOR armv7)
set(TG_GNU arm-linux-gnueabihf)
set(TG_CPU "-march=armv7-a+neon-vfpv4 -mfloat-abi=hard -mfp16-format=ieee -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-arm-static -L /usr/arm-linux-gnueabihf)
include(${CMAKE_CURRENT_LIST_DIR}/gnu.cmake)
