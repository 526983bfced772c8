package import Door
package import Host
import Model
import Text

/// The versions of a plan that were applied or are being applied: `plans/NAME` in the sidecar of
/// the queue. `1.json`, `2.json` and so on are the versions, in canonical JSON. `head.json` names
/// the version that the rows follow.
///
/// A version is written before its rows change, and `head.json` names the version after that. So
/// the next process that applies the plan sees what a crash interrupted.
package struct PlanFolder: Sendable {
  let name: String
  private let files: SharedFiles
  /// The files that stay on this machine.
  private let ownFiles: SharedFiles
  /// The name of the queue in the head.
  private let store: String

  /// - Parameter name: a well-formed name of a plan.
  package init(_ name: String, _ workspace: Workspace) {
    (self.name, files, store) = (name, workspace.sharedFiles, workspace.sharedStoreName)
    ownFiles = SharedFiles(sidecar: workspace.sidecar, queue: workspace.storePath)
  }

  enum File {
    case head, result, report
    /// What the attempts left, on this machine.
    case patch, logs, context
    case version(Int)

    var name: String {
      switch self {
      case .head: "head.json"
      case .result: "result.json"
      case .report: "report.md"
      case .patch: "patch.diff"
      case .logs: "logs.txt"
      case .context: "context.json"
      case .version(let number): "\(number).json"
      }
    }
  }

  private var path: String { "plans/\(name)" }

  /// The path of a file in the sidecar, such as `plans/NAME/head.json`.
  func path(of file: File) -> String { "\(path)/\(file.name)" }

  private func unreadable(_ file: File) -> Problem {
    .plan(.unreadable(path: files.shownPath(of: path(of: file))))
  }

  /// The names of the plans that have a folder.
  package static func names(_ workspace: Workspace) -> [String] { names(in: workspace.sharedFiles) }

  private static func names(in files: SharedFiles) -> [String] {
    ((try? files.names(in: "plans")) ?? []).filter(PlanName.isWellFormed).sorted()
  }

  /// The paths of the heads of all plans, in the sidecar of a queue in a file.
  package static func heads(in sidecar: String) -> [String] {
    names(in: SharedFiles(sidecar: sidecar, queue: "")).map {
      "\(sidecar)/plans/\($0)/\(File.head.name)"
    }
  }

  /// Makes the folder, and keeps other processes from applying the plan while the result lives.
  func lock(_ clock: Clock, timeout: Duration, command: String) throws -> SharedLock {
    do throws(SharedLock.Failure) {
      return try files.lock(lock, timeout: timeout, lease: Self.lease, by: command, clock)
    } catch {
      switch error {
      case .system(let error): throw error
      case .held(let holder): throw Problem.plan(.locked(name, holder: holder))
      case .leased(let holder): throw Problem.plan(.leased(name, to: holder))
      }
    }
  }

  private var lock: String { "\(path)/lock" }

  /// The number of seconds for which other machines wait for a lock holder that does not respond.
  private static let lease = 60
}

// MARK: The head

extension PlanFolder {
  /// The contents of `head.json`.
  package struct Head: Equatable {
    /// The number of the version that the rows follow; 0 before the first one.
    package var version = 0
    /// The SHA-256 of the version, in hexadecimal.
    var hash = ""
    /// The name of the table or database with the rows, relative to home. If this queue's store is
    /// one of the copies, its name is used instead.
    var store: String
    /// The names of the stores that hold copies of the rows.
    var copies: Set<String> = []
    var isCancelled = false
    /// The version that was applied with each key.
    var keys: [String: Content] = [:]

    struct Content: Equatable {
      let version: Int
      let hash: String
    }

    init(store: String) { self.store = store }
  }

  /// - Returns: `nil` if the plan was never applied.
  /// - Throws: if the file can't be read as a head.
  package func head() throws -> Head? {
    guard let bytes = try bytes(of: .head) else { return nil }
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let version = object["version"]?.integerValue, version == 0 || Self.numbers.contains(version),
      let hash = object["hash"]?.stringValue, let store = object["store"]?.stringValue,
      let keys = (object["keys"] ?? [:]).objectValue
    else { throw unreadable(.head) }
    var head = Head(store: store)
    head.copies = Set((object["copies"]?.arrayValue ?? []).compactMap(\.stringValue))
    if head.copies.remove(self.store) != nil {
      head.copies.insert(store)
      head.store = self.store
    }
    (head.version, head.hash) = (version, hash)
    head.isCancelled = object["state"]?.stringValue == Self.cancelled
    for (key, value) in keys.members {
      guard let version = value.objectValue?["version"]?.integerValue,
        let hash = value.objectValue?["hash"]?.stringValue
      else { throw unreadable(.head) }
      head.keys[key] = Head.Content(version: version, hash: hash)
    }
    return head
  }

  /// Replaces the head durably. A plan changes in one store only, so after a change the head names
  /// no copies.
  func write(_ head: Head) throws { try write(head, copies: []) }

  private func write(_ head: Head, copies: Set<String>) throws {
    let keys = head.keys.sorted { $0.key < $1.key }.map { key, content in
      (key, ["version": .integer(content.version), "hash": .string(content.hash)] as JSONValue)
    }
    var json: JSONObject = [
      "plan": .string(name), "version": .integer(head.version), "hash": .string(head.hash),
      "state": .string(head.isCancelled ? Self.cancelled : "applied"),
      "store": .string(head.store), "keys": .object(JSONObject(members: keys)),
    ]
    if !copies.isEmpty { json["copies"] = .array(copies.sorted().map(JSONValue.string)) }
    try replace(.head, with: "\(JSONValue.object(json))\n")
  }

  /// Notes that another store has received all rows of this one. Does nothing if the plan does not
  /// belong to this store.
  package func share(with copy: String, _ clock: Clock, timeout: Duration) throws {
    guard try head()?.store == store else { return }
    let lock = try lock(clock, timeout: timeout, command: "orch migrate")
    defer { withExtendedLifetime(lock) {} }
    guard let head = try head(), head.store == store, !head.copies.contains(copy) else { return }
    try write(head, copies: head.copies.union([copy]))
  }

  /// Throws if a copy would replace the plan of another queue.
  package func checkCopy(to other: PlanFolder) throws {
    if files.isSame(as: other.files) { return }
    guard try head()?.store == store, let found = try other.head(), found.store != other.store
    else { return }
    throw Problem.plan(.otherStore(name, store: found.store))
  }

  /// Copies the plan, if it belongs to this queue, to another queue that has received all rows.
  package func copy(to other: PlanFolder, _ clock: Clock, timeout: Duration) throws {
    if files.isSame(as: other.files) {
      return try share(with: other.store, clock, timeout: timeout)
    }
    guard var head = try head(), head.store == store else { return }
    let lock = try other.lock(clock, timeout: timeout, command: "orch migrate")
    defer { withExtendedLifetime(lock) {} }
    for number in try versions() { try other.write(text(ofVersion: number), version: number) }
    for file in [File.report, .result] {
      guard let bytes = try bytes(of: file) else { continue }
      try other.replace(file, with: String(decoding: bytes, as: UTF8.self))
    }
    head.store = other.store
    try other.write(head)
  }

  /// Notes whether a person cancelled the plan. The caller holds the plan's lock.
  func mark(isCancelled: Bool) throws {
    guard var head = try head(), head.isCancelled != isCancelled else { return }
    head.isCancelled = isCancelled
    try write(head)
  }

  private static let cancelled = "cancelled"
}

// MARK: Versions

extension PlanFolder {
  /// The numbers of the existing versions, in ascending order.
  func versions() throws -> [Int] {
    try files.names(in: path).compactMap { name in
      name.hasSuffix(".json") ? Self.number(name.dropLast(".json".count)) : nil
    }.sorted()
  }

  /// The number in the name of a file or folder; `nil` for a name that orch does not write.
  static func number(_ name: Substring) -> Int? {
    guard let number = Int(name), numbers.contains(number), String(number) == name else {
      return nil
    }
    return number
  }

  /// The file names in a clone may contain any number. Each number in this range has a successor.
  private static let numbers = 1..<(1 << 31)

  func text(ofVersion number: Int) throws -> [UInt8] {
    guard let bytes = try bytes(of: .version(number)) else {
      throw unreadable(.version(number))
    }
    return bytes
  }

  package func plan(ofVersion number: Int) throws -> Plan {
    let text = try text(ofVersion: number)
    do { return try Plan(parsing: text) } catch {
      throw unreadable(.version(number))
    }
  }

  /// The problem that keeps the plan from being described or applied; `nil` if there is none.
  var problem: Problem? {
    do {
      let version = try head()?.version ?? 0
      if version > 0 { _ = try plan(ofVersion: version) }
      for later in try versions() where later > version { _ = try plan(ofVersion: later) }
      return nil
    } catch {
      return Problem(error)
    }
  }

  func write(_ bytes: [UInt8], version number: Int) throws {
    try replace(.version(number), with: String(decoding: bytes, as: UTF8.self))
  }
}

// MARK: Files

extension PlanFolder {
  /// - Returns: `nil` if there is no such file.
  func bytes(of file: File) throws -> [UInt8]? {
    try files.bytes(of: path(of: file))
  }

  /// Writes a file durably. The caller holds the lock.
  func replace(_ file: File, with text: String) throws {
    let isWritten = try files.replace(path(of: file), with: text, holding: lock, lease: Self.lease)
    if !isWritten { throw Problem.plan(.lockLost(name)) }
  }

  /// Writes a file on this machine. The caller holds the lock.
  func replaceHere(_ file: File, with text: String) throws {
    try ownFiles.replace(path(of: file), with: text)
  }

  /// Writes a file on this machine, piece by piece. The caller holds the lock.
  ///
  /// - Parameter body: writes the contents to the new file.
  func replaceHere(
    _ file: File, body: (borrowing FileDescriptor) throws(SystemError) -> Void
  ) throws {
    try ownFiles.replace(path(of: file), body: body)
  }

  func removeHere(_ file: File) throws { try ownFiles.remove(path(of: file)) }

  func remove(_ file: File) throws {
    try files.remove(path(of: file))
  }
}
