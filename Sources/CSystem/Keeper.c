// The keeper of a program: a process between it and the one that supervises it.
//
// All that the program starts descends from the keeper, however it left the program's group
// or session: what loses its parent becomes the keeper's child. So the keeper finds all of it
// when it is to end, and ends nobody else. It sees its supervisor die, be it by SIGKILL, when
// their connection closes.
//
// It runs in a child of fork(2) that never leaves this file. Where the supervisor has several
// threads, such a child may only make calls that are async-signal-safe. posix_spawn(3) is not
// on the list, but glibc's neither allocates nor locks.
#define _GNU_SOURCE 1
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The longest that ended programs are waited for: one that hangs in the kernel does not die.
static const int sweep_seconds = 10;

// Its connection with the supervisor, once all else is closed.
static const int connection = 0;

static void tell(int supervisor, int kind, int value) {
  struct csystem_keeper_message message = {kind, value};
  while (send(supervisor, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

// A child that nobody waited for keeps its id, and its group that group's id: no other process
// is hit. The keeper's own group has nobody else in it.
static void kill_child(pid_t child) {
  pid_t group = getpgid(child);
  if (group > 0 && group != getpgrp()) kill(-group, SIGKILL);
  kill(child, SIGKILL);
}

static void kill_children(void) {
  int list = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (list < 0) return;
  char text[4096];
  ssize_t count;
  pid_t child = 0;
  while ((count = read(list, text, sizeof text)) > 0) {
    for (ssize_t i = 0; i < count; i++) {
      if (text[i] >= '0' && text[i] <= '9') {
        child = child * 10 + (text[i] - '0');
      } else if (child > 0) {
        kill_child(child);
        child = 0;
      }
    }
  }
  close(list);
}

// Waits for a child to end, but not for long.
static void await_child(int endings) {
  struct pollfd event = {.fd = endings, .events = POLLIN};
  struct signalfd_siginfo told;
  if (poll(&event, 1, 100) > 0) (void)!read(endings, &told, sizeof told);
}

// Ends all that descends from the keeper.
static void sweep(int endings) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  time_t deadline = now.tv_sec + sweep_seconds;
  while (now.tv_sec <= deadline) {
    kill_children();
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (ended < 0 && errno == ECHILD) return;
    await_child(endings);
    clock_gettime(CLOCK_MONOTONIC, &now);
  }
}

// Waits for what ended, the program excepted: its id must stay its own. Returns whether that
// one is among them.
static int reap_others(pid_t program) {
  for (;;) {
    siginfo_t ended = {0};
    if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid == 0) return 0;
    if (ended.si_pid == program) return 1;
    waitpid(ended.si_pid, NULL, 0);
  }
}

enum ending { BY_ITSELF, AS_ASKED, SUPERVISOR_GONE };

// What the supervisor sends; 0 where that is nothing yet, -1 when it is gone.
static int receive(int flags) {
  char number;
  ssize_t count = recv(connection, &number, 1, flags);
  if (count == 1) return number;
  return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

// Passes signals on to the program's group, until the program ends or the supervisor does.
static enum ending attend(pid_t program, int endings) {
  enum ending ending = BY_ITSELF;
  // The supervisor looks at the program first, whose id must be its own until then.
  if (receive(0) < 0) return SUPERVISOR_GONE;
  for (;;) {
    struct pollfd events[] = {
        {.fd = connection, .events = POLLIN}, {.fd = endings, .events = POLLIN}};
    if (poll(events, 2, -1) < 0) continue;
    if (events[0].revents) {
      int number = receive(MSG_DONTWAIT);
      if (number < 0) return SUPERVISOR_GONE;
      if (number > 0) {
        ending = AS_ASKED;
        kill(-program, number);
      }
    }
    if (events[1].revents) {
      struct signalfd_siginfo told;
      (void)!read(endings, &told, sizeof told);
      if (reap_others(program)) return ending;
    }
  }
}

static int has_succeeded(pid_t program) {
  siginfo_t ended = {0};
  return waitid(P_PID, (id_t)program, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         ended.si_pid == program && ended.si_code == CLD_EXITED && ended.si_status == 0;
}

// Descriptors that were not meant for it would keep files locked and pipes open.
static void close_others(int supervisor) {
  dup2(supervisor, connection);
  closefrom(connection + 1);
}

// Tells of the program's end, and ends what it left.
static void settle(pid_t program, int leaves_others, int endings) {
  int leaves = leaves_others && has_succeeded(program);
  // All at once, so that none of the group starts another one meanwhile. Until the program is
  // waited for the group's id is its own.
  if (!leaves) kill(-program, SIGKILL);
  int status = 0;
  waitpid(program, &status, 0);
  tell(connection, CSYSTEM_KEEPER_ENDED, status);
  if (!leaves) sweep(endings);
}

static void keep(pid_t program, int leaves_others) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  int endings = signalfd(-1, &child, SFD_CLOEXEC);
  if (endings < 0) {
    int reason = errno;
    kill(-program, SIGKILL);
    sweep(-1);
    tell(connection, CSYSTEM_KEEPER_FAILED, reason);
    return;
  }
  tell(connection, CSYSTEM_KEEPER_STARTED, program);
  switch (attend(program, endings)) {
    case BY_ITSELF: return settle(program, leaves_others, endings);
    case AS_ASKED: return settle(program, 0, endings);
    case SUPERVISOR_GONE:
      kill(-program, SIGKILL);
      return sweep(endings);
  }
}

int csystem_keep(
    int supervisor, int leaves_others, const char *file, const void *actions,
    const void *attributes, char *const arguments[], char *const variables[]) {
  sigset_t all, before;
  sigfillset(&all);
  // No handler of the supervisor's may run in the keeper, and no signal but SIGKILL end it.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t keeper = fork();
  if (keeper != 0) {
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return keeper;
  }
  // Who ignores this signal has no children to wait for.
  signal(SIGCHLD, SIG_DFL);
  setsid();
  prctl(PR_SET_NAME, "keeper");
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t program;
  int reason = posix_spawn(&program, file, actions, attributes, arguments, variables);
  if (reason != 0) {
    tell(supervisor, CSYSTEM_KEEPER_FAILED, reason);
    _exit(1);
  }
  close_others(supervisor);
  keep(program, leaves_others);
  _exit(0);
}
