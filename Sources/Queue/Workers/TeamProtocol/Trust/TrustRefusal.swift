public import Host

/// Permission to use the programs, and the places outside home, that a home's `orch.json` names.
public enum TrustPermission: Equatable, Sendable {
  case allowed
  case refused(TrustRefusal)
}

/// Why orch does not use these programs and places.
public enum TrustRefusal: Error, Equatable, Sendable {
  /// No person has trusted this home, which may come from a clone.
  case untrusted(home: String)
  /// These files, relative to home, differ from the trusted ones.
  case changed(home: String, files: [String])
  /// `ORCH_TRUST` does not match the files.
  case otherHash(home: String)
  case foreign(path: String)
  /// Other users may write the file or folder. `isSticky` is `true` for a folder such as `/tmp`,
  /// which is meant for all users.
  case writable(path: String, isSticky: Bool)
  /// The file with the trusted homes cannot be read.
  case store(TrustStoreError)
  case system(SystemError)

  /// Why the home is not trusted, in English, for evidence and history.
  public var reason: String {
    switch self {
    case .untrusted(let home): "\(home) is not trusted"
    case .changed(let home, let files):
      "\(home) is not trusted as it is: \(files.joined(separator: ", ")) changed or appeared later"
    case .otherHash(let home):
      "\(home) is not trusted: ORCH_TRUST is not the hash of what it starts"
    case .foreign(let path): "\(path) belongs to another user"
    case .writable(let path, _): "other users may write \(path)"
    case .store(let error): error.description
    case .system(let error): error.description
    }
  }

  /// Whether the work on a row may have caused the refusal, because the home was trusted before.
  var mayComeFromWork: Bool {
    switch self {
    case .changed, .otherHash, .writable, .foreign, .system: true
    case .untrusted, .store: false
    }
  }

  /// The change that a person must approve before a program decides anything; `nil` if an approval
  /// would not help.
  var whyApproval: String? {
    if case .changed(_, let files) = self { return "\(files.joined(separator: ", ")) changed" }
    return mayComeFromWork ? reason : nil
  }
}

/// A file of trusted homes that cannot be used.
public enum TrustStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not a JSON object of the expected shape.
  case malformed(path: String, problem: String)
  /// Another user may write the file.
  case unsafe(path: String)
  /// Another process has locked the file.
  case locked(path: String, holder: String)
  case system(SystemError)

  public var description: String {
    switch self {
    case .malformed(let path, let problem): "\(path): \(problem)"
    case .unsafe(let path): "\(path) belongs to another user, or other users may write it"
    case .locked(let path, let holder): "\(path) is locked by \(holder)"
    case .system(let error): error.description
    }
  }
}
