// The files of the board, the page that `orch serve` gives to a browser.
#include <stddef.h>

struct cboard_file {
  const unsigned char *bytes;
  size_t count;
};

/// The files, first the page, then its style, then its scripts in the order in which they run.
extern const struct cboard_file *const cboard_files;
extern const size_t cboard_file_count;
