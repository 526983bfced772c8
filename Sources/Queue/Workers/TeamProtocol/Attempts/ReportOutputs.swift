public import Gate
import Host
import Text

/// The files that a report or a proof of its row names, in their state when the report is judged: `outputs.json` of an
/// attempt. Source: `docs/workers.md`, "Attempts".
public struct ReportOutputs: Equatable, Sendable {
  public struct File: Equatable, Sendable {
    /// The path as written in the report.
    public let path: String
    public let state: State
    /// The first secret in the file.
    public var secret: OutputSecret?
  }

  public enum State: Equatable, Sendable {
    /// - Parameters:
    ///   - sha256: `nil` if the file is too large or not readable.
    ///   - isChanged: whether the file changed since the claim; `nil` if unknown.
    case file(size: Int, sha256: String?, isChanged: Bool?)
    case folder
    case missing
    /// The path is outside the project root, with links followed.
    case outside
  }

  public let files: [File]

  /// The maximum number of files of a report that are checked.
  private static let mostFiles = 500
  /// The maximum total size of the hashed files, in bytes.
  private static let mostBytes = 64 << 20

  /// - Parameters:
  ///   - report: the parsed report.
  ///   - proofs: the criteria, of which the proofs name files; a missing one is left to its proof.
  ///   - root: the project root.
  ///   - home: the folder of the queue; files outside it are read only with permission.
  ///   - isPermitted: whether files outside `home` may be read.
  ///   - claimedAt: when the row was claimed, in seconds since 1970; `nil` if unknown.
  ///   - exemptions: the files that are not searched for secrets; files that did not change since
  ///     the claim are not searched either.
  ///   - changed: the paths of changed files, from the root, if git knows them.
  public init(
    of report: Report, proofs: [String] = [], root: String, home: String, isPermitted: Bool,
    claimedAt: Int?,
    exemptions: SecretExemptions, changed: Set<String>? = nil
  ) {
    let root = Path.resolved(root) ?? root
    let home = Path.resolved(home) ?? home
    var bytesLeft = Self.mostBytes
    var files: [File] = []
    let named = report.entries(of: .files).flatMap { Self.paths(in: $0, below: root) }
    let proved = proofs.compactMap { Proof.parse($0)?.file }.filter { Self.isThere($0, root) }
    for path in named + proved where files.count < Self.mostFiles {
      if files.contains(where: { $0.path == path }) { continue }
      let file = Self.file(
        path, root, claimedAt, changed, exemptions, &bytesLeft
      ) { isPermitted || Path.isInside($0, home) }
      files.append(file)
    }
    self.files = files
  }

  /// The remarks for the verdict.
  public var remarks: [ReportCheck.Remark] {
    let kinds = [
      ("outputs_missing", State.missing, "is not there"),
      ("outputs_outside", .outside, "is outside the project"),
    ]
    return kinds.compactMap { code, state, finding in
      let paths = files.filter { $0.state == state }.map(\.path)
      if paths.isEmpty { return nil }
      let others = paths.count > 5 ? " and \(paths.count - 5) more" : ""
      let list = "\(paths.prefix(5).joined(separator: ", "))\(others)"
      return ReportCheck.Remark(
        code: "\(code):\(list)", sentence: "The report names what \(finding): \(list).")
    }
  }

  /// The first secret of each file that has one.
  public var secrets: [OutputSecret] { files.compactMap(\.secret) }

  /// The text of the file.
  public var text: String {
    let json: JSONValue = ["schema": 1, "files": .array(files.map(\.json))]
    return "\(json)\n"
  }
}

extension ReportOutputs {
  /// The paths that an entry names: its first word, or each word of a list. Entries are prose too,
  /// so a word counts only if it has a slash or a dot, or names an existing file.
  private static func paths(in entry: String, below root: String) -> [String] {
    let entry = entry.trimmed
    if isThere(entry, root) { return [entry] }
    let parts = entry.split(separator: ",").map { $0.split { $0.isWhitespace } }
    let words = parts.allSatisfy { $0.count == 1 } ? parts : Array(parts.prefix(1))
    return words.compactMap { $0.first.flatMap { path(of: $0, root) } }
  }

  /// The path in a word: without quotation marks, line number and trailing punctuation.
  private static func path(of word: Substring, _ root: String) -> String? {
    let marks = Set("`\"'*()<>,;:".unicodeScalars)
    let scalars = word.unicodeScalars.drop(while: marks.contains)
    let end = scalars.lastIndex { !marks.contains($0) }.map(scalars.index(after:))
    let bare = String(scalars[..<(end ?? scalars.startIndex)])
    if isThere(bare, root) { return bare }
    guard let path = bare.split(separator: ":").first.map(String.init) else { return nil }
    let isAddress = bare.dropFirst(path.count).hasPrefix("://")
    let bytes = path.utf8.dropLast(path.utf8.last == UInt8(ascii: ".") ? 1 : 0)
    let isPath = bytes.contains(UInt8(ascii: "/")) || bytes.contains(UInt8(ascii: "."))
    // A valid path is shorter and contains no zero byte.
    let isTooLong = path.utf8.count > 4096 || path.utf8.contains(0)
    return isAddress || isTooLong || !isPath ? nil : path
  }

  private static func isThere(_ path: String, _ root: String) -> Bool {
    !path.isEmpty && !path.utf8.contains(0)
      && (try? FileStatus(ofName: Path.join(root, path))) != nil
  }

  private static func file(
    _ path: String, _ root: String, _ claimedAt: Int?, _ changed: Set<String>?,
    _ exemptions: SecretExemptions, _ bytesLeft: inout Int, mayRead: (String) -> Bool
  ) -> File {
    let named = Path.join(root, path)
    guard let place = Path.resolvedWhereExisting(named), Path.isInside(place, root) else {
      return File(path: path, state: .outside)
    }
    guard let status = try? FileStatus(ofName: place) else {
      return File(path: path, state: .missing)
    }
    if status.kind == .directory { return File(path: path, state: .folder) }
    let isChanged =
      changed?.contains(Path.relative(place, to: root))
      ?? claimedAt.map { max(status.identity.modified, status.changed) / 1_000_000_000 >= $0 }
    let size = status.identity.size
    let name = Path.relative(place, to: root)
    var sha256: String?
    var secret: OutputSecret?
    if status.kind == .regular, mayRead(place), let file = try? ProjectFile(name, below: root),
      let bytes = try? file.bytes(upTo: size <= bytesLeft ? bytesLeft : OutputSecret.mostSearched)
    {
      if size <= bytesLeft {
        bytesLeft -= bytes.count
        sha256 = SHA256.hexDigest(of: bytes)
      }
      if isChanged != false, !exemptions.contains(name) {
        secret = Redactor.firstSecret(in: Array(bytes.prefix(OutputSecret.mostSearched)))
          .map { OutputSecret(path: path, found: $0) }
      }
    }
    let state = State.file(size: size, sha256: sha256, isChanged: isChanged)
    return File(path: path, state: state, secret: secret)
  }
}

extension ReportOutputs.File {
  fileprivate var json: JSONValue {
    var json: JSONObject = ["path": .string(path)]
    switch state {
    case .file(let size, let sha256, let isChanged):
      json["state"] = "file"
      json["size"] = .integer(size)
      json["sha256"] = JSONValue(sha256)
      json["changed"] = isChanged.map { .bool($0) } ?? .null
    case .folder: json["state"] = "folder"
    case .missing: json["state"] = "missing"
    case .outside: json["state"] = "outside"
    }
    return .object(json)
  }
}
