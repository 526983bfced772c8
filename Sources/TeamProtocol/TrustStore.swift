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

  /// What is in it tells where this user works: it is nobody else's business.
  private func createFolder() throws(SystemError) {
    let folder = Path.parent(of: path)
    try Directory.createWithParents(Path.parent(of: folder))
    try Directory.create(folder, permissions: 0o700)
  }

  private func lock() throws(TrustStoreError) -> LockFile {
    do throws(LockFile.Failure) {
      return try LockFile(
        at: path + ".lock", permissions: 0o600, timeout: .milliseconds(10_000),
        holder: "orch trust", clock: .system)
    } catch {
      switch error {
      case .held(let holder): throw .locked(path: path, holder: holder)
      case .system(let error): throw .system(error)
      }
    }
  }
}
