// first FILE: a worker that is only timed. It writes the time of its first instruction into FILE,
// in nanoseconds of the monotonic clock, and then prints a report. `first --version` prints a
// version.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int main(int count, char **arguments) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  if (count != 2) return 64;
  if (strcmp(arguments[1], "--version") == 0) return puts("first 1.2.3") < 0 ? 74 : 0;
  FILE *file = fopen(arguments[1], "w");
  if (file == NULL) return 74;
  fprintf(file, "%lld\n", (long long)(time.tv_sec * INT64_C(1000000000) + time.tv_nsec));
  if (fclose(file) != 0) return 74;
  printf("[REPORT %s]\nStatus: DONE\nFiles:\n- None\nDiff-Summary:\n- The clock was read\n"
         "Validation:\n- None\nRisks:\n- None\nNext:\n- None\n", getenv("ORCH_ITEM_ID"));
  return 0;
}
