import Foundation
import TestSupport

/// What one system call did to the files of a folder; paths are seen from there.
enum DiskOperation: Equatable {
  /// An empty file that was not there before, or a folder.
  case create(String, FolderImage.File.Kind)
  case write(String, at: Int, [UInt8])
  case resize(String, Int)
  case time(String, seconds: Int, nanoseconds: Int)
  case mode(String, mode_t)
  case rename(String, to: String)
  case exchange(String, String)
  case link(String, to: String)
  case remove(String)
  /// `fsync` or `fdatasync` of a file or a folder; of the test's own folder `""`.
  case sync(String)
  /// What is said on standard output.
  case tell
}

extension DiskOperation {
  /// Without what was written.
  var summary: String {
    if case .write(let path, let place, let bytes) = self {
      return "write(\(path), at: \(place), \(bytes.count) bytes)"
    }
    return "\(self)"
  }
}
