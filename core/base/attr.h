/* attr.h - compiler attributes used in our headers. */
#ifndef TG_BASE_ATTR_H
#define TG_BASE_ATTR_H

#define TG_MUST_USE     __attribute__((warn_unused_result))
#define TG_PRINTF(f, a) __attribute__((format(printf, f, a)))

#endif
