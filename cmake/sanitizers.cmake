# TG_SANITIZE=ON: address and undefined-behaviour sanitizers, every finding fatal.
option(TG_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(TG_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()
