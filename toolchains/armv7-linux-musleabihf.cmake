# Static, 32-bit ARM with NEON: Raspberry Pi 2 and newer with a 32-bit system.
set(CMAKE_SYSTEM_PROCESSOR armv7)
set(TG_GNU arm-linux-gnueabihf)
# Debian's default is VFPv3-D16; libjpeg-turbo's and libwebp's NEON code wants it by name.
set(TG_CPU "-march=armv7-a+neon-vfpv4 -mfloat-abi=hard -mfp16-format=ieee")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-arm-static)
include(${CMAKE_CURRENT_LIST_DIR}/musl.cmake)
