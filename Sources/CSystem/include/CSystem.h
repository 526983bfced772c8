// What the Glibc module of the Swift toolchain leaves out: it is built without
// _GNU_SOURCE, and it does not import function-like macros.
//
// No system header is included here: with _GNU_SOURCE some of their types would
// differ from those that the Glibc module exports.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <stddef.h>

/// How many texts this process was started with, its own name among them.
int csystem_argument_count(void);

/// One of them, from 0.
const char *csystem_argument(int index);

/// Swaps two paths atomically. Returns 0, or -1 with `errno` set; EINVAL and
/// ENOSYS mean that this file system or kernel cannot.
int csystem_exchange(const char *a, const char *b);

/// Renames `from` to `to` unless `to` exists (EEXIST).
int csystem_rename_new(const char *from, const char *to);

/// Asks for a read lease, which is refused with EAGAIN while somebody has the
/// file open for writing, and gives it back at once.
int csystem_try_read_lease(int descriptor);

/// The same for a write lease, which is refused while anybody else has the file
/// open at all.
int csystem_try_write_lease(int descriptor);

/// Asks for memory that is backed by huge pages; a hint, never an error.
void csystem_advise_huge_pages(void *start, size_t count);

/// Sends `SIGALRM` to this thread every `microseconds`; 0 ends it.
void csystem_repeat_alarm(int microseconds);

/// The number by which statfs(2) names the kind of file system that holds `path`.
/// Returns 0, or -1 with `errno` set.
int csystem_file_system_kind(const char *path, unsigned long *kind);

/// Random bytes from the kernel; returns how many.
ptrdiff_t csystem_random(void *bytes, size_t count);

// Extended attributes of an open file, as in xattr(7).
ptrdiff_t csystem_list_attributes(int descriptor, char *names, size_t size);
ptrdiff_t csystem_get_attribute(int descriptor, const char *name, void *value, size_t size);
int csystem_remove_attribute(int descriptor, const char *name);
int csystem_set_attribute(int descriptor, const char *name, const void *value, size_t size);

/// Where `pattern` first stands in `bytes`, or null: memmem(3).
const void *csystem_find(
    const void *bytes, size_t count, const void *pattern, size_t pattern_count);

/// Where `byte` last stands in `bytes`, or null: memrchr(3).
const void *csystem_find_last(const void *bytes, size_t count, unsigned char byte);

// The status that waitpid(2) gives, taken apart: the exit status or -1, and the
// signal that ended the process or 0.
int csystem_exit_status(int status);
int csystem_signal(int status);

/// Lets a process to be spawned begin in `folder`; `actions` is a
/// `posix_spawn_file_actions_t *`.
int csystem_spawn_in_folder(void *actions, const char *folder);

/// Closes what the process to be spawned would inherit, from descriptor `first` on.
int csystem_spawn_close_from(void *actions, int first);

/// For posix_spawnattr_setflags(3): a session of its own, and the mask and the default
/// actions of signals as the attributes say.
short csystem_spawn_flags(void);

/// Makes a pipe whose ends no child inherits and that are none of the three streams.
/// Returns 0, or -1 with `errno` set.
int csystem_pipe(int *reading, int *writing);

/// Connects two ends through which messages go whole, as such a pipe.
int csystem_connection(int *first, int *second);

/// A file without a name, in memory; -1 with `errno` set.
int csystem_memory_file(void);

/// A descriptor that can be read from when `process` has ended; -1 with `errno` set.
int csystem_process_descriptor(int process);

/// Sends a signal to the process of such a descriptor; -1 with `errno` set.
int csystem_signal_process(int descriptor, int number);

// Keeper.c: what a keeper says of its program. The value is the program's id, the reason as
// in `errno`, and the status as waitpid(2) gives it.
enum { CSYSTEM_KEEPER_STARTED, CSYSTEM_KEEPER_FAILED, CSYSTEM_KEEPER_ENDED };
struct csystem_keeper_message {
  int kind;
  int value;
};

/// Starts a keeper, which starts a program as posix_spawn(3) does and keeps hold of it.
///
/// The first message tells how the start went. It is answered with a byte that is 0; until
/// then the program's id is its own. The second message tells of the program's end. The keeper
/// itself ends when all has ended that it is to end.
///
/// Each further byte that is sent to it is the number of a signal for the program's group. All
/// that descends from the program is killed when it has ended, and when the other end of the
/// connection is closed; not, with `leaves_others`, when it was sent no signal and exited
/// with 0.
///
/// Returns the keeper's process, to be waited for, or -1 with `errno` set. `supervisor` is its
/// end of the connection.
int csystem_keep(
    int supervisor, int leaves_others, const char *file, const void *actions,
    const void *attributes, char *const arguments[], char *const variables[]);

/// Blocks signals for this thread and gives a descriptor that tells of them; -1 with `errno`
/// set. Where `heeded` is not 0, those that are ignored, or blocked already, stay so and are not
/// told of. `mask_before` is a `sigset_t *`.
int csystem_watch_signals(const int *numbers, size_t count, int heeded, void *mask_before);

/// The signal that such a descriptor has to tell of, or 0 for none.
int csystem_next_signal(int descriptor);

/// Another descriptor of the same open file, none of the three streams; -1 with `errno` set.
int csystem_duplicate(int descriptor);

/// A descriptor that can be read from when something changed in one of its folders; -1 with
/// `errno` set.
int csystem_folder_watch(void);

/// Adds a folder, once: names, contents and attributes of what is in it, and the folder itself.
/// Returns -1 with `errno` set where it can't be watched.
int csystem_watch_folder(int descriptor, const char *folder);

/// A timer that can be read from once its time is over; the time in which the machine is
/// suspended counts. -1 with `errno` set.
int csystem_timer(void);

/// Sets such a timer, in nanoseconds from now; 0 rings at once. Returns -1 with `errno` set.
int csystem_set_timer(int descriptor, long nanoseconds);

/// Reads what such a descriptor has to tell, and forgets it.
void csystem_forget_events(int descriptor);

// Terminal.c: a terminal that a program uses as a whole screen.

/// What puts the terminal back: bytes for its screen, and its modes as before, a
/// `struct termios *`, or null.
struct csystem_terminal_end {
  int screen;
  const void *bytes;
  size_t count;
  int keys;
  const void *modes;
};

/// Puts the terminal back, should this process crash. What `end` points to has to stay. Null
/// ends that.
void csystem_put_back_on_crash(const struct csystem_terminal_end *end);

#endif
