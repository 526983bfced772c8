import Host
package import Model
public import Workers

/// One attempt at a row, wherever its record is kept.
public struct KeptAttempt: Sendable {
  /// The number of the claim; 0 for a report on a row without one.
  public let claimNumber: Int
  /// `nil` if an older version started the worker, and left only its log.
  public let folder: AttemptFolder?
  /// Where the worker's output is, or would be.
  public let log: String
}

extension Workspace {
  /// The attempts at a row, oldest first: attempts with a folder, and attempts of which an older
  /// version left `logs/workers/ID-CLAIM.log`.
  ///
  /// - Parameter archive: the sidecar with what was archived together with rows; `nil` for none.
  package func keptAttempts(of id: String, archive: String? = nil) -> [KeptAttempt] {
    let sidecars = [sidecar] + (archive.map { $0 == sidecar ? [] : [$0] } ?? [])
    let logFolders = [Path.join(home, "logs/workers")] + (archive.map { ["\($0)/logs"] } ?? [])
    let logs = logFolders.reduce(into: [Int: String]()) { logs, folder in
      logs.merge(Self.logs(of: id, in: folder)) { first, _ in first }
    }
    let folders = sidecars.flatMap { AttemptFolder.all(sidecar: $0, id: id) }
      // A table and a database may share the sidecar.
      .filter { $0.result()?.store.map { $0 == storeName } ?? true }
    var attempts = folders.map { folder in
      let log = folder.path(of: .log)
      let hasLog = (try? FileStatus(ofName: log)) != nil
      return KeptAttempt(
        claimNumber: folder.claimNumber, folder: folder,
        log: hasLog ? log : logs[folder.claimNumber] ?? log)
    }
    let known = Set(folders.map(\.claimNumber))
    attempts += logs.filter { !known.contains($0.key) }.map {
      KeptAttempt(claimNumber: $0.key, folder: nil, log: $0.value)
    }
    return attempts.enumerated()
      .sorted { ($0.element.claimNumber, $0.offset) < ($1.element.claimNumber, $1.offset) }
      .map(\.element)
  }

  /// What the last attempt at a row changed beside its work, as codes.
  package func changesBesideWork(on id: String) -> [String] {
    keptAttempts(of: id).last?.folder?.result()?.review?.changesBesideWork ?? []
  }

  /// The folders in which a row's attempts and their files are, for a stamp of them.
  package func attemptFolders(of id: String) -> [String] {
    let last = attempts(of: id).last?.path
    return ["\(sidecar)/attempts/\(id)", Path.join(home, "logs/workers")]
      + (last.map { [$0, "\($0)/\(AttemptFolder.File.log.rawValue)"] } ?? [])
  }

  /// The logs `ID-CLAIM.log` of a row in a folder, by claim.
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

  /// Whether the worker of an attempt is at work, or about to start, or another system has the
  /// work.
  ///
  /// - Parameter item: the row as it is now; `nil` for one that is gone.
  package func isRunning(_ attempt: KeptAttempt, of item: QueueItem?) throws -> Bool {
    guard let item, item.status == .inProgress, let claim = item.claim, claim.isForWorker,
      claim.number == attempt.claimNumber, !attempt.hasEnded
    else { return false }
    let record = try records().first { $0.claimToken == claim.token }
    if case .handedOver = record?.ending { return true }
    return switch record?.state {
    // Without a record the supervisor has not begun yet.
    case nil, .running, .stopped, .elsewhere: true
    case .ended, .killed: false
    }
  }
}

extension KeptAttempt {
  /// Whether its end is recorded.
  public var hasEnded: Bool { folder?.hasResult ?? false }

  public var hasLog: Bool { (try? FileStatus(ofName: log)) != nil }

  /// The name of its worker's profile; `nil` if none is known.
  public var worker: String? { folder.flatMap { $0.result()?.worker ?? $0.task()?.worker } }
}
