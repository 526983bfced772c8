import CSystem
import Glibc

/// The bytes of a whole file in memory of its own, and what the file was when
/// they were read.
///
/// The memory does not come from `malloc`: a queue of 30 MB is read a tenth
/// faster into huge pages.
public final class FileContents: Sendable {
  /// The bytes, for as long as this object lives.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory.prefix) }
  public let status: FileStatus
  /// Whether the file changed while it was read, so that the bytes may be a
  /// mixture.
  public let isTorn: Bool

  private let memory: Memory

  /// Reads `descriptor` from its beginning, in one pass.
  public init(reading descriptor: borrowing FileDescriptor) throws(SystemError) {
    let status = try descriptor.status()
    guard status.kind == .regular else {
      throw .notARegularFile(descriptor.path, status.kind)
    }
    // One byte more, so that a file that grew meanwhile shows it.
    let memory = try Memory(capacity: status.identity.size + 1, path: descriptor.path)
    while memory.count < memory.capacity {
      let got = try check("read", descriptor.path) {
        pread(
          descriptor.number, memory.start + memory.count, memory.capacity - memory.count,
          memory.count)
      }
      if got == 0 { break }
      memory.count += got
    }
    self.memory = memory
    self.status = status
    isTorn = try descriptor.status().identity != status.identity
  }
}

/// Anonymous memory that is filled once and read ever after.
///
/// `@unchecked`: `count` changes only inside the initializer that made it.
private final class Memory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
  let capacity: Int
  var count = 0

  init(capacity: Int, path: String) throws(SystemError) {
    let start = mmap(nil, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start, start != MAP_FAILED else { throw .last("read", path) }
    if capacity > 2 << 20 { csystem_advise_huge_pages(start, capacity) }
    self.start = start
    self.capacity = capacity
  }

  deinit { munmap(start, capacity) }

  var prefix: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}
