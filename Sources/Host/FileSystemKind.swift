import CSystem

/// What kind of file system holds a file.
public struct FileSystemKind: Equatable, Sendable {
  /// What such a file system does not promise.
  public enum Nature: Equatable, Sendable {
    /// On a disk of this machine.
    case local
    /// A layer over others, which it never writes.
    case layered
    /// In this machine's memory: nothing outlives a restart.
    case memory
    /// Other machines use it too.
    case network
    /// A program in between, which may do as it likes.
    case program
    case unknown
  }

  /// As mount(8) writes it; a number in hexadecimal where nobody knows it.
  public let name: String
  public let nature: Nature

  /// The name, with what to know of such a file system before one relies on it, if anything.
  public var described: String { caution.map { "\(name): \($0)" } ?? name }

  private var caution: String? {
    switch nature {
    case .local, .unknown: nil
    case .layered: "a file of a lower layer becomes another one when it is first written"
    case .memory: "nothing outlives a restart"
    case .network: "locks, swaps and saves of other machines are not promised"
    case .program: "what the program behind it promises is not known"
    }
  }

  /// The kind of the file system that holds `path`.
  public init(of path: String) throws(SystemError) {
    var number: UInt = 0
    try check("read", path) { csystem_file_system_kind(path, &number) }
    self.init(number: UInt32(truncatingIfNeeded: number))
  }

  /// - Parameter number: as in statfs(2).
  public init(number: UInt32) {
    let known = Self.known.first { $0.number == number }
    name = known?.name ?? "0x\(String(number, radix: 16))"
    nature = known?.nature ?? .unknown
  }

  /// Source: linux/magic.h, and the file systems that are not in it.
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
