import CSystem
import Glibc

/// The bytes of a whole file, and its status when they were read.
///
/// The memory is mapped, and does not come from `malloc`, because reading a file of 30 MB into huge
/// pages takes a tenth less time.
public final class FileContents: Sendable {
  /// The bytes, which are valid as long as this object exists.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory.prefix) }
  public let status: FileStatus
  /// Whether the file changed during the read. In this case the bytes may mix two versions.
  public let isTorn: Bool

  private let memory: Memory

  /// Reads `descriptor` from its beginning, in one pass.
  public init(reading descriptor: borrowing FileDescriptor) throws(SystemError) {
    let status = try descriptor.status()
    guard status.kind == .regular else {
      throw .notARegularFile(descriptor.path, status.kind)
    }
    let size = status.identity.size
    // The memory has one byte more, which shows whether the file has grown.
    let memory = try Memory(capacity: size + 1, path: descriptor.path)
    while memory.count <= size {
      let got = try check(.read, descriptor.path) {
        pread(
          descriptor.number, memory.start + memory.count, size + 1 - memory.count, memory.count)
      }
      if got == 0 { break }
      memory.count += got
    }
    self.memory = memory
    self.status = status
    isTorn = try descriptor.status().identity != status.identity
  }
}

/// Anonymous memory that is filled one time, and then only read.
///
/// `@unchecked`: the bytes and `count` are written only while the memory is filled.
private final class Memory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
  var count = 0
  private let length: Int
  private static let hugePage = 2 << 20

  init(capacity: Int, path: String) throws(SystemError) {
    // The kernel aligns a mapping for huge pages only if its length is a multiple of the size of a
    // huge page.
    let isHuge = capacity > Self.hugePage
    length = isHuge ? (capacity + Self.hugePage - 1) & ~(Self.hugePage - 1) : capacity
    let start = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start, start != MAP_FAILED else { throw .last(.read, path) }
    if isHuge { csystem_advise_huge_pages(start, length) }
    self.start = start
  }

  deinit { munmap(start, length) }

  var prefix: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}
