// The keeper of a program: a process between it and the one that supervises it.
//
// All processes that the program starts are descendants of the keeper, also those that left the
// program's group or session: the keeper is a subreaper, so that orphans become its children. So it
// finds all of them when they have to be killed, and kills no other process. It notices the end of
// its supervisor, also by SIGKILL, when their connection is closed.
//
// It runs in a child of fork(2) that never leaves this file. When the supervisor has several
// threads, such a child may only call async-signal-safe functions. posix_spawn(3) is not one of
// them, but glibc's neither allocates nor locks.
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

// The longest wait for killed processes: one that hangs in the kernel does not end.
static const int sweep_seconds = 10;

// The connection to the supervisor, after close_others.
static const int connection = 0;

static void send_message(int supervisor, int kind, int value) {
  struct csystem_keeper_message message = {kind, value};
  while (send(supervisor, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

// The ids of a child and of its group are not reused until the child is reaped, so that no other
// process is killed. The keeper's own group has no other process.
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

// Waits for the end of a child, 100 ms at most.
static void await_child(int endings) {
  struct pollfd event = {.fd = endings, .events = POLLIN};
  struct signalfd_siginfo signal;
  if (poll(&event, 1, 100) > 0) (void)!read(endings, &signal, sizeof signal);
}

// Kills all descendants of the keeper. Returns whether none is left: orphans become its children, so
// that without a child it has no descendant.
static int sweep(int endings) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  time_t deadline = now.tv_sec + sweep_seconds;
  while (now.tv_sec <= deadline) {
    kill_children();
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (ended < 0 && errno == ECHILD) return 1;
    await_child(endings);
    clock_gettime(CLOCK_MONOTONIC, &now);
  }
  return 0;
}

// Reaps ended children, except the program, whose id must not be reused yet. Returns whether the
// program has ended.
static int reap_others(pid_t program) {
  for (;;) {
    siginfo_t ended = {0};
    if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid == 0) return 0;
    if (ended.si_pid == program) return 1;
    waitpid(ended.si_pid, NULL, 0);
  }
}

enum ending { BY_ITSELF, AS_ASKED, SUPERVISOR_GONE };

// The next byte of the supervisor; 0 when there is none yet, -1 when the connection is closed.
static int receive(int flags) {
  char number;
  ssize_t count = recv(connection, &number, 1, flags);
  if (count == 1) return number;
  return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

// Forwards signals to the program's group, until the program or the supervisor ends.
static enum ending attend(pid_t program, int endings) {
  enum ending ending = BY_ITSELF;
  // Until the supervisor has identified the program, its id must not be reused.
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
      struct signalfd_siginfo signal;
      (void)!read(endings, &signal, sizeof signal);
      if (reap_others(program)) return ending;
    }
  }
}

static int has_succeeded(pid_t program) {
  siginfo_t ended = {0};
  return waitid(P_PID, (id_t)program, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         ended.si_pid == program && ended.si_code == CLD_EXITED && ended.si_status == 0;
}

// Inherited descriptors would keep files locked and pipes open.
static void close_others(int supervisor) {
  dup2(supervisor, connection);
  closefrom(connection + 1);
}

// Reports the program's end, and kills its descendants. Returns whether none is left.
static int settle(pid_t program, int leaves_descendants, int endings) {
  int leaves = leaves_descendants && has_succeeded(program);
  // The group at once, so that none of it can start another process. Until the program is reaped,
  // the group's id is not reused.
  if (!leaves) kill(-program, SIGKILL);
  int status = 0;
  waitpid(program, &status, 0);
  send_message(connection, CSYSTEM_KEEPER_ENDED, status);
  return !leaves && sweep(endings);
}

// Returns whether no descendant is left.
static int keep(pid_t program, int leaves_descendants) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  int endings = signalfd(-1, &child, SFD_CLOEXEC);
  if (endings < 0) {
    int reason = errno;
    kill(-program, SIGKILL);
    int is_swept = sweep(-1);
    send_message(connection, CSYSTEM_KEEPER_FAILED, reason);
    return is_swept;
  }
  send_message(connection, CSYSTEM_KEEPER_STARTED, program);
  switch (attend(program, endings)) {
    case BY_ITSELF: return settle(program, leaves_descendants, endings);
    case AS_ASKED: return settle(program, 0, endings);
    case SUPERVISOR_GONE:
      kill(-program, SIGKILL);
      return sweep(endings);
  }
  return 0;
}

int csystem_keep(
    int supervisor, int leaves_descendants, const char *file, const void *actions,
    const void *attributes, char *const arguments[], char *const variables[]) {
  sigset_t all, before;
  sigfillset(&all);
  // No handler of the supervisor may run in the keeper, and only SIGKILL may end it.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t keeper = fork();
  if (keeper != 0) {
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return keeper;
  }
  // A process that ignores this signal cannot wait for its children.
  signal(SIGCHLD, SIG_DFL);
  setsid();
  prctl(PR_SET_NAME, "keeper");
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t program;
  int reason = posix_spawn(&program, file, actions, attributes, arguments, variables);
  if (reason != 0) {
    send_message(supervisor, CSYSTEM_KEEPER_FAILED, reason);
    _exit(1);
  }
  close_others(supervisor);
  _exit(keep(program, leaves_descendants) ? 0 : 1);
}
