import Host
import Model

/// The folder in which versions before attempts kept the reports of a row and what its proofs
/// found: `evidence/ID` in the sidecar of its queue. It is only read.
public struct EvidenceFolder: Sendable {
  public let path: String
  private let sidecar: String

  /// - Parameters:
  ///   - sidecar: the folder beside the queue that holds what belongs to it.
  ///   - id: the row's; `nil` comes back for an ill-formed one, because it names a folder.
  public init?(sidecar: String, id: String) {
    guard ItemID.isWellFormed(id) else { return nil }
    self.sidecar = sidecar
    path = "\(sidecar)/evidence/\(id)"
  }

  /// The file of the row's last report; `nil` where none is kept.
  public var lastReport: [UInt8]? {
    guard (try? Path.checkNoLink(from: sidecar, to: path)) != nil,
      let names = try? Directory.names(in: path),
      let name = names.filter({ $0.hasSuffix(".report") }).max()
    else { return nil }
    return try? FileDescriptor(opening: Path.join(path, name), for: .readingNoLink)
      .readWhole(upTo: 1_000_000)
  }
}
