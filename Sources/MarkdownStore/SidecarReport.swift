public import Host

/// What stands in the folder beside a queue, looked at without a change.
public struct SidecarReport: Equatable, Sendable {
  /// What is where the folder belongs.
  public enum State: Equatable, Sendable {
    case missing
    case folder
    case link(path: String)
    case notAFolder
  }

  public enum Journal: Equatable, Sendable {
    case missing
    /// `unreadable` lines are torn, or were changed by hand.
    case read(entries: Int, unreadable: Int)
    case failed(SystemError)
  }

  public enum Claims: Equatable, Sendable {
    case missing
    /// Of so many rows; leases that ended are among them.
    case read(rows: Int)
    /// The file is torn, or of another form.
    case unreadable
    case failed(SystemError)
  }

  public enum Lock: Equatable, Sendable {
    case free
    /// By whom, as far as the lock says: `12345 orch pick`.
    case held(by: String)
    case failed(SystemError)
  }

  public let folder: String
  public let state: State
  /// What this user may not write, although a change has to.
  public let unwritable: [String]
  /// Whether the folder keeps itself out of git.
  public let ignoresItself: Bool
  public let journal: Journal
  public let claims: Claims
  public let lock: Lock
  /// The saves that came too late for the queue and were kept, by name.
  public let lateSaves: [String]

  public init(
    folder: String, state: State, unwritable: [String] = [], ignoresItself: Bool = true,
    journal: Journal = .missing, claims: Claims = .missing, lock: Lock = .free,
    lateSaves: [String] = []
  ) {
    self.folder = folder
    self.state = state
    self.unwritable = unwritable
    self.ignoresItself = ignoresItself
    self.journal = journal
    self.claims = claims
    self.lock = lock
    self.lateSaves = lateSaves
  }

  /// The folder in which late saves are kept.
  public var found: String { "\(folder)/found" }
}
