// The system's zlib; only the target `Zip` may use it.
#include <zlib.h>
