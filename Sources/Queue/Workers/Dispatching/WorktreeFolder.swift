public import Git
public import Host
import Model
import Text

/// The record of a row's worktree.
public struct WorktreeRecord: Equatable, Sendable {
  public let id: String
  /// The number of the row's worktree: above 1 if an earlier worktree of the row could not be used
  /// again.
  public var number = 1
  /// The number of the claim for which the branch was made, and the time of this claim in seconds
  /// since 1970; `nil` in records of older versions.
  public var claim: Int?
  public var claimedAt = 0
  /// The number in the branch: above 1 if another row had the branch of the id. Then the branch is
  /// `orch/ID@N`.
  public var branchNumber = 1
  /// The file's modification time, in nanoseconds since 1970.
  public internal(set) var writtenAt = 0
  /// The top folder of the checkout from which the worktree was made.
  public var repository: String
  /// The commit at which the row's work began, and against which diffs are made.
  public var base: String
  /// The branches and tags that existed when the row's first worktree was made, as ids, without those
  /// that the base has; `nil` in records of older versions.
  public var others: [String]?
  /// The conflicts that merges into the row's branch left. Records before version 0.9 have only the
  /// paths.
  public var conflicts: [MergeConflict] = []
  /// The commit whose merge into the row's branch began. The merge may have been killed.
  public var merging: String?
  /// Whether the worktree is complete; before that, it cannot contain work.
  public var isReady = false

  public init(id: String, repository: String, base: String) {
    (self.id, self.repository, self.base) = (id, repository, base)
  }

  var text: String {
    let json: JSONValue = [
      "id": .string(id), "number": .integer(number), "repository": .string(repository),
      "base": .string(base), "conflicts": .array(conflicts.map(\.json)),
      "merging": merging.map { .string($0) } ?? .null,
      "ready": .bool(isReady), "claim": claim.map { .integer($0) } ?? .null,
      "claimed_at": .integer(claimedAt), "branch": .integer(branchNumber),
      "others": others.map { .array($0.map { .string($0) }) } ?? .null,
    ]
    return "\(json)\n"
  }

  /// `nil` if orch did not write the file.
  init?(parsing bytes: [UInt8]) {
    guard let json = (try? JSONValue(parsing: bytes))?.objectValue,
      let id = json["id"]?.stringValue, ItemID.isWellFormed(id),
      let number = json["number"]?.integerValue, (1...1000).contains(number),
      let repository = json["repository"]?.stringValue, let base = json["base"]?.stringValue,
      // In nanoseconds, a later time does not fit into a number.
      case let claimedAt = json["claimed_at"]?.integerValue ?? 0, (0...1 << 33).contains(claimedAt)
    else { return nil }
    self.init(id: id, repository: repository, base: base)
    conflicts = (json["conflicts"]?.arrayValue ?? []).compactMap(MergeConflict.init)
    merging = json["merging"]?.stringValue
    others = json["others"]?.arrayValue?.compactMap(\.stringValue)
    (claim, self.claimedAt) = (json["claim"]?.integerValue, claimedAt)
    if let number = json["branch"]?.integerValue, (1...100_000).contains(number) {
      branchNumber = number
    }
    (self.number, isReady) = (number, json["ready"]?.boolValue ?? false)
  }
}

extension MergeConflict {
  /// `{"PATH": {"left","ours","theirs"}}`, each as `MODE ID`, or null for a missing side.
  fileprivate var json: JSONValue {
    let members = paths.sorted { $0.key < $1.key }.map { path, sides -> JSONObject.Member in
      let json: JSONValue = [
        "left": JSONValue(sides.left?.text), "ours": JSONValue(sides.ours?.text),
        "theirs": JSONValue(sides.theirs?.text),
      ]
      return (path, json)
    }
    return .object(JSONObject(members: members))
  }

  fileprivate init?(_ json: JSONValue) {
    if let path = json.stringValue {
      self.init(paths: [path: Sides(left: TreeEntry("unknown"), ours: nil, theirs: nil)])
      return
    }
    guard let object = json.objectValue else { return nil }
    var paths: [String: Sides] = [:]
    for (path, sides) in object.members {
      func entry(_ name: String) -> TreeEntry? {
        sides.objectValue?[name]?.stringValue.map { TreeEntry($0) }
      }
      paths[path] = Sides(left: entry("left"), ours: entry("ours"), theirs: entry("theirs"))
    }
    self.init(paths: paths)
  }
}

/// The records of worktrees: `worktrees/ID.json` in the sidecar of a queue. A record contains no
/// folder, because it may come from a clone; the folder follows from the row.
public struct WorktreeFolder: Sendable {
  private let sidecar: String
  public let path: String

  /// - Parameter sidecar: the folder beside the queue.
  public init(sidecar: String) {
    self.sidecar = sidecar
    path = "\(sidecar)/worktrees"
  }

  /// The random name of the folder above this queue's worktrees, chosen on first use.
  public func name() throws(SystemError) -> String {
    let file = "\(path)/name"
    if let name = readName(file) { return name }
    try create()
    do throws(SystemError) {
      try NewFile.create(
        file, text: Randomness.hexDigits(16) + "\n", like: try FileStatus(of: sidecar))
    } catch {
      // Another process has just created the file, or something else has this name.
      if !error.alreadyExists { throw error }
    }
    guard let name = readName(file) else { throw .taken(file) }
    return name
  }

  private func readName(_ file: String) -> String? {
    guard (try? checkIsNoLink()) != nil, let bytes = read(file, upTo: 64) else { return nil }
    let name = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    let isName = name.utf8.count == 16 && name.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    return isName ? name : nil
  }

  // MARK: Records

  /// The record of a row's worktree; `nil` if there is none.
  public func record(of id: String) -> WorktreeRecord? {
    guard ItemID.isWellFormed(id), (try? checkIsNoLink()) != nil else { return nil }
    let file = "\(path)/\(id).json"
    guard var record = read(file, upTo: Self.longest).flatMap({ WorktreeRecord(parsing: $0) }),
      record.id == id
    else { return nil }
    record.writtenAt = (try? FileStatus(ofName: file))?.identity.modified ?? 0
    return record
  }

  /// All records, sorted by id.
  public func records() -> [WorktreeRecord] {
    guard (try? checkIsNoLink()) != nil else { return [] }
    return ((try? Directory.names(in: path)) ?? []).sorted().compactMap { name in
      name.hasSuffix(".json") ? record(of: String(name.dropLast(5))) : nil
    }
  }

  /// Writes a record durably.
  public func save(_ record: WorktreeRecord) throws(SystemError) {
    try create()
    let model = try FileStatus(of: sidecar)
    try NewFile.replace(
      "\(path)/\(record.id).json", text: record.text, permissions: model.companionPermissions,
      group: model.group)
  }

  public func remove(_ id: String) throws(SystemError) {
    guard ItemID.isWellFormed(id) else { return }
    try checkIsNoLink()
    try Directory.removeIfThere("\(path)/\(id).json")
  }

  /// Reserves the lowest number that no other worktree in use has, for the lifetime of the result.
  ///
  /// - Returns: `nil` if all are taken, or no lock can be taken.
  public func takeSlot(holder: String, clock: Clock) -> WorktreeSlot? {
    guard (try? create()) != nil else { return nil }
    for number in 0..<Self.mostSlots {
      if let slot = try? WorktreeSlot(number, in: path, holder: holder, clock: clock) {
        return slot
      }
    }
    return nil
  }

  private static let mostSlots = 256

  /// The maximum length in bytes; orch never writes a longer file.
  private static let longest = 16 << 20

  private func read(_ file: String, upTo limit: Int) -> [UInt8]? {
    guard let descriptor = try? FileDescriptor(opening: file, for: .readingNoLink),
      (try? descriptor.status())?.kind == .regular
    else { return nil }
    return try? descriptor.read(limit, at: 0)
  }

  private func create() throws(SystemError) {
    try checkIsNoLink()
    try Directory.create(sidecar, permissions: 0o700)
    _ = try Directory.create(path, asIn: sidecar)
  }

  private func checkIsNoLink() throws(SystemError) { try Path.checkNoLink(from: sidecar, to: path) }
}

/// A number from 0 that one worktree in use has: programs in it can use the number to choose ports.
public struct WorktreeSlot: ~Copyable {
  public let number: Int
  private let lock: LockFile

  fileprivate init(
    _ number: Int, in folder: String, holder: String, clock: Clock
  ) throws(LockFile.Failure) {
    lock = try LockFile(
      at: "\(folder)/slot-\(number).lock", permissions: 0o600, timeout: .zero, holder: holder,
      clock: clock)
    self.number = number
  }

  /// The variables for programs that run in the worktree of a branch.
  public func variables(of branch: String) -> [String: String] {
    let name = branch.lowercased().unicodeScalars.map { scalar in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? String(scalar) : "-"
    }
    return [
      "ORCH_SLOT": "\(number)", "ORCH_PORT_BASE": "\(Self.firstPort + number * Self.ports)",
      "COMPOSE_PROJECT_NAME": name.joined(),
    ]
  }

  private static let firstPort = 20_000
  private static let ports = 20
}
