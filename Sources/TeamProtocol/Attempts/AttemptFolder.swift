public import Host
import QueueModel

/// The record of one claim: `attempts/ID/CLAIM` in the sidecar of its queue. It is made before a
/// worker starts; a session's own claim gets one with its report. After its end it never changes.
/// Source: `docs/workers.md`, "Attempts".
public struct AttemptFolder: Sendable {
  public let path: String
  public let id: String
  /// The number of the claim; 0 for a report on a row without one.
  public let claimNumber: Int
  /// The folders that have to be there, the outermost first.
  private let folders: [String]

  /// - Parameters:
  ///   - sidecar: the folder beside the queue that holds what belongs to it.
  ///   - id: the row's; `nil` comes back for an ill-formed one, because it names a folder.
  ///   - claimNumber: that of the claim.
  public init?(sidecar: String, id: String, claimNumber: Int) {
    guard ItemID.isWellFormed(id), claimNumber >= 0 else { return nil }
    self.id = id
    self.claimNumber = claimNumber
    let row = "\(sidecar)/attempts/\(id)"
    path = "\(row)/\(claimNumber)"
    folders = [sidecar, "\(sidecar)/attempts", row, path]
  }

  public enum File: String, CaseIterable, Sendable {
    /// The message as it was sent.
    case message = "task.md"
    /// The context: row, criteria, inputs, limits, and its hash.
    case task = "task.json"
    /// What the worker wrote, without secrets.
    case log = "output.log"
    /// The report as it was read.
    case report = "report.md"
    /// How the attempt ended, and what was decided.
    case result = "result.json"
    /// The files that the report names.
    case outputs = "outputs.json"
  }

  public func path(of file: File) -> String { "\(path)/\(file.rawValue)" }

  /// Creates the folder and those above it, for all users that may use the sidecar.
  public func create() throws(SystemError) {
    try Path.checkNoLink(from: folders[0], to: path)
    for folder in folders {
      guard try Directory.create(folder, permissions: 0o700), folder != folders.first else {
        continue
      }
      let sidecar = try FileStatus(of: folders[0])
      try FileDescriptor(opening: folder, for: .directory)
        .share(permissions: sidecar.permissions, group: sidecar.group)
    }
  }

  /// The attempts of a row, oldest first.
  public static func all(sidecar: String, id: String) -> [AttemptFolder] {
    guard ItemID.isWellFormed(id) else { return [] }
    let row = "\(sidecar)/attempts/\(id)"
    guard (try? Path.checkNoLink(from: sidecar, to: row)) != nil else { return [] }
    let names = (try? Directory.names(in: row)) ?? []
    return names.compactMap { Int($0) }.sorted()
      .compactMap { AttemptFolder(sidecar: sidecar, id: id, claimNumber: $0) }
  }
}
