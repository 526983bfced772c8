// What the Glibc module of the Swift toolchain leaves out: it is built without
// _GNU_SOURCE, and it does not import function-like macros.
//
// No system header is included here: with _GNU_SOURCE some of their types would
// differ from those that the Glibc module exports.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <stddef.h>
#include <stdint.h>

/// The number of arguments of this process, its own name included.
int csystem_argument_count(void);

/// An argument, counted from 0.
const char *csystem_argument(int index);

/// A variable of this process's environment as `NAME=VALUE`, counted from 0; null behind the last.
const char *csystem_variable(int index);

/// Swaps two paths atomically. Returns 0, or -1 with `errno` set; EINVAL and
/// ENOSYS mean that this file system or kernel cannot.
int csystem_exchange(const char *a, const char *b);

/// Renames `from` to `to` unless `to` exists (EEXIST).
int csystem_rename_new(const char *from, const char *to);

/// Takes a read lease, which fails with EAGAIN while the file is open for writing, and releases it
/// at once.
int csystem_try_read_lease(int descriptor);

/// The same for a write lease, which fails while the file is open anywhere else.
int csystem_try_write_lease(int descriptor);

/// Asks for memory that is backed by huge pages; a hint, never an error.
void csystem_advise_huge_pages(void *start, size_t count);

/// Sends `SIGALRM` to this thread every `microseconds`; 0 ends it.
void csystem_repeat_alarm(int microseconds);

/// Continues a CRC-32, not inverted, over the first bytes, and returns how many these are: 0 where
/// they are few, or this processor has no instruction for it.
size_t csystem_fold_crc32(uint32_t *crc, const void *bytes, size_t count);

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

/// The first occurrence of `pattern` in `bytes`, or null: memmem(3).
const void *csystem_find(
    const void *bytes, size_t count, const void *pattern, size_t pattern_count);

/// The last occurrence of `byte` in `bytes`, or null: memrchr(3).
const void *csystem_find_last(const void *bytes, size_t count, unsigned char byte);

// The parts of a status of waitpid(2): the exit status or -1, and the signal that ended the process
// or 0.
int csystem_exit_status(int status);
int csystem_signal(int status);

/// Sets the working directory of a process to be spawned; `actions` is a
/// `posix_spawn_file_actions_t *`.
int csystem_spawn_in_folder(void *actions, const char *folder);

/// Closes the descriptors from `first` on in a process to be spawned.
int csystem_spawn_close_from(void *actions, int first);

/// The flags for posix_spawnattr_setflags(3): a session of its own, and the signal mask and default
/// actions of the attributes.
short csystem_spawn_flags(void);

/// Creates a pipe whose ends child processes do not inherit, and are above the standard streams.
/// Returns 0, or -1 with `errno` set.
int csystem_pipe(int *reading, int *writing);

/// Creates a connection for whole messages, with ends like those of such a pipe.
int csystem_connection(int *first, int *second);

/// A file without a name, in memory; -1 with `errno` set.
int csystem_memory_file(void);

/// A descriptor that becomes readable when `process` has ended; -1 with `errno` set.
int csystem_process_descriptor(int process);

/// Sends a signal to the process of such a descriptor; -1 with `errno` set.
int csystem_signal_process(int descriptor, int number);

// Keeper.c: the messages of a keeper about its program. The value is the program's id, the reason as
// in `errno`, and the status as waitpid(2) gives it.
enum { CSYSTEM_KEEPER_STARTED, CSYSTEM_KEEPER_FAILED, CSYSTEM_KEEPER_ENDED };
struct csystem_keeper_message {
  int kind;
  int value;
};

/// Starts a keeper, which starts a program as posix_spawn(3) does, and supervises it.
///
/// The first message is the result of the start. It is answered with a byte that is 0; until then the
/// program is not reaped, so that its id is not reused. The second message is the program's end. The
/// keeper itself ends after all processes that it has to kill, with 0 where no descendant is left.
///
/// Each further byte that is sent to it is the number of a signal for the program's group. All
/// descendants of the program are killed when it has ended, and when the other end of the connection
/// is closed; but not, with `leaves_descendants`, when it was sent no signal and exited with 0.
///
/// Returns the keeper's process, to be waited for, or -1 with `errno` set. `supervisor` is the
/// keeper's end of the connection.
int csystem_keep(
    int supervisor, int leaves_descendants, const char *file, const void *actions,
    const void *attributes, char *const arguments[], char *const variables[]);

/// Blocks signals for this thread and returns a descriptor that receives them; -1 with `errno` set.
/// Where `skips_ignored` is not 0, signals that are ignored or blocked already are left alone.
/// `mask_before` is a `sigset_t *`.
int csystem_watch_signals(const int *numbers, size_t count, int skips_ignored, void *mask_before);

/// Whether a signal is ignored: not 0 where it is.
int csystem_ignores_signal(int number);

/// The next signal of such a descriptor, or 0 for none.
int csystem_next_signal(int descriptor);

/// Another descriptor of the same open file, above the standard streams; -1 with `errno` set.
int csystem_duplicate(int descriptor);

/// A descriptor that becomes readable after a change in one of its folders; -1 with `errno` set.
int csystem_folder_watch(void);

/// Adds a folder: names, contents and attributes of its files, and the folder itself. Returns -1 with
/// `errno` set when it can't be watched.
int csystem_watch_folder(int descriptor, const char *folder);

/// A timer that becomes readable when its time is over; the time in which the machine is suspended
/// counts. -1 with `errno` set.
int csystem_timer(void);

/// Sets such a timer, in nanoseconds from now; 0 is over at once. Returns -1 with `errno` set.
int csystem_set_timer(int descriptor, long nanoseconds);

/// Discards the pending events of such a descriptor.
void csystem_forget_events(int descriptor);

/// What tests ask before this thread changes a file; null where nothing does.
void *csystem_file_watcher(void);
void csystem_watch_files(void *watcher);

// Terminal.c: a terminal in full-screen use.

/// The state to restore a terminal to: bytes for its screen, and its modes, a `struct termios *`, or
/// null.
struct csystem_terminal_end {
  int screen;
  const void *bytes;
  size_t count;
  int keys;
  const void *modes;
};

/// Restores the terminal when this process crashes; null cancels that. The pointers of `end` must
/// stay valid.
void csystem_put_back_on_crash(const struct csystem_terminal_end *end);

#endif
