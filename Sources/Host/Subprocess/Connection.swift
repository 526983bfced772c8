import CSystem

/// Both ends of a connection with a process to be started, which no other one inherits by
/// accident.
struct Connection: ~Copyable {
  let own: FileDescriptor
  let theirs: FileDescriptor

  init() throws(SystemError) {
    var (first, second): (Int32, Int32) = (0, 0)
    try check("create", "a connection") { csystem_connection(&first, &second) }
    own = FileDescriptor(number: first, path: "a connection")
    theirs = FileDescriptor(number: second, path: "a connection")
  }

  /// This process's end; the other one is closed, so that its end is noticed.
  consuming func ownEnd() -> FileDescriptor { own }
}
