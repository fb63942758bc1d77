# Static, any x86_64; the kernels choose their level when they run.
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(TG_GNU x86_64-linux-gnu)
set(TG_CPU "")
include(${CMAKE_CURRENT_LIST_DIR}/musl.cmake)
