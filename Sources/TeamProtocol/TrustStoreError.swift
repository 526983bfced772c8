public import Host

/// A file of trusted homes that can't be used.
public enum TrustStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is no JSON object of texts.
  case malformed(path: String, problem: String)
  /// Somebody else may write it.
  case unsafe(path: String)
  /// Another process keeps it locked.
  case locked(path: String, holder: String)
  case system(SystemError)

  public var description: String {
    switch self {
    case .malformed(let path, let problem): "\(path): \(problem)"
    case .unsafe(let path): "\(path) belongs to another user, or others may write it"
    case .locked(let path, let holder): "\(path) is locked by \(holder)"
    case .system(let error): error.description
    }
  }

  /// What to do.
  public var hint: String {
    switch self {
    case .malformed: "remove the file, then orch trust in each home again"
    case .unsafe(let path): "look at what it trusts, then chmod go-w \(path)"
    case .locked: "try again"
    case .system: "check the permissions of the file and its folder"
    }
  }
}
