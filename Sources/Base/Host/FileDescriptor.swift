import CSystem
import Glibc

/// An open file, closed when it goes out of scope.
public struct FileDescriptor: ~Copyable {
  public let number: Int32
  /// The path by which the file was opened, for messages.
  public private(set) var path: String

  /// How a file is opened. With `reading`, `writingNonblocking` and `directory` a symbolic link is
  /// followed; with the other modes opening a link fails.
  public enum Mode: Sendable {
    case reading
    case readingNoLink
    /// For reading and writing; the file must exist.
    case updating
    /// For reading and writing; the file is created when it is missing.
    case updatingOrCreating(permissions: UInt32)
    /// For reading, and for writing at the end even if others write as well; the file must exist.
    case appending
    /// Like `appending`; the file is created when it is missing.
    case appendingOrCreating(permissions: UInt32)
    /// For reading and writing; the file must not exist.
    case creating(permissions: UInt32)
    /// For writing without blocking: a write to a full pipe or terminal fails with `EAGAIN`. A
    /// terminal does not become the controlling terminal.
    case writingNonblocking
    /// A folder, to be synced or listed.
    case directory
  }

  public init(opening path: String, for mode: Mode) throws(SystemError) {
    let (flags, permissions, action): (Int32, UInt32, SystemError.Action) =
      switch mode {
      case .reading: (O_RDONLY | O_NONBLOCK, 0, .read)
      case .readingNoLink: (O_RDONLY | O_NONBLOCK | O_NOFOLLOW, 0, .read)
      case .updating: (O_RDWR | O_NOFOLLOW, 0, .write)
      case .updatingOrCreating(let permissions):
        (O_RDWR | O_CREAT | O_NOFOLLOW, permissions, .create)
      case .appending: (O_RDWR | O_APPEND | O_NOFOLLOW, 0, .write)
      case .appendingOrCreating(let permissions):
        (O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, permissions, .write)
      case .creating(let permissions): (O_RDWR | O_CREAT | O_EXCL, permissions, .create)
      case .writingNonblocking: (O_WRONLY | O_NONBLOCK | O_NOCTTY, 0, .write)
      case .directory: (O_RDONLY | O_DIRECTORY, 0, .open)
      }
    number = try check(action, path) {
      if flags & O_CREAT == 0 { return open(path, flags | O_CLOEXEC) }
      return FileChange.call(.createFile(path)) {
        open(path, flags | O_CLOEXEC, permissions)
      }
    }
    self.path = path
  }

  /// Takes ownership of an open descriptor.
  ///
  /// - Parameters:
  ///   - number: the descriptor, which only this value closes.
  ///   - path: the file's name in messages.
  init(number: Int32, path: String) { (self.number, self.path) = (number, path) }

  /// Creates a file in memory, which is gone when it is closed.
  ///
  /// - Parameter path: its name in messages, such as the file from which its bytes come.
  public init(inMemoryFor path: String) throws(SystemError) {
    number = try check(.create, path) { csystem_memory_file() }
    self.path = path
  }

  deinit { close(number) }

  public func status() throws(SystemError) -> FileStatus {
    var status = stat()
    try check(.read, path) { fstat(number, &status) }
    return FileStatus(status)
  }

  /// Throws when the file has several hard links.
  public func checkHasOneLink() throws(SystemError) {
    if try status().links > 1 { throw .otherName(path) }
  }

  /// Renames the file, and replaces a file that has the new name.
  public mutating func move(to path: String) throws(SystemError) {
    try Directory.move(self.path, to: path)
    self.path = path
  }

  /// Makes written bytes durable: fsync(2).
  public func sync() throws(SystemError) {
    try check(.sync, path) { FileChange.call(.sync(path)) { fsync(number) } }
  }

  /// Makes written bytes durable, but not the times of the file: fdatasync(2).
  public func syncData() throws(SystemError) {
    try check(.sync, path) { FileChange.call(.sync(path)) { fdatasync(number) } }
  }

  public func truncate(to size: Int) throws(SystemError) {
    try check(.write, path) {
      FileChange.call(.resize(path)) { ftruncate(number, size) }
    }
  }

  /// Reads up to `count` bytes from `offset`; fewer at the end of the file.
  ///
  /// - Throws: `tooLarge` if `count` is more than 1 GB, because a sparse file can have any size.
  public func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
    if count > 1 << 30 { throw .tooLarge(path, count, limit: 1 << 30) }
    var failure: SystemError?
    // Callers may pass a limit that is far above the size, so the bytes are not set first.
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, total in
      while total < count {
        do throws(SystemError) {
          let got = try check(.read, path) {
            pread(number, buffer.baseAddress! + total, count - total, offset + total)
          }
          if got == 0 { return }
          total += got
        } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Whether any process has this file open for writing; `nil` if the system can't tell: the file
  /// has another owner, or its file system has no leases.
  ///
  /// The descriptor must be open for reading only: a writing descriptor of this process counts as a
  /// writer, too.
  public func hasWriter() -> Bool? {
    if csystem_try_read_lease(number) == 0 { return false }
    return errno == EAGAIN ? true : nil
  }

  /// Whether no other descriptor of the file is open, for reading or writing; also `false` if the
  /// system can't tell.
  public func isOpenOnlyHere() -> Bool { csystem_try_write_lease(number) == 0 }
}

extension FileDescriptor {
  // MARK: Reading and writing

  /// Reads the whole file, up to its current size.
  ///
  /// - Parameter limit: the largest size in bytes; the limit of `read` applies, too.
  public func readWhole(upTo limit: Int = .max) throws(SystemError) -> [UInt8] {
    let size = try status().identity.size
    if size > limit { throw .tooLarge(path, size, limit: limit) }
    return try read(size, at: 0)
  }

  /// Reads a file whose status shows no size, such as a file of `/proc`.
  func readToEnd() throws(SystemError) -> [UInt8] {
    // Most files of `/proc` have a few hundred bytes.
    var (bytes, part): ([UInt8], Int) = ([], 1 << 12)
    while true {
      let more = try read(part, at: bytes.count)
      bytes += more
      if more.count < part { return bytes }
      part = 1 << 16
    }
  }

  /// Writes all of `bytes`, with further system calls only if the first one writes a part.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = try check(.write, path) {
        FileChange.call(.write(path)) {
          Glibc.write(number, rest.baseAddress, rest.count)
        }
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Writes all of `bytes` at `offset`.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      written += try check(.write, path) {
        FileChange.call(.write(path)) {
          pwrite(number, bytes.baseAddress! + written, bytes.count - written, offset + written)
        }
      }
    }
  }

  public func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    try bytes.span.bytes.withUnsafeBytes { (buffer) throws(SystemError) in
      try write(buffer, at: offset)
    }
  }

  public func write(_ bytes: [UInt8]) throws(SystemError) {
    try bytes.span.bytes.withUnsafeBytes { (buffer) throws(SystemError) in try write(buffer) }
  }

  public func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }

  /// Writes `pieces` one after another, without copying them into one buffer.
  public func write(gathering pieces: [UnsafeRawBufferPointer]) throws(SystemError) {
    var vectors = pieces.filter { !$0.isEmpty }.map {
      iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
    }
    while !vectors.isEmpty {
      let limit = Int32(min(vectors.count, 1024))
      var count = try check(.write, path) {
        FileChange.call(.write(path)) {
          writev(number, vectors, limit)
        }
      }
      let done = vectors.prefix { vector in
        guard vector.iov_len <= count else { return false }
        count -= vector.iov_len
        return true
      }
      vectors.removeFirst(done.count)
      if count > 0 {
        vectors[0].iov_base += count
        vectors[0].iov_len -= count
      }
    }
  }

  /// Replaces this file's bytes by the bytes of `source`, durably.
  public func copy(from source: borrowing FileDescriptor) throws(SystemError) {
    let contents = try FileContents(reading: source)
    // The bytes are valid only as long as `contents` exists.
    defer { withExtendedLifetime(contents) {} }
    try write(contents.bytes, at: 0)
    try truncate(to: contents.bytes.count)
    try sync()
  }

  /// Writes bytes of `source` at the current offset of this file. The bytes are read in pieces, so
  /// the memory does not grow with their number.
  public func append(
    _ source: borrowing FileDescriptor, from start: Int, to end: Int
  ) throws(SystemError) {
    var offset = start
    while offset < end {
      let piece = try source.read(min(1 << 18, end - offset), at: offset)
      if piece.isEmpty { break }
      try write(piece)
      offset += piece.count
    }
  }

  // MARK: Locking and waiting

  /// Locks this file against other processes that lock it, too. Returns `false` if another process
  /// has the lock.
  ///
  /// The lock ends when this descriptor and all copies that child processes inherited are closed.
  public func tryLock() throws(SystemError) -> Bool {
    if flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
    if errno == EWOULDBLOCK { return false }
    throw .last(.lock, path)
  }

  /// Ends the lock, even if a child shares the descriptor.
  public func unlock() { flock(number, LOCK_UN) }

  /// Waits until there is something to read or the input ends; `false` if the time passed.
  func becomesReadable(within timeout: Duration) -> Bool {
    let clock = Clock.system
    let started = clock.monotonic()
    while true {
      let rest = timeout - (clock.monotonic() - started)
      var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      // poll(2) may return too early, after a signal or after the longest time that it accepts.
      if poll(&request, 1, rest.pollMilliseconds) > 0 { return true }
      if rest <= .zero { return false }
    }
  }
}
