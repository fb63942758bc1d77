# TG_SANITIZE=ON: address and undefined-behaviour sanitizers, every finding fatal.
option(TG_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(TG_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()
# TG_FUZZ=ON (clang only): the same, with libFuzzer's instrumentation; see tests/fuzz/run.sh.
option(TG_FUZZ "Build the fuzz targets of tests/fuzz" OFF)
if(TG_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
                        -fno-omit-frame-pointer)
    add_compile_definitions(FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)
    add_link_options(-fsanitize=address,undefined)
endif()
if(TG_SANITIZE OR TG_FUZZ)
    # Sanitizers switch on assertions in Highway's headers that call into its library.
    add_compile_definitions(HWY_IS_DEBUG_BUILD=0)
endif()
