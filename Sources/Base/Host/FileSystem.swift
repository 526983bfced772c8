import CSystem
import Glibc

/// The kind of a file system, which determines its guarantees.
public struct FileSystemKind: Equatable, Sendable {
  public enum Nature: Equatable, Sendable {
    /// A file system on a disk of this machine.
    case local
    /// A writable layer over read-only layers.
    case layered
    /// A file system in this machine's memory, whose files are lost at a restart.
    case memory
    /// A file system that is shared with other machines.
    case network
    /// A file system that a program serves, for example through FUSE. The guarantees of such a file
    /// system are unknown.
    case program
    case unknown
  }

  /// The type's name as mount(8) writes it; for an unknown type its number in hexadecimal.
  public let name: String
  public let nature: Nature

  /// The name, with a caution if such a file system lacks a guarantee.
  public var described: String { caution.map { "\(name): \($0)" } ?? name }

  private var caution: String? {
    switch nature {
    case .local, .unknown: nil
    case .layered: "a file of a lower layer becomes another one when it is first written"
    case .memory: "its files do not survive a restart"
    case .network: "locks, swaps and saves by other machines are not guaranteed"
    case .program: "what the program behind it guarantees is unknown"
    }
  }

  /// The kind of the file system that holds `path`.
  public init(of path: String) throws(SystemError) {
    var number: UInt = 0
    try check(.read, path) { csystem_file_system_kind(path, &number) }
    self.init(number: UInt32(truncatingIfNeeded: number))
  }

  /// - Parameter number: as in statfs(2).
  public init(number: UInt32) {
    let known = Self.known.first { $0.number == number }
    name = known?.name ?? "0x\(String(number, radix: 16))"
    nature = known?.nature ?? .unknown
  }

  /// Source: linux/magic.h; numbers that this file lacks are from the file systems' own sources.
  private static let known: [(number: UInt32, name: String, nature: Nature)] = [
    (0xEF53, "ext2/3/4", .local), (0x5846_5342, "xfs", .local), (0x9123_683E, "btrfs", .local),
    (0xF2F5_2010, "f2fs", .local), (0x2FC1_2FC1, "zfs", .local), (0xCA45_1A4E, "bcachefs", .local),
    (0x794C_7630, "overlay", .layered), (0x3153_464A, "jfs", .local),
    (0x5265_4973, "reiserfs", .local), (0x4D44, "vfat", .local), (0x2011_BAB0, "exfat", .local),
    (0x7366_746E, "ntfs3", .local), (0x0102_1994, "tmpfs", .memory),
    (0x8584_58F6, "ramfs", .memory),
    (0x6969, "nfs", .network), (0xFF53_4D42, "cifs", .network), (0xFE53_4D42, "smb2", .network),
    (0x517B, "smb", .network), (0x0102_1997, "9p", .network), (0x00C3_6400, "ceph", .network),
    (0x5346_414F, "afs", .network), (0x0BD0_0BD0, "lustre", .network),
    (0x0116_1970, "gfs2", .network),
    (0x7461_636F, "ocfs2", .network), (0x6573_5546, "fuse", .program),
  ]
}

/// The free space of a file system.
public struct DiskSpace: Equatable, Sendable {
  /// The number of bytes that this user may write.
  public let freeBytes: Int
  /// The number of files that this user may create; `nil` for a file system without such a limit.
  public let freeFiles: Int?

  public init(freeBytes: Int, freeFiles: Int?) {
    self.freeBytes = freeBytes
    self.freeFiles = freeFiles
  }

  /// The free space of the file system that holds `path`.
  public init(of path: String) throws(SystemError) {
    var status = statvfs()
    try check(.read, path) { statvfs(path, &status) }
    let bytes = status.f_bavail.multipliedReportingOverflow(by: status.f_frsize)
    freeBytes = bytes.overflow ? .max : Int(clamping: bytes.partialValue)
    freeFiles = status.f_files == 0 ? nil : Int(clamping: status.f_favail)
  }
}

extension FileSystemKind {
  /// Whether the file system that holds `path` is mounted read-only; `false` if the system can't
  /// tell.
  public static func isReadOnly(_ path: String) -> Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && status.f_flag & UInt(ST_RDONLY) != 0
  }
}

/// The mount points of this process.
public struct Mounts: Equatable, Sendable {
  private let points: Set<String>

  /// Reads the mount points from `/proc`; empty if `/proc` is missing.
  public static func current() -> Mounts {
    let text = try? FileDescriptor(opening: "/proc/self/mountinfo", for: .reading).readToEnd()
    return Mounts(mountInfo: text ?? [])
  }

  /// - Parameter mountInfo: the text of `/proc/self/mountinfo`: proc(5).
  public init(mountInfo: [UInt8]) {
    points = Set(
      mountInfo.split(separator: 10).compactMap { line in
        let fields = line.split(separator: 32, maxSplits: 5)
        return fields.count > 4 ? Self.unescaped(fields[4]) : nil
      })
  }

  /// Whether a file system is mounted on exactly this path, which must not contain links.
  public func isPoint(_ path: String) -> Bool { points.contains(path) }

  /// Decodes blanks, line breaks and backslashes; each is written as a backslash and three octal
  /// digits.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.count >= 3,
        let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
