public import Host
import Model
import Text

/// The record of one claim: `attempts/ID/CLAIM` in the sidecar of its queue. It is created before a
/// worker starts, or with the report if a session claimed the row itself. After the attempt's end
/// no file in the folder changes; later results get their own files. Files that are not in the
/// folder are read from the row's `AttemptPack`. Source: `docs/workers.md`, "Attempts".
public struct AttemptFolder: Sendable {
  public let path: String
  public let id: String
  /// The number of the claim; 0 for a report on a row without one.
  public let claimNumber: Int
  /// The folders that must exist, outermost first.
  let folders: [String]
  /// What the row's pack had when the attempts were listed; `nil` if that was not read.
  let index: AttemptPack.Index?

  /// - Parameters:
  ///   - sidecar: the folder beside the queue with its files.
  ///   - id: the row's id, which names a folder; if it is malformed, the result is `nil`.
  ///   - claimNumber: the number of the claim.
  public init?(sidecar: String, id: String, claimNumber: Int) {
    self.init(sidecar: sidecar, id: id, claimNumber: claimNumber, name: "\(claimNumber)")
  }

  /// The folder of a claim with this token. A table and a database that share a sidecar, or a queue
  /// that was created anew, may have another claim with the same number. Then the folder is named
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

  private init?(
    sidecar: String, id: String, claimNumber: Int, name: String, _ index: AttemptPack.Index? = nil
  ) {
    guard ItemID.isWellFormed(id), claimNumber >= 0 else { return nil }
    (self.id, self.index) = (id, index)
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
    /// The body of the request to a chat endpoint.
    case request = "request.json"
    /// The output of the worker, without secrets.
    case log = "output.log"
    /// The report as it was read.
    case report = "report.md"
    /// How the attempt ended, and the decision.
    case result = "result.json"
    /// The files that the report names.
    case outputs = "outputs.json"
    /// The changes that the attempt made in its worktree, without secrets.
    case patch = "patch.diff"
    /// The protected files that were there before the worker started, without a worktree.
    case protected = "protected.json"
  }

  public func path(of file: File) -> String { "\(path)/\(file.rawValue)" }

  /// The attempts of a row, oldest first.
  public static func all(sidecar: String, id: String) -> [AttemptFolder] {
    // The folders come first: an attempt that is packed meanwhile is in the pack by then.
    let unpacked = folderNames(sidecar: sidecar, id: id)
    let packed = AttemptPack(sidecar: sidecar, id: id).flatMap { pack in
      try? pack.read { (contents) throws(SystemError) in (contents.attempts, contents.index) }
    }
    let names = Set(unpacked + (packed?.0 ?? []))
    return attempts(names, sidecar: sidecar, id: id, packed?.1)
  }

  /// The attempts of a row that have a folder, oldest first.
  public static func unpacked(sidecar: String, id: String) -> [AttemptFolder] {
    attempts(Set(folderNames(sidecar: sidecar, id: id)), sidecar: sidecar, id: id)
  }

  private static func attempts(
    _ names: Set<String>, sidecar: String, id: String, _ index: AttemptPack.Index? = nil
  ) -> [AttemptFolder] {
    names.compactMap { name in claimNumber(ofName: name).map { (number: $0, name: name) } }
      .sorted { ($0.number, $0.name) < ($1.number, $1.name) }
      .compactMap {
        AttemptFolder(sidecar: sidecar, id: id, claimNumber: $0.number, name: $0.name, index)
      }
  }

  private static func folderNames(sidecar: String, id: String) -> [String] {
    rowFolder(in: sidecar, id: id).flatMap { try? Directory.names(in: $0) } ?? []
  }

  /// The folder of a row's attempts; `nil` if the id is malformed, or if a link leads to it.
  private static func rowFolder(in sidecar: String, id: String) -> String? {
    let row = "\(sidecar)/attempts/\(id)"
    guard ItemID.isWellFormed(id), (try? Path.checkNoLink(from: sidecar, to: row)) != nil else {
      return nil
    }
    return row
  }

  /// The ids of the rows that have folders of attempts, sorted.
  public static func rows(in sidecar: String) -> [String] {
    let folder = "\(sidecar)/attempts"
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil else { return [] }
    return ((try? Directory.names(in: folder)) ?? []).filter(ItemID.isWellFormed).sorted()
  }

  /// The token of the attempt's claim; `nil` if no file has it.
  private var claimToken: String? { task()?.claimToken ?? result()?.claimToken }

  /// Returns 17 for `17`, and for the token `17-3fa92c`.
  static func claimNumber(ofName name: String) -> Int? {
    let digits = name.utf8.prefix { (0x30...0x39).contains($0) }
    guard let number = Int(String(Substring(digits))) else { return nil }
    let rest = name.dropFirst(digits.count)
    return rest.isEmpty || rest.hasPrefix("-") && ItemID.isWellFormed(name) ? number : nil
  }
}

// MARK: Writing

extension AttemptFolder {
  /// Creates the folder and its parents, for those who may write the sidecar. Others may not read
  /// the output of workers, even where they may read the queue. The folders become durable with the
  /// first file in them, because names become durable in the order of their creation.
  ///
  /// - Throws: also if there is a link in the path, or the folder belongs to another user.
  public func create() throws(SystemError) {
    try Path.checkNoLink(from: folders[0], to: path)
    try Directory.create(folders[0], permissions: 0o700)
    do throws(SystemError) { try createFolders() } catch {
      // The row's folder was empty, and another process removed it meanwhile.
      guard error.isMissing else { throw error }
      try createFolders()
    }
  }

  private func createFolders() throws(SystemError) {
    _ = try Self.create(folders[1], forWritersOf: folders[0])
    for folder in folders.dropFirst(2) { _ = try Directory.create(folder, asIn: folders[1]) }
  }

  /// Creates a folder in the sidecar for those who may write the sidecar. Returns `false` if the
  /// folder exists.
  static func create(_ folder: String, forWritersOf sidecar: String) throws(SystemError) -> Bool {
    let sidecar = try FileStatus(of: sidecar)
    guard try Directory.create(folder, permissions: 0o700) else {
      // Earlier versions let all readers of the sidecar read attempts.
      try FileDescriptor.restrictPermissions(of: folder, to: sidecar.writersFolderPermissions)
      return false
    }
    try FileDescriptor(opening: folder, for: .directory)
      .share(permissions: sidecar.writersFolderPermissions, group: sidecar.group)
    return true
  }

  /// The status of the folder of all attempts, whose permissions and group files get.
  public func model() throws(SystemError) -> FileStatus { try FileStatus(of: folders[1]) }

  /// Records durably, before a worker starts, the task and the message that the worker gets, and
  /// the request that a chat endpoint gets.
  ///
  /// - Throws: also if a file with the same name exists, or if the folder belongs to another user.
  ///   Then nothing is recorded.
  public func begin(
    _ task: TaskContext, message: String, request: String? = nil
  ) throws(SystemError) {
    try create()
    guard try FileStatus(ofName: path).owner == CurrentProcess.effectiveUser else {
      throw .other(path, than: .ownFolder)
    }
    do throws(SystemError) {
      var created: [File] = []
      do throws(SystemError) {
        for (file, text) in [(File.message, message), (.request, request), (.task, task.text)] {
          guard let text else { continue }
          try create(file, text: text)
          created.append(file)
        }
      } catch {
        for file in created { try? Directory.remove(path(of: file)) }
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
    let model = try model()
    let place = path(of: file)
    let created = try FileDescriptor(opening: place, for: .creating(permissions: 0o600))
    do throws(SystemError) {
      try created.share(permissions: model.companionPermissions, group: model.group)
      try created.write(text)
      try created.sync()
    } catch {
      try? Directory.remove(place)
      throw error
    }
  }

  /// Adds a durable file. If the name `report.md` is taken, the file becomes `report-2.md`, then
  /// `report-3.md`.
  ///
  /// - Parameters:
  ///   - name: the name of the file.
  ///   - text: its contents.
  ///   - isLast: whether no other file follows at once. Otherwise the name becomes durable together
  ///     with the next file.
  /// - Returns: the file's name.
  @discardableResult
  public func add(
    _ name: String, text: String, isLast: Bool = true
  ) throws(SystemError) -> String {
    try create()
    let model = try model()
    let taken = Set(names)
    for number in 1...Self.mostOfAName {
      let name = Self.numbered(name, number)
      let place = "\(path)/\(name)"
      if taken.contains(name) || (try? FileStatus(ofName: place)) != nil { continue }
      do throws(SystemError) {
        try NewFile.create(place, text: text, like: model, syncsFolder: isLast)
        return name
      } catch {
        if !error.alreadyExists { throw error }
      }
    }
    throw .taken("\(path)/\(name)")
  }

  /// Records the protected files that are there before the worker starts; nothing for none.
  public func begin(withProtected paths: [String]) throws(SystemError) {
    if paths.isEmpty { return }
    let json: JSONValue = ["schema": 1, "files": .array(paths.map { .string($0) })]
    try add(File.protected.rawValue, text: "\(json)\n")
  }

  /// Records how the attempt ended, unless another process has recorded it.
  public func complete(_ result: AttemptResult) throws(SystemError) {
    try create()
    removeAbandoned()
    do throws(SystemError) {
      if names.contains(File.result.rawValue) { throw .taken(path(of: .result)) }
      try NewFile.create(path(of: .result), text: result.text, like: model())
    } catch {
      guard error.alreadyExists else { throw error }
      if !hasResult(of: result.claimToken) { try finish(result) }
    }
  }

  /// Removes incomplete files of processes that were killed, unless a link leads to the folder.
  public func removeAbandoned() {
    if hasFolder { NewFile.removeAbandoned(in: path) }
  }

  /// Adds a file with the end of the attempt, or with the decision of a later review.
  public func finish(_ result: AttemptResult) throws(SystemError) {
    try add(File.result.rawValue, text: result.text)
  }

  private static let mostOfAName = 1000

  /// Returns `report-2.md` for the second `report.md`.
  static func numbered(_ name: String, _ number: Int) -> String {
    guard number > 1, let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
    return "\(name[..<dot])-\(number)\(name[dot...])"
  }
}

// MARK: Removing

extension AttemptFolder {
  /// The size of all files in the folder, in bytes.
  public var size: Int {
    fileNames.reduce(0) { $0 + ((try? FileStatus(ofName: "\(path)/\($1)"))?.identity.size ?? 0) }
  }

  /// Removes the folder with its contents. Together with the row's last attempt, also removes the
  /// row's folder.
  ///
  /// - Returns: whether the folder is gone.
  public func remove() -> Bool {
    guard hasFolder, Directory.removeTree(path) else { return false }
    try? Directory.removeFolder(Path.parent(of: path))
    return true
  }

  /// Removes the folder of a row's attempts if it is empty.
  public static func removeRowFolder(in sidecar: String, id: String) {
    if let row = rowFolder(in: sidecar, id: id) { try? Directory.removeFolder(row) }
  }
}
