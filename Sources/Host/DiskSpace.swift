import Glibc

/// What is left of a file system.
public struct DiskSpace: Equatable, Sendable {
  /// The bytes that this user may still write.
  public let freeBytes: Int
  /// The files that this user may still make; `nil` where nobody counts them.
  public let freeFiles: Int?

  public init(freeBytes: Int, freeFiles: Int?) {
    self.freeBytes = freeBytes
    self.freeFiles = freeFiles
  }

  /// What is left of the file system that holds `path`.
  public init(of path: String) throws(SystemError) {
    var status = statvfs()
    try check("read", path) { statvfs(path, &status) }
    let bytes = status.f_bavail.multipliedReportingOverflow(by: status.f_frsize)
    freeBytes = bytes.overflow ? .max : Int(clamping: bytes.partialValue)
    freeFiles = status.f_files == 0 ? nil : Int(clamping: status.f_favail)
  }
}
