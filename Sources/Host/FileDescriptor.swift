import CSystem
import Glibc

/// An open file, closed when it goes out of scope.
public struct FileDescriptor: ~Copyable {
  /// The number by which the kernel knows it.
  public let number: Int32
  /// The path it was opened by, for messages.
  public private(set) var path: String

  /// How a file is opened. A link is followed only for `reading`.
  public enum Mode: Sendable {
    case reading
    /// For reading; a link is refused.
    case readingNoLink
    /// For reading and writing; the file must exist.
    case updating
    /// For reading and writing; the file is made when it is missing.
    case updatingOrCreating(permissions: UInt32)
    /// Each write goes to the end, also when others write too; the file must exist.
    case updatingAtEnd
    /// The same; the file is made when it is missing.
    case appending(permissions: UInt32)
    /// The file must not exist.
    case creating(permissions: UInt32)
    /// For writing to what may have no room for long: who writes is told so, and waits for
    /// nothing. It does not become this session's terminal.
    case writingAtOnce
    /// A folder, to be synced or listed.
    case directory
  }

  public init(opening path: String, for mode: Mode) throws(SystemError) {
    let (flags, permissions, action): (Int32, UInt32, String) =
      switch mode {
      case .reading: (O_RDONLY | O_NONBLOCK, 0, "read")
      case .readingNoLink: (O_RDONLY | O_NONBLOCK | O_NOFOLLOW, 0, "read")
      case .updating: (O_RDWR | O_NOFOLLOW, 0, "write")
      case .updatingOrCreating(let permissions):
        (O_RDWR | O_CREAT | O_NOFOLLOW, permissions, "create")
      case .updatingAtEnd: (O_RDWR | O_APPEND | O_NOFOLLOW, 0, "write")
      case .appending(let permissions):
        (O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, permissions, "write")
      case .creating(let permissions): (O_RDWR | O_CREAT | O_EXCL, permissions, "create")
      case .writingAtOnce: (O_WRONLY | O_NONBLOCK | O_NOCTTY, 0, "write")
      case .directory: (O_RDONLY | O_DIRECTORY, 0, "open")
      }
    number = try check(action, path) { open(path, flags | O_CLOEXEC, permissions) }
    self.path = path
  }

  /// Takes an open file over from the system.
  ///
  /// - Parameters:
  ///   - number: nobody else closes it.
  ///   - path: what messages call it.
  init(number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  deinit { close(number) }

  /// What the file is now.
  public func status() throws(SystemError) -> FileStatus {
    var status = stat()
    try check("read", path) { fstat(number, &status) }
    return FileStatus(status)
  }

  /// Refuses a file that has another name, too, which may be anywhere.
  public func checkHasOneLink() throws(SystemError) {
    if try status().links > 1 { throw .otherName(path) }
  }

  /// Gives the file another name, replacing what has it.
  public mutating func move(to path: String) throws(SystemError) {
    try Directory.move(self.path, to: path)
    self.path = path
  }

  /// Makes what was written durable.
  public func sync() throws(SystemError) { try check("sync", path) { fsync(number) } }

  /// Makes what was written durable, without times that nobody needs to read it.
  public func syncData() throws(SystemError) { try check("sync", path) { fdatasync(number) } }

  public func truncate(to size: Int) throws(SystemError) {
    try check("write", path) { ftruncate(number, size) }
  }

  /// Reads up to `count` bytes from `offset`; fewer at the end of the file.
  ///
  /// - Throws: for more than 1 GB, too: a sparse file can have any size.
  public func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
    if count > 1 << 30 { throw SystemError(code: EFBIG, action: "read", path: path) }
    var bytes = [UInt8](repeating: 0, count: count)
    var total = 0
    while total < count {
      let got = try check("read", path) {
        bytes.withUnsafeMutableBytes {
          pread(number, $0.baseAddress! + total, count - total, offset + total)
        }
      }
      if got == 0 { break }
      total += got
    }
    bytes.removeLast(count - total)
    return bytes
  }

  /// Whether somebody has this file open for writing; `nil` where the system
  /// can't tell (another owner's file, a file system without leases).
  ///
  /// Open it for reading only: one's own descriptor for writing counts too.
  public func hasWriter() -> Bool? {
    if csystem_try_read_lease(number) == 0 { return false }
    return errno == EAGAIN ? true : nil
  }

  /// Whether nobody else has this file open, for reading or writing; `false` too
  /// where the system can't tell.
  public func isOpenOnlyHere() -> Bool { csystem_try_write_lease(number) == 0 }
}
