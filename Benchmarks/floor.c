// floor QUEUE.md: the least work with which one row can be rewritten safely; `orch` is compared
// with it.
//
// Under an exclusive lock: read the file, make its first PENDING row IN_PROGRESS, write the result
// to a temporary file, sync it, swap the two, sync the folder. If it is killed at any instant, it
// leaves a whole file: the old one or the new one. It checks no row, keeps no journal and merges no
// edits.
//
// Exit status: 0 if a row was taken, 3 if no row is PENDING, 1 after an error.

#define _GNU_SOURCE
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void must(bool succeeded, const char *step) {
  if (succeeded) return;
  perror(step);
  exit(1);
}

// Large files get large pages: with small pages, the page faults take a third of the whole run.
static char *allocate(size_t size) {
  const size_t page = 2 << 20;
  if (size < page) return malloc(size + 1);
  char *memory = aligned_alloc(page, (size + page - 1) / page * page);
  if (memory != NULL) madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}

int main(int count, char **arguments) {
  if (count != 2) return fputs("usage: floor QUEUE.md\n", stderr), 1;
  const char *queue = basename(strdup(arguments[1]));
  must(chdir(dirname(arguments[1])) == 0, "folder");

  mkdir(".floor", 0777);
  const int lock = open(".floor/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  must(lock >= 0 && flock(lock, LOCK_EX) == 0, "lock");

  struct stat status;
  const int old = open(queue, O_RDONLY | O_CLOEXEC);
  must(old >= 0 && fstat(old, &status) == 0, "open");
  const size_t size = (size_t)status.st_size;
  char *text = allocate(size);
  must(text != NULL && read(old, text, size) == (ssize_t)size, "read");

  char *cell = memmem(text, size, " | PENDING | ", strlen(" | PENDING | "));
  if (cell == NULL) return 3;
  char *before = cell + strlen(" | "), *after = before + strlen("PENDING");
  const struct iovec parts[] = {{text, (size_t)(before - text)},
                                {"IN_PROGRESS", strlen("IN_PROGRESS")},
                                {after, (size_t)(text + size - after)}};
  const ssize_t length = (ssize_t)(size - strlen("PENDING") + strlen("IN_PROGRESS"));

  const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
  const int new = open(".floor/next", flags, status.st_mode & 0777);
  must(new >= 0 && writev(new, parts, 3) == length && fsync(new) == 0, "write");
  must(renameat2(AT_FDCWD, ".floor/next", AT_FDCWD, queue, RENAME_EXCHANGE) == 0, "swap");
  must(unlink(".floor/next") == 0, "unlink");

  const int folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  must(folder >= 0 && fsync(folder) == 0, "sync");
  return 0;
}
