public import Host
import JSON

/// The homes that this user trusts, in the user's own configuration folder:
/// `{"/home/me/demo": {"orch.json": "SHA-256 of the file, in hexadecimal", "worker.sh": "…"}}`.
/// Before 0.8 an entry was the digest of `orch.json` alone.
public struct TrustStore: Sendable {
  public let path: String

  /// `trust.json` in `orch` below `XDG_CONFIG_HOME`, else below `~/.config`; `nil` where
  /// neither is known. A relative one counts as not set. Source: XDG Base Directory
  /// Specification 0.8.
  public init?(environment: Environment) {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let folder = absolute("XDG_CONFIG_HOME") ?? absolute("HOME").map { Path.join($0, ".config") }
    guard let folder else { return nil }
    path = Path.join(folder, "orch/trust.json")
  }

  /// What was trusted in this home.
  public func files(of home: String) throws(TrustStoreError) -> TrustedFiles? {
    try entries().first { $0.isOf(home) }?.files
  }

  /// Trusts these files of a home from now on, and no others.
  public func trust(_ home: String, _ files: TrustedFiles) throws(TrustStoreError) {
    try change { $0.filter { !$0.isOf(home) } + [Entry(home: home, files: files)] }
  }

  /// - Returns: whether it was trusted.
  @discardableResult
  public func revoke(_ home: String) throws(TrustStoreError) -> Bool {
    guard try files(of: home) != nil else { return false }
    try change { $0.filter { !$0.isOf(home) } }
    return true
  }

  private func change(_ body: ([Entry]) -> [Entry]) throws(TrustStoreError) {
    try system { () throws(SystemError) in try createFolder() }
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    let json = JSONValue.object(JSONObject(body(try entries())))
    try system { () throws(SystemError) in
      try NewFile.replace(path, text: "\(json)\n", permissions: 0o600)
    }
  }

  /// Only this user may read the file: it lists where the user works.
  private func createFolder() throws(SystemError) {
    let folder = Path.parent(of: path)
    try Directory.createWithParents(Path.parent(of: folder))
    try Directory.create(folder, permissions: 0o700)
  }

  private func lock() throws(TrustStoreError) -> LockFile {
    do throws(LockFile.Failure) {
      return try LockFile(
        at: path + ".lock", permissions: 0o600, timeout: .seconds(10),
        holder: "orch trust", clock: .system)
    } catch {
      switch error {
      case .held(let holder): throw .locked(path: path, holder: holder)
      case .system(let error): throw .system(error)
      }
    }
  }
}

extension TrustStore {
  /// A home, and what its files were when they were trusted.
  struct Entry {
    let home: String
    let files: TrustedFiles

    /// By bytes: two folders may have names that are one to a `String`.
    func isOf(_ home: String) -> Bool { home.utf8.elementsEqual(self.home.utf8) }
  }

  func entries() throws(TrustStoreError) -> [Entry] {
    guard let bytes = try bytes() else { return [] }
    guard let object = try parsed(bytes).objectValue else {
      throw .malformed(path: path, problem: "not an object")
    }
    var entries: [Entry] = []
    for member in object.members {
      guard let files = TrustedFiles(member.value) else {
        throw .malformed(path: path, problem: "invalid value \(member.value) for '\(member.key)'")
      }
      entries.append(Entry(home: member.key, files: files))
    }
    return entries
  }

  private func parsed(_ bytes: [UInt8]) throws(TrustStoreError) -> JSONValue {
    do { return try JSONValue(parsing: bytes) } catch {
      throw .malformed(path: path, problem: "\(error)")
    }
  }

  /// `nil` where nothing was ever trusted.
  private func bytes() throws(TrustStoreError) -> [UInt8]? {
    guard let status = try system({ () throws(SystemError) in try FileStatus.ifExists(path) })
    else { return nil }
    guard status.owner == CurrentProcess.effectiveUser, status.permissions & 0o022 == 0 else {
      throw .unsafe(path: path)
    }
    return try system { () throws(SystemError) in
      if status.kind != .regular { throw .notARegularFile(path, status.kind) }
      return try FileDescriptor(opening: path, for: .reading).readWhole()
    }
  }

  func system<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(TrustStoreError) -> Value {
    do { return try body() } catch { throw .system(error) }
  }
}

extension JSONObject {
  init(_ entries: [TrustStore.Entry]) {
    self.init()
    for entry in entries { self[entry.home] = entry.files.json }
  }
}

extension TrustedFiles {
  fileprivate init?(_ json: JSONValue) {
    if let digest = json.stringValue {
      self.init([File(path: "orch.json", digest: digest)])
      return
    }
    guard let members = json.objectValue?.members else { return nil }
    let found = members.compactMap { member in
      member.value.stringValue.map { File(path: member.key, digest: $0) }
    }
    guard found.count == members.count else { return nil }
    self.init(
      found.filter { !$0.path.hasPrefix(Self.gitPrefix) },
      gitSettings: found.filter { $0.path.hasPrefix(Self.gitPrefix) })
  }

  fileprivate var json: JSONValue {
    var object: JSONObject = [:]
    for file in files + gitSettings { object[file.path] = .string(file.digest) }
    return .object(object)
  }
}

/// What a person trusts in a home: its `orch.json`, and the files of the project that it starts,
/// each with its SHA-256.
public struct TrustedFiles: Equatable, Sendable {
  /// A file, and its digest as 64 hexadecimal digits.
  public struct File: Equatable, Sendable {
    /// Seen from home: `orch.json`, `../scripts/worker.sh`.
    public let path: String
    public let digest: String

    public init(path: String, digest: String) {
      self.path = path
      self.digest = digest
    }
  }

  /// `orch.json` first, then by path.
  public let files: [File]
  /// The settings of the repository that name programs or lead elsewhere, each with the digest of
  /// key and value: `git:filter.lfs.clean`. Others are switched off in calls of orch.
  public let gitSettings: [File]

  public init(_ files: [File], gitSettings: [File] = []) {
    (self.files, self.gitSettings) = (files, gitSettings)
  }

  /// What precedes the key of a setting of git.
  public static let gitPrefix = "git:"

  /// One digest for all files: that of what `sha256sum` prints for the files in this order.
  public var hash: String {
    SHA256.hexDigest(of: Array(files.map { "\($0.digest)  \($0.path)\n" }.joined().utf8))
  }

  /// The paths of the files that `other` does not have, or has with other bytes.
  func changes(since other: TrustedFiles) -> [String] {
    files.filter { file in
      !other.files.contains { $0.has(path: file.path) && $0.digest == file.digest }
    }.map(\.path)
  }

  func has(path: String) -> Bool { files.contains { $0.has(path: path) } }
}

extension TrustedFiles.File {
  /// By bytes: two paths may be one to a `String`.
  fileprivate func has(path: String) -> Bool { self.path.utf8.elementsEqual(path.utf8) }
}
