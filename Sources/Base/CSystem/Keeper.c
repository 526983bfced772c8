// The keeper of a program: a process between the program and its supervisor.
//
// All processes that the program starts are descendants of the keeper, even if they left the
// program's group or session: the keeper is a subreaper, so orphans become its children. When the
// keeper has to kill the program's descendants, it therefore finds all of them, and kills no other
// process. Before it kills them, it sends SIGTERM and waits for a short time: the sandbox of Codex
// removes the empty folders that it made in the project only after Codex has ended. When the
// supervisor ends, even by SIGKILL, the connection closes, and the keeper notices that.
//
// The keeper runs in a child of fork(2) that executes only code of this file. If the supervisor has
// several threads, such a child may only call async-signal-safe functions. posix_spawn(3) is not
// async-signal-safe by POSIX, but glibc's posix_spawn neither allocates memory nor takes locks.
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

// The longest wait for killed processes: a process that hangs in the kernel does not end.
static const int sweep_milliseconds = 10000;

// The descriptor of the connection to the supervisor after close_others.
static const int connection = 0;

static void send_message(int supervisor, int kind, int value) {
  struct csystem_keeper_message message = {kind, value};
  while (send(supervisor, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

// Sends a signal to the child's group, unless the group is `told` or `last`. Returns the last group
// that got the signal. Until the child is reaped, its process id and group id are not reused, so
// no other process gets the signal. The keeper is the only process of its own group.
static pid_t signal_group(pid_t child, int number, pid_t told, pid_t last) {
  pid_t group = getpgid(child);
  if (group <= 0 || group == getpgrp()) {
    kill(child, number);
    return last;
  }
  if (group == told || group == last) return last;
  kill(-group, number);
  return group;
}

// Sends a signal to the keeper's children and their groups, except the group `told`.
static void signal_children(int number, pid_t told) {
  int list = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (list < 0) return;
  char text[4096];
  ssize_t count;
  pid_t child = 0, last = 0;
  while ((count = read(list, text, sizeof text)) > 0) {
    for (ssize_t i = 0; i < count; i++) {
      if (text[i] >= '0' && text[i] <= '9') {
        child = child * 10 + (text[i] - '0');
      } else if (child > 0) {
        last = signal_group(child, number, told, last);
        child = 0;
      }
    }
  }
  close(list);
}

static long long milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// Waits for the end of a child, for at most `milliseconds` and 100 ms.
static void await_child(int endings, long long milliseconds) {
  struct pollfd event = {.fd = endings, .events = POLLIN};
  struct signalfd_siginfo signal;
  if (poll(&event, 1, milliseconds < 100 ? (int)milliseconds : 100) > 0) {
    (void)!read(endings, &signal, sizeof signal);
  }
}

// Waits until no descendant of the keeper is left, for at most `milliseconds`. Returns whether none
// is left: orphans become children of the keeper, so a keeper without children has no descendants.
static int await_descendants(int endings, int milliseconds, int kills) {
  long long deadline = milliseconds_now() + milliseconds;
  for (;;) {
    if (kills) signal_children(SIGKILL, 0);
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (ended < 0 && errno == ECHILD) return 1;
    long long left = deadline - milliseconds_now();
    if (left <= 0) return 0;
    await_child(endings, left);
  }
}

// Kills all descendants of the keeper. Returns whether none is left.
static int sweep(int endings) { return await_descendants(endings, sweep_milliseconds, 1); }

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

// The next byte from the supervisor; 0 if none has arrived, -1 if the connection is closed.
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

// Inherited descriptors would keep files locked and pipes open.
static void close_others(int supervisor) {
  dup2(supervisor, connection);
  closefrom(connection + 1);
}

// Reports the program's end, and ends its descendants. The group `told` has already got SIGTERM.
// Returns whether no descendant is left.
static int settle(
    pid_t program, int leaves_descendants, int tidying_milliseconds, pid_t told, int endings) {
  int status = 0;
  waitpid(program, &status, 0);
  send_message(connection, CSYSTEM_KEEPER_ENDED, status);
  if (leaves_descendants && status == 0) return 0;
  signal_children(SIGTERM, told);
  return await_descendants(endings, tidying_milliseconds, 0) || sweep(endings);
}

// Returns whether no descendant is left.
static int keep(pid_t program, int leaves_descendants, int tidying_milliseconds) {
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
    case BY_ITSELF:
      return settle(program, leaves_descendants, tidying_milliseconds, 0, endings);
    case AS_ASKED: return settle(program, 0, tidying_milliseconds, program, endings);
    case SUPERVISOR_GONE:
      kill(-program, SIGKILL);
      return settle(program, 0, tidying_milliseconds, 0, endings);
  }
  return 0;
}

int csystem_keep(
    int supervisor, int leaves_descendants, int tidying_milliseconds, const char *file,
    const void *actions, const void *attributes, char *const arguments[], char *const variables[]) {
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
  _exit(keep(program, leaves_descendants, tidying_milliseconds) ? 0 : 1);
}
