import Host
import Synchronization

/// The digests of files that this process has read. A file is read again only after it has changed,
/// so that a daemon does not read a large program at each tick.
final class KeptDigests: Sendable {
  private struct Kept {
    let status: FileStatus
    let digest: String
  }

  static let shared = KeptDigests()

  private let kept = Mutex<[String: Kept]>([:])

  /// - Parameter now: in nanoseconds since 1970.
  func digest(ofFile path: String, now: Int) throws(SystemError) -> String {
    let descriptor = try FileDescriptor(opening: path, for: .reading)
    let status = try descriptor.status()
    if let kept = kept.withLock({ $0[path] }), kept.status == status { return kept.digest }
    let digest = SHA256.hexDigest(of: try descriptor.readWhole())
    let statusAfter = try descriptor.status()
    // Two changes within one tick of the kernel's clock have the same time.
    let isSettled = now - status.changed > Self.settleTime && statusAfter == status
    kept.withLock { $0[path] = isSettled ? Kept(status: status, digest: digest) : nil }
    return digest
  }

  private static let settleTime = 2_000_000_000
}
