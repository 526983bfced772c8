import Host
import Model

/// The folder in which older versions, without attempts, stored the reports of a row and the
/// findings of its proofs: `evidence/ID` in the sidecar of its queue. This version only reads the
/// folder.
public struct EvidenceFolder: Sendable {
  public let path: String
  private let sidecar: String

  /// - Parameters:
  ///   - sidecar: the folder beside the queue with its files.
  ///   - id: the row's id, which names a folder; if it is malformed, the result is `nil`.
  public init?(sidecar: String, id: String) {
    guard ItemID.isWellFormed(id) else { return nil }
    self.sidecar = sidecar
    path = "\(sidecar)/evidence/\(id)"
  }

  /// The file of the row's last report; `nil` if none is stored.
  public var lastReport: [UInt8]? {
    guard (try? Path.checkNoLink(from: sidecar, to: path)) != nil,
      let names = try? Directory.names(in: path),
      let name = names.filter({ $0.hasSuffix(".report") }).max()
    else { return nil }
    return try? FileDescriptor(opening: Path.join(path, name), for: .readingNoLink)
      .readWhole(upTo: 1_000_000)
  }
}
