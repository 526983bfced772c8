// cold COMMAND [ARGUMENT…]: runs COMMAND once as a cold process, discards its output, and prints
// `wait-status nanoseconds peak-KiB`. The time runs from before the start until the process has
// been reaped.
//
// This is a program of its own, because a child's peak memory begins with the peak of the process
// that started it: `exec` keeps the higher of both. Under Python, every small program would have
// the peak of Python.

#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int main(int count, char **arguments) {
  if (count < 2) return fputs("usage: cold COMMAND [ARGUMENT...]\n", stderr), 1;

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);

  pid_t child;
  int status = 0;
  struct rusage usage;
  const int64_t start = now();
  const int error = posix_spawn(&child, arguments[1], &actions, NULL, arguments + 1, environ);
  if (error != 0) return fprintf(stderr, "%s: %s\n", arguments[1], strerror(error)), 1;
  wait4(child, &status, 0, &usage);
  printf("%d %jd %ld\n", status, (intmax_t)(now() - start), usage.ru_maxrss);
  return 0;
}
