#define _GNU_SOURCE 1
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#ifdef ORCH_PROFILES
/* The file to which a program built by automation/coverage.sh writes its coverage profile. */
const char __llvm_profile_filename[] = ORCH_PROFILES;
#endif

static int argument_count;
static char **argument_texts;

/* The C library passes the arguments to constructors, which run before main. */
__attribute__((constructor)) static void keep_arguments(int count, char **texts) {
  argument_count = count;
  argument_texts = texts;
}

int csystem_argument_count(void) { return argument_count; }

const char *csystem_argument(int index) { return argument_texts[index]; }

const char *csystem_variable(int index) { return environ ? environ[index] : NULL; }

int csystem_exchange(const char *a, const char *b) {
  return (int)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
}

int csystem_rename_new(const char *from, const char *to) {
  return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

static int try_lease(int descriptor, int kind) {
  if (fcntl(descriptor, F_SETLEASE, kind) != 0) return -1;
  return fcntl(descriptor, F_SETLEASE, F_UNLCK);
}

int csystem_try_read_lease(int descriptor) { return try_lease(descriptor, F_RDLCK); }

int csystem_try_write_lease(int descriptor) { return try_lease(descriptor, F_WRLCK); }

void csystem_advise_huge_pages(void *start, size_t count) {
  (void)madvise(start, count, MADV_HUGEPAGE);
}

int csystem_thread_id(void) { return gettid(); }

int csystem_repeat_alarm(int microseconds) {
  // A timer for each thread: setitimer(2) signals any thread, not the thread that waits.
  static _Thread_local timer_t timer;
  if (microseconds == 0) return timer_delete(timer);
  struct timespec interval = {.tv_nsec = microseconds * 1000L};
  struct itimerspec times = {.it_interval = interval, .it_value = interval};
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGALRM};
  event._sigev_un._tid = gettid();
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return -1;
  return timer_settime(timer, 0, &times, NULL);
}

int csystem_file_system_kind(const char *path, unsigned long *kind) {
  struct statfs status;
  if (statfs(path, &status) != 0) return -1;
  *kind = (unsigned long)status.f_type;
  return 0;
}

ptrdiff_t csystem_random(void *bytes, size_t count) { return getrandom(bytes, count, 0); }

ptrdiff_t csystem_list_attributes(int descriptor, char *names, size_t size) {
  return flistxattr(descriptor, names, size);
}

ptrdiff_t csystem_get_attribute(int descriptor, const char *name, void *value, size_t size) {
  return fgetxattr(descriptor, name, value, size);
}

int csystem_remove_attribute(int descriptor, const char *name) {
  return fremovexattr(descriptor, name);
}

int csystem_set_attribute(int descriptor, const char *name, const void *value, size_t size) {
  return fsetxattr(descriptor, name, value, size, 0);
}

const void *csystem_find(
    const void *bytes, size_t count, const void *pattern, size_t pattern_count) {
  return memmem(bytes, count, pattern, pattern_count);
}

const void *csystem_find_last(const void *bytes, size_t count, unsigned char byte) {
  return memrchr(bytes, byte, count);
}

int csystem_exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

int csystem_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

int csystem_spawn_in_folder(void *actions, const char *folder) {
  return posix_spawn_file_actions_addchdir_np(actions, folder);
}

int csystem_spawn_close_from(void *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

short csystem_spawn_flags(void) {
  return POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
}

// A descriptor below 3 would be overwritten when a child gets its standard streams.
static int above_streams(int descriptor) {
  if (descriptor < 0 || descriptor > 2) return descriptor;
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int reason = errno;
  close(descriptor);
  errno = reason;
  return moved;
}

static int above_streams_both(const int *ends, int *first, int *second) {
  *first = above_streams(ends[0]);
  *second = above_streams(ends[1]);
  if (*first >= 0 && *second >= 0) return 0;
  int reason = errno;
  if (*first >= 0) close(*first);
  if (*second >= 0) close(*second);
  errno = reason;
  return -1;
}

int csystem_pipe(int *reading, int *writing) {
  int ends[2];
  return pipe2(ends, O_CLOEXEC) != 0 ? -1 : above_streams_both(ends, reading, writing);
}

int csystem_connection(int *first, int *second) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  return above_streams_both(ends, first, second);
}

int csystem_memory_file(void) { return above_streams(memfd_create("input", MFD_CLOEXEC)); }

int csystem_process_descriptor(int process) {
  return (int)syscall(SYS_pidfd_open, process, 0);
}

int csystem_signal_process(int descriptor, int number) {
  return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0);
}

int csystem_ignores_signal(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int csystem_watch_signals(
    const int *numbers, size_t count, int skips_ignored, void *mask_before) {
  sigset_t wanted;
  sigemptyset(&wanted);
  if (pthread_sigmask(SIG_BLOCK, NULL, mask_before) != 0) return -1;
  for (size_t i = 0; i < count; i++) {
    struct sigaction action;
    if (skips_ignored && sigismember(mask_before, numbers[i])) continue;
    if (skips_ignored &&
        (sigaction(numbers[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN)) continue;
    sigaddset(&wanted, numbers[i]);
  }
  pthread_sigmask(SIG_BLOCK, &wanted, NULL);
  int descriptor = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor < 0) pthread_sigmask(SIG_SETMASK, mask_before, NULL);
  return descriptor;
}

int csystem_next_signal(int descriptor) {
  struct signalfd_siginfo signal;
  return read(descriptor, &signal, sizeof signal) == sizeof signal ? (int)signal.ssi_signo : 0;
}

int csystem_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }

int csystem_folder_watch(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

int csystem_watch_folder(int descriptor, const char *folder) {
  return inotify_add_watch(
      descriptor, folder,
      IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVE | IN_DELETE_SELF |
          IN_MOVE_SELF | IN_ONLYDIR);
}

int csystem_timer(void) { return timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK); }

int csystem_set_timer(int descriptor, long nanoseconds) {
  // A time of 0 would disarm the timer.
  long rest = nanoseconds > 0 ? nanoseconds : 1;
  struct itimerspec once = {.it_value = {rest / 1000000000, rest % 1000000000}};
  return timerfd_settime(descriptor, 0, &once, NULL);
}

void csystem_forget_events(int descriptor) {
  char events[4096];
  int rest = 0;
  // Reads the bytes that are available now. A loop until the descriptor is empty might never end,
  // because new events may arrive.
  ioctl(descriptor, FIONREAD, &rest);
  ssize_t count;
  do {
    count = read(descriptor, events, sizeof events);
    rest -= count;
  } while (count > 0 && rest > 0);
}

// The runtime of a static program asks /proc for the program's path before main, to find
// swift-backtrace beside the program, and aborts if there is no /proc. Programs of this package
// have no swift-backtrace.
const char *__wrap_swift_copyAuxiliaryExecutablePath(const char *name);
const char *__wrap_swift_copyAuxiliaryExecutablePath(const char *name) {
  (void)name;
  return NULL;
}

static _Thread_local void *file_watcher;

void *csystem_file_watcher(void) { return file_watcher; }

void csystem_watch_files(void *watcher) { file_watcher = watcher; }
