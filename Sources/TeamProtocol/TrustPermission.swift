public import Host

/// Whether the programs that a home's `orch.json` names may be started.
public enum TrustPermission: Equatable, Sendable {
  case allowed
  case refused(TrustRefusal)
}

/// Why they may not.
public enum TrustRefusal: Error, Equatable, Sendable {
  /// The folder came along, perhaps with a clone, and nobody said anything of it.
  case untrusted(home: String)
  /// The file is not the one that was trusted.
  case changed(file: String)
  case foreign(path: String)
  /// Others may write the file or folder.
  case writable(path: String, isFolder: Bool)
  /// What is trusted can't be read.
  case store(TrustStoreError)
  case system(SystemError)

  public var reason: String {
    switch self {
    case .untrusted(let home): "no program starts for \(home), which is not trusted"
    case .changed(let file): "no program starts: \(file) changed since it was trusted"
    case .foreign(let path): "no program starts: \(path) belongs to another user"
    case .writable(let path, _): "no program starts: others may write \(path)"
    case .store(let error): error.description
    case .system(let error): error.description
    }
  }

  /// What to do.
  public var hint: String {
    switch self {
    case .untrusted:
      "read its orch.json, then orch trust; or name the queue with --queue or ORCH_QUEUE_MD"
    case .changed: "read it, then orch trust"
    case .foreign: "work with a copy of your own"
    case .writable(let path, let isFolder): "chmod \(isFolder ? "go-wt" : "go-w") \(path)"
    case .store(let error): error.hint
    case .system: "check the permissions of the file and its folder"
    }
  }
}
