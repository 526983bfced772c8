public import Host

/// The state of the folder beside a queue, read without changing it.
public struct SidecarReport: Equatable, Sendable {
  /// The kind of file at the folder's path, and the result of reading it.
  public enum State: Equatable, Sendable {
    case missing
    case folder
    /// A link is at the folder's path, or at the path of a folder in it. If only workers use the
    /// linked folder, the other files are still read.
    case link(path: String)
    case notAFolder
  }

  public enum Journal: Equatable, Sendable {
    case missing
    /// The journal was read. `unreadable` is the number of lines that are torn, or were changed by
    /// hand.
    case read(entries: Int, unreadable: Int)
    case failed(SystemError)
  }

  public enum Claims: Equatable, Sendable {
    case missing
    /// The number of rows with claims, including rows whose lease has ended.
    case read(rows: Int)
    /// The file is torn, or has another form.
    case unreadable
    case failed(SystemError)
  }

  public enum Lock: Equatable, Sendable {
    case free
    /// A process holds the lock. `by` is its name in the lock file, such as `12345 orch pick`.
    case held(by: String)
    case failed(SystemError)
  }

  public let folder: String
  public let state: State
  /// Files and folders that a change must write, but this user may not write.
  public let unwritable: [String]
  /// Whether the folder has a `.gitignore` that excludes it from git.
  public let ignoresItself: Bool
  public let journal: Journal
  public let claims: Claims
  public let lock: Lock
  /// The names of the files in `found`: saves that could not be merged, and versions after a crash.
  public let foundFiles: [String]

  public init(
    folder: String, state: State, unwritable: [String] = [], ignoresItself: Bool = true,
    journal: Journal = .missing, claims: Claims = .missing, lock: Lock = .free,
    foundFiles: [String] = []
  ) {
    self.folder = folder
    self.state = state
    self.unwritable = unwritable
    self.ignoresItself = ignoresItself
    self.journal = journal
    self.claims = claims
    self.lock = lock
    self.foundFiles = foundFiles
  }

  /// The folder that contains `foundFiles`.
  public var found: String { "\(folder)/found" }
}

extension SidecarReport {
  /// Reads the folder beside the queue at `path`.
  public init(forQueueAt path: String) {
    let sidecar = Sidecar(forQueueAt: path)
    let state = Self.state(of: sidecar)
    guard state == .folder else {
      self.init(folder: sidecar.folder, state: state)
      return
    }
    let ignore = try? FileDescriptor(opening: "\(sidecar.folder)/.gitignore", for: .readingNoLink)
      .read(2, at: 0)
    let link = sidecar.foldersOfWorkers.first { Path.linkTarget($0) != nil }
    self.init(
      folder: sidecar.folder, state: link.map { .link(path: $0) } ?? .folder,
      unwritable: Self.unwritable(in: sidecar),
      ignoresItself: ignore == Array("*\n".utf8), journal: Self.journal(at: sidecar.journal),
      claims: Self.claims(in: sidecar), lock: Self.lock(at: sidecar.lock),
      foundFiles: ((try? Directory.names(in: sidecar.found)) ?? []).sorted())
  }

  private static func state(of sidecar: Sidecar) -> State {
    if let link = sidecar.link { return .link(path: link) }
    guard let status = try? FileStatus(of: sidecar.folder) else { return .missing }
    return status.kind == .directory ? .folder : .notAFolder
  }

  private static func unwritable(in sidecar: Sidecar) -> [String] {
    let folders = [sidecar.folder, sidecar.generations].filter {
      (try? FileStatus(of: $0)) != nil && !CurrentProcess.mayCreateFiles($0)
    }
    let files = [sidecar.lock, sidecar.journal].filter {
      guard let status = try? FileStatus(of: $0) else { return false }
      return !CurrentProcess.mayWrite($0, status)
    }
    return folders + files
  }

  private static func journal(at path: String) -> Journal {
    do {
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      var (entries, unreadable) = (0, 0)
      try file.visitLines(
        upTo: file.status().identity.size, longest: JournalEntry.longestLine
      ) { line in
        switch line {
        case .bytes(let bytes) where bytes.isEmpty: break
        case .bytes(let bytes) where JournalEntry.parse(bytes) != nil: entries += 1
        case .bytes, .tooLong: unreadable += 1
        }
      }
      return .read(entries: entries, unreadable: unreadable)
    } catch {
      return error.isMissing ? .missing : .failed(error)
    }
  }

  private static func claims(in sidecar: Sidecar) -> Claims {
    do {
      let file = ClaimsFile(sidecar: sidecar)
      if try file.stored().isUnreadable { return .unreadable }
      let claims = try file.readNow()
      return claims.highestNumber == 0 ? .missing : .read(rows: claims.byID.count)
    } catch {
      return .failed(error)
    }
  }

  private static func lock(at path: String) -> Lock {
    do {
      return switch try LockFile.state(at: path) {
      case .free: .free
      case .held(let holder): .held(by: holder)
      }
    } catch {
      return error.isMissing ? .free : .failed(error)
    }
  }
}
