public import Host
import Model

/// The record of one claim: `attempts/ID/CLAIM` in the sidecar of its queue. It is created before a
/// worker starts, or with the report if a session claimed the row itself. After the attempt's end
/// nothing in it changes: later results get their own files. Source: `docs/workers.md`, "Attempts".
public struct AttemptFolder: Sendable {
  public let path: String
  public let id: String
  /// The number of the claim; 0 for a report on a row without one.
  public let claimNumber: Int
  /// The folders that must exist, outermost first.
  private let folders: [String]

  /// - Parameters:
  ///   - sidecar: the folder beside the queue with its files.
  ///   - id: the row's id, which names a folder; if it is malformed, the result is `nil`.
  ///   - claimNumber: the number of the claim.
  public init?(sidecar: String, id: String, claimNumber: Int) {
    self.init(sidecar: sidecar, id: id, claimNumber: claimNumber, name: "\(claimNumber)")
  }

  /// The folder of a claim with this token. A table and a database that share a sidecar, or a queue
  /// that was created anew, may have another claim with the same number: then the folder is named
  /// after the token.
  public init?(sidecar: String, id: String, claimToken: String) {
    guard ItemID.isWellFormed(claimToken), let number = Self.claimNumber(ofName: claimToken),
      let folder = AttemptFolder(sidecar: sidecar, id: id, claimNumber: number)
    else { return nil }
    if let other = folder.claimToken, other != claimToken {
      self.init(sidecar: sidecar, id: id, claimNumber: number, name: claimToken)
    } else {
      self = folder
    }
  }

  private init?(sidecar: String, id: String, claimNumber: Int, name: String) {
    guard ItemID.isWellFormed(id), claimNumber >= 0 else { return nil }
    self.id = id
    self.claimNumber = claimNumber
    let row = "\(sidecar)/attempts/\(id)"
    path = "\(row)/\(name)"
    folders = [sidecar, "\(sidecar)/attempts", row, path]
  }

  public enum File: String, CaseIterable, Sendable {
    /// The message as it was sent.
    case message = "task.md"
    /// The context: row, criteria, inputs, limits, and its hash.
    case task = "task.json"
    /// The output of the worker, without secrets.
    case log = "output.log"
    /// The report as it was read.
    case report = "report.md"
    /// How the attempt ended, and what was decided.
    case result = "result.json"
    /// The files that the report names.
    case outputs = "outputs.json"
    /// What the attempt changed in its worktree, without secrets.
    case patch = "patch.diff"
  }

  public func path(of file: File) -> String { "\(path)/\(file.rawValue)" }

  /// The attempts of a row, oldest first.
  public static func all(sidecar: String, id: String) -> [AttemptFolder] {
    guard ItemID.isWellFormed(id) else { return [] }
    let row = "\(sidecar)/attempts/\(id)"
    guard (try? Path.checkNoLink(from: sidecar, to: row)) != nil else { return [] }
    let found = ((try? Directory.names(in: row)) ?? []).compactMap { name in
      claimNumber(ofName: name).map { (number: $0, name: name) }
    }
    return found.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
      .compactMap { AttemptFolder(sidecar: sidecar, id: id, claimNumber: $0.number, name: $0.name) }
  }

  /// The ids of the rows that have attempts, sorted.
  public static func rows(in sidecar: String) -> [String] {
    let folder = "\(sidecar)/attempts"
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil else { return [] }
    return ((try? Directory.names(in: folder)) ?? []).filter(ItemID.isWellFormed).sorted()
  }

  /// Returns 17 for `17`, and for the token `17-3fa92c`.
  private static func claimNumber(ofName name: String) -> Int? {
    let digits = name.utf8.prefix { (0x30...0x39).contains($0) }
    guard let number = Int(String(Substring(digits))) else { return nil }
    let rest = name.dropFirst(digits.count)
    return rest.isEmpty || rest.hasPrefix("-") && ItemID.isWellFormed(name) ? number : nil
  }
}

// MARK: Writing

extension AttemptFolder {
  /// Creates the folder and its parents, for all users of the sidecar. They become durable with the
  /// first file in them, because names become durable in their order.
  ///
  /// - Throws: also if there is a link in the path, or the folder belongs to another user.
  public func create() throws(SystemError) {
    try Path.checkNoLink(from: folders[0], to: path)
    try Directory.create(folders[0], permissions: 0o700)
    for folder in folders.dropFirst() { _ = try Directory.create(folder, asIn: folders[0]) }
  }

  /// Records durably what a worker is about to get, before it starts.
  ///
  /// - Throws: also if there is something with that name, or the folder belongs to another user;
  ///   then nothing is recorded.
  public func begin(_ task: TaskContext, message: String) throws(SystemError) {
    try create()
    guard try FileStatus(ofName: path).owner == CurrentProcess.effectiveUser else {
      throw .other(path, than: .ownFolder)
    }
    do throws(SystemError) {
      try create(.message, text: message)
      do throws(SystemError) { try create(.task, text: task.text) } catch {
        try? Directory.remove(path(of: .message))
        throw error
      }
      try Directory.sync(path)
    } catch {
      // A folder with files of another attempt stays.
      try? Directory.removeFolder(path)
      throw error
    }
  }

  /// Creates a file, whole and durable, or not at all; its folder is not synced.
  private func create(_ file: File, text: String) throws(SystemError) {
    let sidecar = try FileStatus(of: folders[0])
    let place = path(of: file)
    let created = try FileDescriptor(opening: place, for: .creating(permissions: 0o600))
    do throws(SystemError) {
      try created.share(permissions: sidecar.companionPermissions, group: sidecar.group)
      try created.write(text)
      try created.sync()
    } catch {
      try? Directory.remove(place)
      throw error
    }
  }

  /// Adds a durable file. If the name `report.md` is taken, it becomes `report-2.md`, then
  /// `report-3.md`.
  ///
  /// - Parameters:
  ///   - name: the name of the file.
  ///   - text: its contents.
  ///   - isLast: whether no other file follows at once, with which the name becomes durable.
  /// - Returns: the file's name.
  @discardableResult
  public func add(
    _ name: String, text: String, isLast: Bool = true
  ) throws(SystemError) -> String {
    try create()
    let sidecar = try FileStatus(of: folders[0])
    for number in 1...Self.mostOfAName {
      let name = Self.numbered(name, number)
      let place = "\(path)/\(name)"
      if (try? FileStatus(ofName: place)) != nil { continue }
      do throws(SystemError) {
        try NewFile.create(place, text: text, like: sidecar, syncsFolder: isLast)
        return name
      } catch {
        if !error.alreadyExists { throw error }
      }
    }
    throw .taken("\(path)/\(name)")
  }

  /// Records how the attempt ended, unless another process did.
  public func complete(_ result: AttemptResult) throws(SystemError) {
    try create()
    removeAbandoned()
    do throws(SystemError) {
      let sidecar = try FileStatus(of: folders[0])
      try NewFile.create(path(of: .result), text: result.text, like: sidecar)
    } catch {
      guard error.alreadyExists else { throw error }
      if !hasResult(of: result.claimToken) { try finish(result) }
    }
  }

  /// Removes incomplete files of processes that were killed, unless a link leads to the folder.
  public func removeAbandoned() {
    if exists { NewFile.removeAbandoned(in: path) }
  }

  /// Adds how the attempt ended, or what a later review decided.
  public func finish(_ result: AttemptResult) throws(SystemError) {
    try add(File.result.rawValue, text: result.text)
  }

  private static let mostOfAName = 1000

  /// Returns `report-2.md` for the second `report.md`.
  private static func numbered(_ name: String, _ number: Int) -> String {
    guard number > 1, let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
    return "\(name[..<dot])-\(number)\(name[dot...])"
  }
}

// MARK: Removing

extension AttemptFolder {
  /// The size of all files in bytes.
  public var size: Int {
    names.reduce(0) { $0 + ((try? FileStatus(ofName: "\(path)/\($1)"))?.identity.size ?? 0) }
  }

  /// Removes the folder with its contents, and the row's folder with its last attempt.
  ///
  /// - Returns: whether the folder is gone.
  public func remove() -> Bool {
    guard exists, Directory.removeTree(path) else { return false }
    try? Directory.removeFolder(Path.parent(of: path))
    return true
  }
}

// MARK: Reading

extension AttemptFolder {
  /// Bytes; orch writes no larger file except the log, of which a `FileTail` is read.
  static let longest = 64 << 20
  /// The limit for JSON files, which take many times as much memory when they are read.
  private static let longestJSON = 8 << 20

  /// Whether the folder exists, and no link leads to it.
  public var exists: Bool {
    (try? Path.checkNoLink(from: folders[0], to: path)) != nil
      && (try? FileStatus(ofName: path))?.kind == .directory
  }

  /// What was sent; `nil` if nothing was, or the file cannot be read.
  public func task() -> TaskContext? {
    bytes(of: File.task.rawValue, upTo: Self.longestJSON).flatMap { TaskContext(parsing: $0) }
  }

  /// How the attempt ended, and the last decision; `nil` while it runs, and if it cannot be read.
  public func result() -> AttemptResult? { results().last }

  /// How the attempt ended, then the decision of each later review.
  public func results() -> [AttemptResult] {
    names(of: .result).compactMap {
      bytes(of: $0, upTo: Self.longestJSON).flatMap { AttemptResult(parsing: $0) }
    }
  }

  /// Whether there is a result of the claim with this token; a file that a worker put there does
  /// not count.
  public func hasResult(of claimToken: String?) -> Bool {
    results().contains { $0.claimToken == claimToken }
  }

  /// Whether there is a result, even one that cannot be read.
  public var hasResult: Bool { !names(of: .result).isEmpty }

  /// The names of all reports, oldest first: `report.md`, `report-2.md`.
  public var reportNames: [String] { names(of: .report) }

  /// The text of a file; `nil` if there is none, or it is not a regular file.
  public func text(of name: String) -> String? {
    bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names of all files, sorted.
  public var names: [String] {
    exists ? ((try? Directory.names(in: path)) ?? []).sorted() : []
  }

  private func names(of file: File) -> [String] {
    let names = Set(names)
    return (1...max(names.count, 1)).map { Self.numbered(file.rawValue, $0) }
      .filter(names.contains)
  }

  private func bytes(of name: String, upTo limit: Int = longest) -> [UInt8]? {
    guard (try? Path.checkNoLink(from: folders[0], to: path)) != nil,
      let file = try? FileDescriptor(opening: "\(path)/\(name)", for: .readingNoLink),
      (try? file.status())?.kind == .regular
    else { return nil }
    return try? file.readWhole(upTo: limit)
  }

  /// The token of the attempt's claim; `nil` if no file has it.
  private var claimToken: String? { task()?.claimToken ?? result()?.claimToken }
}
