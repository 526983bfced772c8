public import Host
public import Text

/// A JSON file in `orch` of the user's own configuration folder, which only this user can write.
public struct UserFile: Sendable {
  public let path: String

  /// The file in `orch` below `XDG_CONFIG_HOME`, else below `~/.config`; `nil` if neither is known.
  /// A variable with a relative path counts as not set. Source: XDG Base Directory Specification
  /// 0.8.
  public init?(_ name: String, environment: Environment) {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let folder = absolute("XDG_CONFIG_HOME") ?? absolute("HOME").map { Path.join($0, ".config") }
    guard let folder else { return nil }
    path = Path.join(folder, "orch/\(name)")
  }

  /// `nil` if the file was never written.
  public func bytes() throws(TrustStoreError) -> [UInt8]? {
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

  /// The JSON object in these bytes; `nil` if there are no bytes.
  public func object(in bytes: [UInt8]?) throws(TrustStoreError) -> JSONObject? {
    guard let bytes else { return nil }
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes) } catch {
      throw .malformed(path: path, problem: "\(error)")
    }
    guard let object = json.objectValue else {
      throw .malformed(path: path, problem: "not an object")
    }
    return object
  }

  /// Replaces the file durably with the result of `body`, one process at a time.
  ///
  /// - Parameters:
  ///   - command: the command that changes the file, for processes that wait.
  ///   - body: called with the file's bytes, or `nil`.
  public func change(
    as command: String, _ body: ([UInt8]?) throws(TrustStoreError) -> JSONValue
  ) throws(TrustStoreError) {
    let folder = Path.parent(of: path)
    try system { () throws(SystemError) in
      try Directory.createWithParents(Path.parent(of: folder))
      try Directory.create(folder, permissions: 0o700)
    }
    let lock = try lock(command)
    defer { withExtendedLifetime(lock) {} }
    let json = try body(bytes())
    try system { () throws(SystemError) in
      try NewFile.replace(path, text: "\(json)\n", permissions: 0o600, isOfUser: true)
    }
  }

  private func lock(_ command: String) throws(TrustStoreError) -> LockFile {
    do throws(LockFile.Failure) {
      return try LockFile(
        at: path + ".lock", permissions: 0o600, timeout: .seconds(10), holder: command,
        clock: .system)
    } catch {
      switch error {
      case .held(let holder): throw .locked(path: path, holder: holder)
      case .system(let error): throw .system(error)
      }
    }
  }

  private func system<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(TrustStoreError) -> Value {
    do { return try body() } catch { throw .system(error) }
  }
}
