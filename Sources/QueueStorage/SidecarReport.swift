public import Host

/// What stands in the folder beside a queue, looked at without a change.
public struct SidecarReport: Equatable, Sendable {
  /// What is where the folder belongs.
  public enum Standing: Equatable, Sendable {
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

  public enum Lock: Equatable, Sendable {
    case free
    /// By whom, as far as the lock says: `12345 orch pick`.
    case held(by: String)
    case failed(SystemError)
  }

  public let folder: String
  public let standing: Standing
  /// What this user may not write, although a change has to.
  public let unwritable: [String]
  /// Whether the folder keeps itself out of git.
  public let ignoresItself: Bool
  public let journal: Journal
  public let lock: Lock
  /// The saves that came too late for the queue and were kept, by name.
  public let lateSaves: [String]

  public init(
    folder: String, standing: Standing, unwritable: [String] = [], ignoresItself: Bool = true,
    journal: Journal = .missing, lock: Lock = .free, lateSaves: [String] = []
  ) {
    self.folder = folder
    self.standing = standing
    self.unwritable = unwritable
    self.ignoresItself = ignoresItself
    self.journal = journal
    self.lock = lock
    self.lateSaves = lateSaves
  }

  /// The folder in which late saves are kept.
  public var found: String { "\(folder)/found" }
}

extension SidecarReport {
  /// Looks at the folder beside the queue at `path`.
  public init(forQueueAt path: String) {
    let sidecar = Sidecar(forQueueAt: path)
    let standing = Self.standing(of: sidecar)
    guard standing == .folder else {
      self.init(folder: sidecar.folder, standing: standing)
      return
    }
    let ignore = try? FileDescriptor(opening: "\(sidecar.folder)/.gitignore", for: .reading)
      .read(2, at: 0)
    self.init(
      folder: sidecar.folder, standing: .folder, unwritable: Self.unwritable(in: sidecar),
      ignoresItself: ignore == Array("*\n".utf8), journal: Self.journal(at: sidecar.journal),
      lock: Self.lock(at: sidecar.lock),
      lateSaves: ((try? Directory.names(in: sidecar.found)) ?? []).sorted())
  }

  private static func standing(of sidecar: Sidecar) -> Standing {
    for path in [sidecar.folder, sidecar.generations] where Path.linkTarget(path) != nil {
      return .link(path: path)
    }
    guard let status = try? FileStatus(of: sidecar.folder) else { return .missing }
    return status.kind == .directory ? .folder : .notAFolder
  }

  private static func unwritable(in sidecar: Sidecar) -> [String] {
    let folders = [sidecar.folder, sidecar.generations].filter {
      (try? FileStatus(of: $0)) != nil && !CurrentProcess.mayFill($0)
    }
    let files = [sidecar.lock, sidecar.journal].filter {
      guard let status = try? FileStatus(of: $0) else { return false }
      return !CurrentProcess.mayWrite($0, status)
    }
    return folders + files
  }

  private static func journal(at path: String) -> Journal {
    do throws(SystemError) {
      let descriptor = try FileDescriptor(opening: path, for: .reading)
      let bytes = try descriptor.read(descriptor.status().identity.size, at: 0)
      let lines = bytes.split(separator: 10)
      let entries = lines.count { JournalEntry.parse($0) != nil }
      return .read(entries: entries, unreadable: lines.count - entries)
    } catch {
      return error.isMissing ? .missing : .failed(error)
    }
  }

  private static func lock(at path: String) -> Lock {
    do throws(SystemError) {
      return switch try LockFile.standing(at: path) {
      case .free: .free
      case .held(let holder): .held(by: holder)
      }
    } catch {
      return error.isMissing ? .free : .failed(error)
    }
  }
}
