/* os_defines.h - in front of libstdc++'s own, which Debian configured for glibc; as in GCC's
 * config/os/generic. */
#ifndef _GLIBCXX_OS_DEFINES
#define _GLIBCXX_OS_DEFINES 1
#endif
