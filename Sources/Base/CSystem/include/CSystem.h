// Functions that the Glibc module of the Swift toolchain lacks: the module is built without
// _GNU_SOURCE, and does not import function-like macros.
//
// This header includes no system header: with _GNU_SOURCE, some types in system headers would
// differ from the types that the Glibc module exports.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <stddef.h>
#include <stdint.h>

/// The number of this process's arguments, including its name.
int csystem_argument_count(void);

/// The argument at `index`, counted from 0.
const char *csystem_argument(int index);

/// A variable of this process's environment as `NAME=VALUE`, counted from 0; null after the last
/// one.
const char *csystem_variable(int index);

/// Swaps two paths atomically. Returns 0, or -1 with `errno` set; EINVAL and ENOSYS mean that this
/// file system or kernel can't swap paths.
int csystem_exchange(const char *a, const char *b);

/// Renames `from` to `to` unless `to` exists (EEXIST).
int csystem_rename_new(const char *from, const char *to);

/// Takes a read lease and releases it at once. Fails with EAGAIN while the file is open for
/// writing.
int csystem_try_read_lease(int descriptor);

/// Takes a write lease and releases it at once. Fails with EAGAIN while the file is open anywhere
/// else.
int csystem_try_write_lease(int descriptor);

/// Asks the kernel to back memory with huge pages. This is a hint, and never fails.
void csystem_advise_huge_pages(void *start, size_t count);

/// The id of this thread; the first thread has the id of its process.
int csystem_thread_id(void);

/// Sends `SIGALRM` to this thread every `microseconds`; 0 stops the signals. Returns -1 if the user
/// has no timer left.
int csystem_repeat_alarm(int microseconds);

/// Continues a CRC-32, not inverted, over the first part of `bytes`, and returns the length of that
/// part. The length is 0 if `bytes` is short or the processor lacks the instruction.
size_t csystem_fold_crc32(uint32_t *crc, const void *bytes, size_t count);

/// Sets `kind` to the statfs(2) number for the type of the file system that holds `path`. Returns
/// 0, or -1 with `errno` set.
int csystem_file_system_kind(const char *path, unsigned long *kind);

/// Fills `bytes` with random bytes from the kernel, and returns their number.
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

// The two parts of a waitpid(2) status. The first is the exit status, or -1 if a signal ended the
// process; the second is that signal, or 0.
int csystem_exit_status(int status);
int csystem_signal(int status);

/// Sets the working directory for the process to be spawned; `actions` is a
/// `posix_spawn_file_actions_t *`.
int csystem_spawn_in_folder(void *actions, const char *folder);

/// Closes the descriptors from `first` upward in the process to be spawned.
int csystem_spawn_close_from(void *actions, int first);

/// Flags for posix_spawnattr_setflags(3): the process gets a new session, and the signal mask and
/// default signal actions from the attributes.
short csystem_spawn_flags(void);

/// Creates a pipe. Child processes do not inherit its ends, and both descriptors are above 2.
/// Returns 0, or -1 with `errno` set.
int csystem_pipe(int *reading, int *writing);

/// Creates a connection that keeps message boundaries. Child processes do not inherit its ends, and
/// both descriptors are above 2.
int csystem_connection(int *first, int *second);

/// Creates an unnamed file in memory and returns its descriptor; -1 with `errno` set.
int csystem_memory_file(void);

/// Returns a descriptor that becomes readable when `process` has ended; -1 with `errno` set.
int csystem_process_descriptor(int process);

/// Sends a signal to the process of a `csystem_process_descriptor`; -1 with `errno` set.
int csystem_signal_process(int descriptor, int number);

// Keeper.c: the messages of a keeper about its program. Their values are the program's process id,
// the `errno` of the failed start, and the waitpid(2) status, in this order.
enum { CSYSTEM_KEEPER_STARTED, CSYSTEM_KEEPER_FAILED, CSYSTEM_KEEPER_ENDED };
struct csystem_keeper_message {
  int kind;
  int value;
};

/// Starts a keeper, which starts a program like posix_spawn(3), and supervises the program.
///
/// The first message is the result of the start. The supervisor answers it with a zero byte; before
/// that, the keeper does not reap the program, so the program's id is not reused. The second
/// message is the program's end. The keeper ends after all processes that it has to kill. It exits
/// with 0 if no descendant is left.
///
/// Each further byte that the supervisor sends is the number of a signal for the program's group.
/// When the program has ended or the supervisor's end of the connection is closed, the keeper sends
/// SIGTERM to the descendants of the program, and kills those that are left after
/// `tidying_milliseconds`. With `leaves_descendants`, the descendants stay if the program
/// received no signal from the supervisor and exited with 0.
///
/// Returns the keeper's process, to be waited for, or -1 with `errno` set. `supervisor` is the
/// keeper's end of the connection.
int csystem_keep(
    int supervisor, int leaves_descendants, int tidying_milliseconds, const char *file,
    const void *actions, const void *attributes, char *const arguments[], char *const variables[]);

/// Blocks signals for this thread and returns a descriptor that receives them; -1 with `errno` set.
/// If `skips_ignored` is not 0, signals that are already ignored or blocked are left alone.
/// `mask_before` is a `sigset_t *`.
int csystem_watch_signals(const int *numbers, size_t count, int skips_ignored, void *mask_before);

/// Returns a value other than 0 if a signal is ignored.
int csystem_ignores_signal(int number);

/// Returns the next signal from a `csystem_watch_signals` descriptor, or 0 if there is none.
int csystem_next_signal(int descriptor);

/// Returns another descriptor of the same open file, above 2; -1 with `errno` set.
int csystem_duplicate(int descriptor);

/// Returns a descriptor that becomes readable after a change in one of the watched folders; -1 with
/// `errno` set.
int csystem_folder_watch(void);

/// Watches a folder: the folder itself, and the names, contents and attributes of its files.
/// Returns -1 with `errno` set if the folder can't be watched.
int csystem_watch_folder(int descriptor, const char *folder);

/// Returns a timer's descriptor, which becomes readable when the time is over. Time in which the
/// machine is suspended counts. Returns -1 with `errno` set on failure.
int csystem_timer(void);

/// Sets a `csystem_timer`, in nanoseconds from now; with 0 the time is over at once. Returns -1
/// with `errno` set.
int csystem_set_timer(int descriptor, long nanoseconds);

/// Discards the pending events of a folder watch or a timer.
void csystem_forget_events(int descriptor);

/// The object that tests install to be asked before this thread changes a file; null if there is
/// none.
void *csystem_file_watcher(void);
void csystem_watch_files(void *watcher);

// Terminal.c: a terminal in full-screen use.

/// How to restore a terminal: the bytes to write to its screen, and its modes as a `struct termios
/// *` or null.
struct csystem_terminal_end {
  int screen;
  const void *bytes;
  size_t count;
  int keys;
  const void *modes;
};

/// Restores the terminal when this process crashes; null cancels the restoring. The pointers of
/// `end` must stay valid.
void csystem_put_back_on_crash(const struct csystem_terminal_end *end);

#endif
