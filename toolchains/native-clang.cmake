# This machine, clang; what sanitizers and fuzzing use.
set(CMAKE_C_COMPILER clang)
set(CMAKE_CXX_COMPILER clang++)
