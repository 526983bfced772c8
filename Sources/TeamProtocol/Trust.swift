import Host

/// Whether to start what a home's `orch.json` names.
///
/// The file may have come with a clone. It counts when a person said which queue is meant, or
/// trusted this very file; and in either case only when nobody else could have written it.
public struct Trust: Sendable {
  /// The folder of the queue, links followed.
  public let home: String
  private let store: TrustStore?

  /// - Parameters:
  ///   - home: the folder of the queue.
  ///   - store: where is kept what was trusted; `nil` where no place for it is known.
  public init(home: String, store: TrustStore?) {
    self.home = Path.resolved(home) ?? home
    self.store = store
  }

  public var file: String { Path.join(home, "orch.json") }

  /// - Parameters:
  ///   - settings: the bytes of the file that the programs' names were read from.
  ///   - isNamed: whether a person named the queue, by `--queue` or `ORCH_QUEUE_MD`.
  public func permission(settings: [UInt8], isNamed: Bool) -> TrustPermission {
    do throws(TrustRefusal) {
      try checkOwnership()
      if !isNamed { try checkIsTrusted(settings) }
      return .allowed
    } catch {
      return .refused(error)
    }
  }

  /// Refuses a file or folder that others may write, or that is another user's.
  public func checkOwnership() throws(TrustRefusal) {
    for path in [home, file] { try Self.checkOwnership(of: path) }
  }

  /// Refuses, in the same way, a project root that is above `folder`, or a folder between them.
  /// One that is elsewhere is looked at alone.
  public static func checkOwnership(
    ofFoldersFrom folder: String, upTo root: String
  ) throws(TrustRefusal) {
    try checkOwnership(of: root)
    var folder = folder
    while folder != root, folder.hasPrefix(root == "/" ? "/" : root + "/") {
      try checkOwnership(of: folder)
      folder = Path.parent(of: folder)
    }
  }

  private static func checkOwnership(of path: String) throws(TrustRefusal) {
    let status = try status(of: path)
    guard status.owner == CurrentProcess.effectiveUser else { throw .foreign(path: path) }
    guard status.permissions & 0o022 == 0 else {
      throw .writable(path: path, isFolder: status.kind == .directory)
    }
  }

  private func checkIsTrusted(_ settings: [UInt8]) throws(TrustRefusal) {
    let trusted: String?
    do throws(TrustStoreError) { trusted = try store?.digest(of: home) } catch {
      throw .store(error)
    }
    guard let trusted else { throw .untrusted(home: home) }
    guard trusted == SHA256.hexDigest(of: settings) else { throw .changed(file: file) }
  }

  private static func status(of path: String) throws(TrustRefusal) -> FileStatus {
    do { return try FileStatus(of: path) } catch { throw .system(error) }
  }
}
