public import Host
import ReviewerGate
public import TeamProtocol

/// The last report of a row, wherever it is kept.
public struct KeptReport: Sendable {
  public enum Place: Sendable {
    /// In the inbox, until the next tick routes it.
    case waiting
    /// With the evidence: it decided about the row.
    case accepted
    /// With the refused reports: it changed no row.
    case refused
  }

  public let path: String
  public let place: Place
  /// Who sent it, and when; without the message.
  public let report: SpooledReport
  /// The message, its end where it is long.
  public let message: FileTail
}

extension Workspace {
  /// The bytes of a message that are read.
  private static let longest = 128 << 10
  /// How many of the newest files of a folder are looked at.
  private static let searched = 200

  /// The report of a row that came last: from the inbox, the evidence or the refused reports.
  ///
  /// Files that can't be read, or that orch did not write, are passed over.
  public func lastReport(of id: String) -> KeptReport? {
    let folders: [(KeptReport.Place, String?)] = [
      (.accepted, evidence(of: id)?.path), (.waiting, inbox.folder), (.refused, inbox.refused),
    ]
    // The names begin with the time at which the report came.
    let found = folders.compactMap { place, folder in
      folder.flatMap { newestReport(of: id, in: $0, place) }
    }
    return found.max { Path.name(of: $0.path) < Path.name(of: $1.path) }
  }

  /// The folders in which a row's reports are, for a stamp of them.
  public func reportFolders(of id: String) -> [String] {
    [evidence(of: id)?.path, inbox.folder, inbox.refused].compactMap(\.self)
  }

  private func newestReport(
    of id: String, in folder: String, _ place: KeptReport.Place
  ) -> KeptReport? {
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil else { return nil }
    let names = ((try? Directory.names(in: folder)) ?? [])
      .filter { $0.hasSuffix(".report") && !$0.hasPrefix(".") }.sorted(by: >)
    for name in names.prefix(Self.searched) {
      if let report = keptReport(at: Path.join(folder, name), place, of: id) { return report }
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
    // Evidence is in the folder of its row.
    if place != .accepted, (report.id ?? Report(reading: message.text).id) != id { return nil }
    return KeptReport(path: path, place: place, report: report, message: message)
  }
}
