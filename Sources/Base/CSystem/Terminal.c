#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
enum { crash_count = sizeof crashes / sizeof *crashes };
static struct sigaction before[crash_count];
static struct csystem_terminal_end terminal;
static int is_watching;

/// Calls only async-signal-safe functions.
static void restore(int number) {
  if (terminal.modes) tcsetattr(terminal.keys, TCSANOW, terminal.modes);
  if (write(terminal.screen, terminal.bytes, terminal.count) < 0) errno = 0;
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &before[i], NULL);
  // After the handler returns, a crashing instruction crashes again. A signal that another process
  // sent does not recur, and is raised again here.
  raise(number);
}

void csystem_put_back_on_crash(const struct csystem_terminal_end *end) {
  if (end == NULL) {
    for (int i = 0; is_watching && i < crash_count; i++) sigaction(crashes[i], &before[i], NULL);
    is_watching = 0;
    return;
  }
  terminal = *end;
  if (is_watching) return;
  is_watching = 1;
  struct sigaction action = {.sa_handler = restore};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &before[i]);
}
