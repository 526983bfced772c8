public import Host
import QueueModel

/// The folder with the results of a row's proofs, for people to read: `evidence/ID` in the
/// sidecar of its queue.
public struct EvidenceFolder: Sendable {
  /// How many files a row keeps.
  public static let limit = 20

  public let path: String
  /// The folders that have to be there, the outermost first.
  private let folders: [String]

  /// - Parameters:
  ///   - sidecar: the folder beside the queue that holds what belongs to it.
  ///   - id: the row's; `nil` comes back where it has not the form of one, for it becomes a
  ///     folder's name.
  public init?(sidecar: String, id: String) {
    guard ItemID.isWellFormed(id) else { return nil }
    path = "\(sidecar)/evidence/\(id)"
    folders = [sidecar, "\(sidecar)/evidence", path]
  }

  /// Writes a file for each result, and removes the oldest files beyond the limit.
  ///
  /// - Parameters:
  ///   - evidence: the results of one review, by file name.
  ///   - now: seconds since 1970.
  /// - Returns: the files' paths.
  @discardableResult
  public func keep(
    _ evidence: [(name: String, text: String)], now: Int
  ) throws(SystemError) -> [String] {
    if evidence.isEmpty { return [] }
    try create()
    let stamp = Self.stamp(now)
    let sidecar = try FileStatus(of: folders[0])
    var paths: [String] = []
    for (name, text) in evidence {
      let place = Path.join(path, "\(stamp)-\(name).txt")
      paths.append(place)
      try NewFile.replace(
        place, text: text, permissions: sidecar.companionPermissions, group: sidecar.group)
    }
    try prune(sparing: stamp)
    return paths
  }

  /// The file of the row's last report; `nil` where none is kept.
  public var lastReport: [UInt8]? {
    guard let names = try? Directory.names(in: path),
      let name = names.filter({ $0.hasSuffix(".report") }).max()
    else { return nil }
    return try? FileDescriptor(opening: Path.join(path, name), for: .readingNoLink)
      .readWhole(upTo: 1_000_000)
  }

  /// Makes the folder and those above it, for all users that may use the sidecar.
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

  private func prune(sparing stamp: String) throws(SystemError) {
    let names = try Directory.names(in: path).filter { $0.hasSuffix(".txt") }.sorted()
    for name in names.dropLast(Self.limit) where !name.hasPrefix(stamp) {
      try Directory.remove(Path.join(path, name))
    }
  }

  /// `20260131T090000Z`, so that the names sort by time.
  private static func stamp(_ now: Int) -> String {
    let text = QueueTime(epochSeconds: now, offset: 0).iso8601
    return text.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
