public import Host
import Model
import Zip

/// The packed attempts of a row: `packs/ID.zip` in the sidecar. Its members are called like the
/// files in `attempts/ID`: `17/report.md`. A pack changes only as a whole: it is replaced by another
/// one. Source: `docs/decisions/0086`.
public struct AttemptPack: Sendable {
  public let path: String
  public let id: String
  public let sidecar: String

  /// - Parameters:
  ///   - sidecar: the folder beside the queue with its files.
  ///   - id: the row's id, which names a file; if it is malformed, the result is `nil`.
  public init?(sidecar: String, id: String) {
    guard ItemID.isWellFormed(id) else { return nil }
    (self.sidecar, self.id) = (sidecar, id)
    path = "\(Self.folder(in: sidecar))/\(id)\(Self.ending)"
  }

  private static let ending = ".zip"

  static func folder(in sidecar: String) -> String { "\(sidecar)/packs" }

  /// The packs in a sidecar, sorted by the ids of their rows.
  public static func all(in sidecar: String) -> [AttemptPack] {
    let folder = folder(in: sidecar)
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil else { return [] }
    return ((try? Directory.names(in: folder)) ?? []).filter { $0.hasSuffix(ending) }.sorted()
      .compactMap {
        AttemptPack(sidecar: sidecar, id: String($0.dropLast(ending.utf8.count)))
      }
  }

  /// The file whose lock keeps two processes from changing packs at once.
  public static func lockFile(in sidecar: String) -> String { "\(folder(in: sidecar))/lock" }

  /// The status of the file. It was modified when the last of its attempts ended. `nil` if there is
  /// no pack.
  public var status: FileStatus? {
    guard (try? Path.checkNoLink(from: sidecar, to: path)) != nil,
      let status = try? FileStatus(ofName: path), status.kind == .regular
    else { return nil }
    return status
  }

  public func remove() throws(SystemError) {
    try Path.checkNoLink(from: sidecar, to: path)
    try Directory.remove(path)
  }

  /// Opens the pack while `body` reads it. Another process may replace the pack meanwhile.
  ///
  /// - Parameter known: what the pack had when it was read before. It is used if the pack is still
  ///   the same file.
  /// - Returns: `nil` if there is no pack.
  /// - Throws: also if the pack is damaged, or was not written by orch.
  public func read<Result>(
    knowing known: Index? = nil,
    _ body: (borrowing Contents) throws(SystemError) -> Result
  ) throws(SystemError) -> Result? {
    let file: FileDescriptor
    do throws(SystemError) {
      try Path.checkNoLink(from: sidecar, to: path)
      file = try FileDescriptor(opening: path, for: .readingNoLink)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
    let identity = try file.status().identity
    if let known, known.identity == identity { return try body(Contents(file: file, index: known)) }
    guard let index = Index(of: try ZipDirectory(of: file), identity) else {
      throw .other(path, than: .zipFile)
    }
    return try body(Contents(file: file, index: index))
  }

  /// What a pack has. A row may have many attempts, which are read one by one, and this is read
  /// once for all.
  public struct Index: Sendable {
    fileprivate let identity: FileIdentity
    let directory: ZipDirectory
    /// The names of the files, by the names of the attempts.
    fileprivate let names: [String: [String]]

    /// - Returns: `nil` if orch does not write such members.
    fileprivate init?(of directory: ZipDirectory, _ identity: FileIdentity) {
      var names: [String: [String]] = [:]
      for member in directory.members {
        guard let (attempt, file) = Self.parts(of: member.name) else { return nil }
        names[attempt, default: []].append(file)
      }
      (self.directory, self.identity, self.names) = (directory, identity, names)
    }

    /// Returns `17` and `report.md` for `17/report.md`; `nil` if orch does not write such a name.
    private static func parts(of name: String) -> (attempt: String, file: String)? {
      let parts = name.utf8.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let (attempt, file) = (String(Substring(parts[0])), String(Substring(parts[1])))
      guard AttemptFolder.claimNumber(ofName: attempt) != nil, !["", ".", ".."].contains(file)
      else { return nil }
      return (attempt, file)
    }
  }

  /// An open pack.
  public struct Contents: ~Copyable {
    let file: FileDescriptor
    let index: Index

    var directory: ZipDirectory { index.directory }

    /// The names of the attempts, in no particular order.
    public var attempts: [String] { Array(index.names.keys) }

    /// The names of the files of an attempt.
    public func names(of attempt: String) -> [String] { index.names[attempt] ?? [] }

    /// The bytes of a member; `nil` if there is no such member.
    func bytes(of member: String, upTo limit: Int) throws(SystemError) -> [UInt8]? {
      guard let member = directory[member] else { return nil }
      return try directory.bytes(of: member, in: file, upTo: limit)
    }

    /// Writes a member to a new file.
    ///
    /// - Returns: `false` if there is no such member.
    func restore(
      _ member: String, to target: borrowing FileDescriptor, upTo limit: Int
    ) throws(SystemError) -> Bool {
      guard let member = directory[member] else { return false }
      if member.size > limit { throw .tooLarge(file.path, member.size, limit: limit) }
      try directory.read(member, in: file) { (piece) throws(SystemError) in
        try target.write(piece)
      }
      return true
    }
  }
}
