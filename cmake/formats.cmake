# The libraries of optional picture formats.  tg_format(CODE FOUND LIBRARIES INCLUDES FILE...) adds an option TG_CODE,
# which is on where the library is FOUND; then core/ has these files, and core/ and cli/ the library.  Formats
# are rows of core/base/formats.h, to which TG_HAVE_CODE says whether it is there.
macro(tg_format code found libraries includes)
    option(TG_${code} "The picture format ${code}" ${${found}})
    if(TG_${code} AND NOT ${found})
        message(FATAL_ERROR "TG_${code}: its library is missing (${found})")
    endif()
    list(APPEND tg_format_definitions TG_HAVE_${code}=$<BOOL:${TG_${code}}>)
    if(TG_${code})
        list(APPEND tg_format_libraries ${libraries})
        list(APPEND tg_format_includes ${includes})
        list(APPEND tg_format_files ${ARGN})
        string(APPEND tg_format_names " ${code}")
    endif()
endmacro()

find_package(GIF 5.1 QUIET) # giflib has no pkg-config file
tg_format(GIF GIF_FOUND "${GIF_LIBRARIES}" "${GIF_INCLUDE_DIR}" codec/gif.c codec/gif_strip.c)
pkg_check_modules(tiff IMPORTED_TARGET libtiff-4)
tg_format(TIFF tiff_FOUND PkgConfig::tiff "" codec/tiff.c codec/tiff_any.c codec/tiff_convert.c codec/tiff_file.c
    codec/tiff_inflate.c codec/tiff_page.c codec/tiff_pages.c codec/tiff_pixels.c)
pkg_check_modules(dav1d IMPORTED_TARGET dav1d>=0.9)
tg_format(AVIF dav1d_FOUND PkgConfig::dav1d "" codec/avif.c)
# HEVC: by libde265, or with -DTG_HEVC=avcodec by libavcodec.
if("${TG_HEVC}" STREQUAL avcodec)
    pkg_check_modules(avcodec IMPORTED_TARGET libavcodec>=58 libavutil)
    tg_format(HEVC avcodec_FOUND PkgConfig::avcodec "" codec/heic.c codec/hevc_avcodec.c)
else()
    pkg_check_modules(de265 IMPORTED_TARGET libde265>=1.0.11)
    tg_format(HEVC de265_FOUND PkgConfig::de265 "" codec/heic.c codec/hevc_de265.c)
endif()
# AVIF is written by another library than reads it.
pkg_check_modules(aom IMPORTED_TARGET aom>=3.2)
set(tg_avif_writer_found FALSE)
if(TG_AVIF AND aom_FOUND)
    set(tg_avif_writer_found TRUE)
endif()
tg_format(AVIF_WRITER tg_avif_writer_found PkgConfig::aom "" codec/avif_boxes.c codec/avif_encode.c)
if(TG_AVIF OR TG_HEVC)
    list(APPEND tg_format_files codec/heif_colour.c codec/heif_decode.c codec/heif_tone.c)
endif()
