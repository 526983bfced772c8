import Gate
public import Host
public import Workers

/// The last report of a row, in any of the places where reports are kept.
public struct KeptReport: Sendable {
  public enum Place: Sendable {
    /// The report is in the inbox, until the next tick routes it.
    case waiting
    /// The report decided about the row. It is in an attempt, or with the evidence of an older
    /// version.
    case accepted
    /// The report changed no row. It is with the refused reports.
    case refused
  }

  /// The name of the report in the inbox, by which reports are sorted.
  let name: String
  /// The file with the report. Of a packed attempt it is the pack.
  public let path: String
  public let place: Place
  /// The sender of the report, and its time, without the message.
  public let report: SpooledReport
  /// The message; only the end of a long message.
  public let message: FileTail
}

extension Workspace {
  /// The bytes of a message that are read.
  private static let longest = 128 << 10
  /// The number of the newest files of a folder that are read.
  private static let searched = 200

  /// The last report of a row, from its attempts, the inbox, the evidence of an older version or
  /// the refused reports.
  ///
  /// Skips files that can't be read, or that orch did not write.
  ///
  /// - Parameters:
  ///   - claim: the number of the report's claim; `nil` for any.
  ///   - archive: the archive's sidecar, with the files of archived rows; `nil` for none.
  package func lastReport(
    of id: String, claim: Int? = nil, archive: String? = nil
  ) -> KeptReport? {
    let archived = archive.flatMap { EvidenceFolder(sidecar: $0, id: id)?.path }
    let folders: [(KeptReport.Place, String?)] = [
      (.accepted, evidence(of: id)?.path), (.accepted, archived), (.waiting, inbox.folder),
      (.refused, inbox.refused),
    ]
    let found = folders.compactMap { place, folder in
      folder.flatMap { newestReport(of: id, claim, in: $0, place) }
    }
    let attempted = [reportOfAttempt(of: id, claim, archive)].compactMap(\.self)
    // The names begin with the time at which the report arrived.
    return (found + attempted).max { $0.name < $1.name }
  }

  /// The last report in the row's attempts.
  package func reportOfAttempt(
    of id: String, _ claim: Int? = nil, _ archive: String? = nil
  ) -> KeptReport? {
    for attempt in keptAttempts(of: id, archive: archive).reversed()
    where claim == nil || attempt.claimNumber == claim {
      guard let folder = attempt.folder, let name = folder.reportNames.last else { continue }
      let result = folder.results().last { $0.report?.file == name }
      var report = SpooledReport(
        receivedAt: result?.report?.receivedAt ?? "", store: storeName,
        session: result?.report?.session, claimToken: result?.claimToken, traceID: "",
        currentTokens: nil, message: "")
      (report.id, report.claimNumber) = (id, attempt.claimNumber)
      guard let path = folder.place(of: name),
        let message = try? FileTail(of: folder.open(name), upTo: Self.longest)
      else { continue }
      return KeptReport(
        name: result?.report?.name ?? "", path: path, place: .accepted, report: report,
        message: message)
    }
    return nil
  }

  /// The folders of a row's reports, for a stamp that shows whether they changed.
  package func reportFolders(of id: String) -> [String] {
    [evidence(of: id)?.path, inbox.folder, inbox.refused].compactMap(\.self)
      + attemptFolders(of: id)
  }

  private func newestReport(
    of id: String, _ claim: Int?, in folder: String, _ place: KeptReport.Place
  ) -> KeptReport? {
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil else { return nil }
    let names = ((try? Directory.names(in: folder)) ?? [])
      .filter { $0.hasSuffix(".report") && !$0.hasPrefix(".") }.sorted(by: >)
    for name in names.prefix(Self.searched) {
      if let report = keptReport(at: Path.join(folder, name), place, of: id),
        claim == nil || report.report.claimNumber == claim
      {
        return report
      }
    }
    return nil
  }

  private func keptReport(
    at path: String, _ place: KeptReport.Place, of id: String
  ) -> KeptReport? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status())?.kind == .regular, let start = try? file.read(Self.longest, at: 0),
      let end = start.firstIndex(of: 10),
      let report = SpooledReport(parsing: Array(start[...end])), report.store == storeName,
      let message = try? FileTail(of: path, upTo: Self.longest, from: end + 1)
    else { return nil }
    // Evidence is in the folder of its own row, so its id need not be checked.
    if place != .accepted, (report.id ?? Report(reading: message.text).id) != id { return nil }
    return KeptReport(
      name: Path.name(of: path), path: path, place: place, report: report, message: message)
  }
}
