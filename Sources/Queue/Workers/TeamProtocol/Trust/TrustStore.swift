public import Host
import Text

/// The homes that this user trusts, in the user's own configuration folder:
/// `{"/home/me/demo": {"orch.json": "SHA-256 of the file, in hexadecimal", "worker.sh": "…"}}`.
/// Before 0.8 an entry was only the digest of `orch.json`.
public struct TrustStore: Sendable {
  private let file: UserFile

  /// `nil` if the user's configuration folder is unknown.
  public init?(environment: Environment) {
    guard let file = UserFile("trust.json", environment: environment) else { return nil }
    self.file = file
  }

  public var path: String { file.path }

  /// The files that were trusted in this home; `nil` if the home was never trusted.
  public func files(of home: String) throws(TrustStoreError) -> TrustedFiles? {
    try entries().first { $0.isOf(home) }?.files
  }

  /// Trusts these files of a home from now on, and no others.
  public func trust(_ home: String, _ files: TrustedFiles) throws(TrustStoreError) {
    try change { $0.filter { !$0.isOf(home) } + [Entry(home: home, files: files)] }
  }

  /// - Returns: whether the home was trusted.
  @discardableResult
  public func revoke(_ home: String) throws(TrustStoreError) -> Bool {
    guard try files(of: home) != nil else { return false }
    try change { $0.filter { !$0.isOf(home) } }
    return true
  }

  private func change(_ body: ([Entry]) -> [Entry]) throws(TrustStoreError) {
    try file.change(as: "orch trust") { bytes throws(TrustStoreError) in
      JSONValue.object(JSONObject(body(try entries(in: bytes))))
    }
  }
}

extension TrustStore {
  /// A home, and its files as they were trusted.
  struct Entry {
    let home: String
    let files: TrustedFiles

    /// Compares bytes, because `String` may consider the names of two different folders equal.
    func isOf(_ home: String) -> Bool { home.utf8.elementsEqual(self.home.utf8) }
  }

  func entries() throws(TrustStoreError) -> [Entry] { try entries(in: file.bytes()) }

  private func entries(in bytes: [UInt8]?) throws(TrustStoreError) -> [Entry] {
    guard let object = try file.object(in: bytes) else { return [] }
    var entries: [Entry] = []
    for member in object.members {
      guard let files = TrustedFiles(member.value) else {
        throw .malformed(path: path, problem: "invalid value \(member.value) for '\(member.key)'")
      }
      entries.append(Entry(home: member.key, files: files))
    }
    return entries
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

/// The files that a person trusts in a home: `orch.json`, and the files of the project that
/// `orch.json` starts, each with its SHA-256.
public struct TrustedFiles: Equatable, Sendable {
  /// A file, and its digest as 64 hexadecimal digits.
  public struct File: Equatable, Sendable {
    /// Relative to home: `orch.json`, `../scripts/worker.sh`.
    public let path: String
    public let digest: String

    public init(path: String, digest: String) {
      self.path = path
      self.digest = digest
    }
  }

  /// `orch.json` first, then sorted by path.
  public let files: [File]
  /// The trusted settings in the repository's git config that name programs or lead to other
  /// places, each with the digest of key and value: `git:filter.lfs.clean`. When orch calls git,
  /// orch switches off all other settings of this kind.
  public let gitSettings: [File]

  public init(_ files: [File], gitSettings: [File] = []) {
    (self.files, self.gitSettings) = (files, gitSettings)
  }

  /// The prefix of the key of a git setting.
  public static let gitPrefix = "git:"

  /// One digest for all files: the digest of what `sha256sum` prints for the files in this order.
  public var hash: String {
    SHA256.hexDigest(of: Array(files.map { "\($0.digest)  \($0.path)\n" }.joined().utf8))
  }

  /// The paths of the files that are missing in `other` or have different bytes there.
  func changes(since other: TrustedFiles) -> [String] {
    files.filter { file in
      !other.files.contains { $0.has(path: file.path) && $0.digest == file.digest }
    }.map(\.path)
  }

  func has(path: String) -> Bool { files.contains { $0.has(path: path) } }
}

extension TrustedFiles.File {
  /// Compares bytes, because `String` may consider two different paths equal.
  fileprivate func has(path: String) -> Bool { self.path.utf8.elementsEqual(path.utf8) }
}
