import Foundation
import Glibc

/// Calls `body` while `path` can't be opened, although it is there. It is a socket then, whose
/// error, unlike that of a folder or a link, says no more than too many open files would.
public func withoutOpening<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
  let kept = path + ".kept"
  let isThere = rename(path, kept) == 0
  guard isThere || errno == ENOENT, mknod(path, S_IFSOCK | 0o600, 0) == 0 else {
    throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
  }
  defer {
    unlink(path)
    if isThere { rename(kept, path) }
  }
  return try body()
}
