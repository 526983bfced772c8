public import Host
package import Model
import QueueStore
public import Workers

/// One attempt at a row, in any of the places where attempts are kept.
public struct KeptAttempt: Sendable {
  /// The number of the claim; 0 for a report on a row without one.
  public let claimNumber: Int
  /// `nil` if an older version started the worker and left only the worker's log.
  public let folder: AttemptFolder?
  /// The file that has the worker's output, or would have it. Of a packed attempt it is the pack.
  public let log: String
  /// Whether the output is in the folder or in the pack, and not in `logs/workers`.
  private let hasOwnLog: Bool

  /// - Parameter older: the log that an older version left; `nil` if there is none.
  fileprivate init(_ folder: AttemptFolder, olderLog older: String?) {
    let place = folder.place(of: AttemptFolder.File.log.rawValue)
    (claimNumber, self.folder) = (folder.claimNumber, folder)
    (log, hasOwnLog) = (place ?? older ?? folder.path(of: .log), place != nil)
  }

  fileprivate init(claimNumber: Int, log: String) {
    (self.claimNumber, folder, self.log, hasOwnLog) = (claimNumber, nil, log, false)
  }

  /// Opens the worker's output.
  ///
  /// - Throws: also if there is none, or a link leads to it.
  public func openLog() throws(SystemError) -> FileDescriptor {
    guard hasOwnLog, let folder else {
      return try FileDescriptor(opening: log, for: .readingNoLink)
    }
    return try folder.open(AttemptFolder.File.log.rawValue)
  }
}

extension Workspace {
  /// The attempts at a row, oldest first: attempts with a folder, and attempts of which an older
  /// version left `logs/workers/ID-CLAIM.log`.
  ///
  /// - Parameter archive: the archive's sidecar, with the files of archived rows; `nil` for none.
  package func keptAttempts(of id: String, archive: String? = nil) -> [KeptAttempt] {
    let sidecars = [sidecar] + (archive.map { $0 == sidecar ? [] : [$0] } ?? [])
    let logFolders = [Path.join(home, "logs/workers")] + (archive.map { ["\($0)/logs"] } ?? [])
    let logs = logFolders.reduce(into: [Int: String]()) { logs, folder in
      logs.merge(Self.logs(of: id, in: folder)) { first, _ in first }
    }
    let folders = sidecars.flatMap { AttemptFolder.all(sidecar: $0, id: id) }
      // A table and a database may share the sidecar.
      .filter { $0.result()?.store.map { $0 == storeName } ?? true }
    var attempts = folders.map { KeptAttempt($0, olderLog: logs[$0.claimNumber]) }
    let known = Set(folders.map(\.claimNumber))
    attempts += logs.filter { !known.contains($0.key) }.map {
      KeptAttempt(claimNumber: $0.key, log: $0.value)
    }
    return attempts.enumerated()
      .sorted { ($0.element.claimNumber, $0.offset) < ($1.element.claimNumber, $1.offset) }
      .map(\.element)
  }

  /// The lock under which packs of attempts are made and moved. It is for this sidecar and that of
  /// the archive.
  package func lockPacks(
    by command: String, timeout: Duration, _ clock: Clock
  ) throws -> LockFile {
    let path = AttemptPack.lockFile(in: sidecar)
    try AttemptPack.createFolder(in: sidecar)
    let permissions = try FileStatus(of: sidecar).companionPermissions
    do throws(LockFile.Failure) {
      return try LockFile(
        at: path, permissions: permissions, timeout: timeout, holder: command, clock: clock)
    } catch {
      switch error {
      case .system(let error): throw error
      case .held(let holder): throw StoreError.locked(path: path, holder: holder)
      }
    }
  }

  /// The changes that the last attempt at a row made in addition to its work, as codes.
  package func changesBesideWork(on id: String) -> [String] {
    keptAttempts(of: id).last?.folder?.result()?.review?.changesBesideWork ?? []
  }

  /// The folders of a row's attempts and their files, for a stamp that shows whether they changed.
  package func attemptFolders(of id: String) -> [String] {
    let last = attempts(of: id).last?.path
    return ["\(sidecar)/attempts/\(id)", Path.join(home, "logs/workers")]
      + (last.map { [$0, "\($0)/\(AttemptFolder.File.log.rawValue)"] } ?? [])
  }

  /// The logs `ID-CLAIM.log` of a row in a folder, by the number of the claim.
  private static func logs(of id: String, in folder: String) -> [Int: String] {
    guard ItemID.isWellFormed(id) else { return [:] }
    let names = (try? Directory.names(in: folder)) ?? []
    let logs = names.compactMap { name -> (Int, String)? in
      guard name.hasPrefix("\(id)-"), name.hasSuffix(".log") else { return nil }
      let number = Int(name.dropFirst(id.utf8.count + 1).dropLast(".log".utf8.count))
      return number.map { ($0, Path.join(folder, name)) }
    }
    return Dictionary(logs) { first, _ in first }
  }

  /// Whether the worker of an attempt is running or about to start, or another system has the work.
  ///
  /// - Parameter item: the current row; `nil` if the row is gone.
  package func isRunning(_ attempt: KeptAttempt, of item: QueueItem?) throws -> Bool {
    guard let item, item.status == .inProgress, let claim = item.claim, claim.isForWorker,
      claim.number == attempt.claimNumber, !attempt.hasEnded
    else { return false }
    let record = try records().first { $0.claimToken == claim.token }
    if case .handedOver = record?.ending { return true }
    return switch record?.state {
    // If there is no record, the supervisor has not begun yet.
    case nil, .running, .stopped, .elsewhere: true
    case .ended, .killed: false
    }
  }
}

extension KeptAttempt {
  /// Whether the end of the attempt is recorded.
  public var hasEnded: Bool { folder?.hasResult ?? false }

  public var hasLog: Bool { (try? FileStatus(ofName: log)) != nil }

  /// The name of the profile of the attempt's worker; `nil` if unknown.
  public var worker: String? { folder.flatMap { $0.result()?.worker ?? $0.task()?.worker } }
}
