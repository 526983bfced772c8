import CommandSupport
import Host
import MarkdownStore

/// Whether the folder beside the queue is what a change needs.
enum DoctorSidecar {
  static func diagnoses(_ report: SidecarReport) -> [Diagnosis] {
    let name = "sidecar"
    return switch report.state {
    case .missing: [.ok(name, "\(report.folder) is made by the first change")]
    case .link(let path):
      [
        .fail(
          name, "\(path) is a link, and none is followed there",
          mend: "remove the link, or put the folder that it leads to in its place")
      ]
    case .notAFolder:
      [.fail(name, "\(report.folder) is no folder", mend: "move it away")]
    case .folder:
      [
        folder(report), journal(report.journal, in: report.folder),
        claims(report.claims, in: report.folder), lock(report.lock), lateSaves(report),
      ]
    }
  }

  private static func folder(_ report: SidecarReport) -> Diagnosis {
    guard let path = report.unwritable.first else {
      return .ok("sidecar", "\(report.folder) may be written")
    }
    return .fail(
      "sidecar", "\(path) may not be written", mend: "chmod u+w \(path), or ask its owner")
  }

  private static func journal(_ journal: SidecarReport.Journal, in folder: String) -> Diagnosis {
    let name = "journal"
    switch journal {
    case .missing: return .ok(name, "begins with the next change")
    case .read(let entries, 0):
      return .ok(name, entries.counted("entry", plural: "entries"))
    case .read(let entries, let unreadable):
      return .warn(
        name,
        entries.counted("readable entry", plural: "readable entries")
          + ", and \(unreadable.counted("line")) torn or changed by hand",
        mend: "the history lacks what they told; look at \(folder)/journal.jsonl")
    case .failed(let error):
      return .fail(name, error.description, mend: "check the permissions of the file, and the disk")
    }
  }

  private static func claims(_ claims: SidecarReport.Claims, in folder: String) -> Diagnosis {
    let name = "claims"
    switch claims {
    case .missing: return .ok(name, "none")
    case .read(let rows): return .ok(name, "of \(rows.counted("row"))")
    case .unreadable:
      return .warn(
        name, "\(folder)/claims.json makes no sense",
        mend: "the next change writes it anew from the journal; heartbeats are not in there")
    case .failed(let error):
      return .fail(
        name, error.description,
        mend: "remove it: the journal tells of claims, but not of heartbeats")
    }
  }

  private static func lock(_ lock: SidecarReport.Lock) -> Diagnosis {
    switch lock {
    case .free: return .ok("lock", "nobody has it now")
    case .held(let holder):
      let process = holder.prefix { $0 != " " }
      return .warn(
        "lock", "\(holder.isEmpty ? "somebody" : holder) has it now",
        mend: process.isEmpty
          ? "wait for its end; lsof shows who has the file open"
          : "wait for its end; ps -fp \(process) shows what it does")
    case .failed(let error):
      return .fail("lock", error.description, mend: "check the permissions of the file")
    }
  }

  private static func lateSaves(_ report: SidecarReport) -> Diagnosis {
    let name = "late saves"
    let saves = report.lateSaves
    if saves.isEmpty { return .ok(name, "none") }
    let more = saves.count > 3 ? ", and \(saves.count - 3) more" : ""
    return .warn(
      name, "kept in \(report.found): \(saves.prefix(3).joined(separator: ", "))\(more)",
      mend: "compare with the queue, copy what you need, and delete them")
  }
}
