import Host

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

  public init(_ files: [File]) { self.files = files }

  /// One digest for all of them: that of what `sha256sum` prints for the files in this order.
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
