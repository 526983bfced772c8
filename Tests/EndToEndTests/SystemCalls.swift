import TestSupport

/// The system calls that matter to a rewrite.
enum SystemCalls {
  /// Those that change a file or a name, those that print, and the end.
  static let changing = [
    "open", "openat", "creat", "write", "writev", "pwrite64", "pwritev", "ftruncate", "fallocate",
    "copy_file_range", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat",
    "symlinkat", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "utimensat", "fchmod",
    "fchmodat", "fchown", "fchownat", "fsetxattr", "exit_group",
  ]
}

extension Strace.Call {
  /// Whether it changes anything: reading, and opening for it, does not.
  var isChanging: Bool {
    if name.hasPrefix("open") {
      return arguments.contains("O_CREAT") || arguments.contains("O_TRUNC")
    }
    return !isRead
  }

  var isRead: Bool { ["read", "pread64", "readv", "preadv"].contains(name) }

  var isWrite: Bool { ["write", "writev", "pwrite64", "pwritev"].contains(name) }

  var isSync: Bool { name == "fsync" || name == "fdatasync" }

  /// Whether the first file that it names, or the open one it is about, has this
  /// path, seen from the folder of the test.
  func concerns(_ path: String) -> Bool {
    arguments.contains("/\(path)>") || arguments.contains("/\(path)\"")
  }
}
