import CSystem

/// Both ends of a pipe, which no child inherits by accident.
struct Pipe: ~Copyable {
  let reading: FileDescriptor
  let writing: FileDescriptor

  init() throws(SystemError) {
    var (first, second): (Int32, Int32) = (0, 0)
    try check("create", "a pipe") { csystem_pipe(&first, &second) }
    reading = FileDescriptor(number: first, path: "a pipe")
    writing = FileDescriptor(number: second, path: "a pipe")
  }

  /// The end to read from; the other one is closed.
  consuming func readingEnd() -> FileDescriptor { reading }
}
