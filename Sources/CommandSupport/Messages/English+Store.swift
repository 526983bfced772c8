import Host
import MarkdownStore
import QueueDocument
import QueueModel
import QueueStore

// What stores throw and warn of.

extension English {
  static func text(of error: StoreError) -> String {
    switch error {
    case .refused(let refusal): text(of: refusal)
    case .missing(let path): "no queue at \(path)"
    case .leadsOut(let path, let target):
      "\(path) has become a link to \(target), out of its folder"
    case .malformed(let path, let error):
      "\(Path.name(of: path)):\(error.line):\(error.column): \(text(of: error))"
    case .notWritable(let path): "\(path) may not be written"
    case .locked(let path, let holder): "\(path) is locked by \(holder)"
    case .notAtRest(let path): "\(path) is just being saved by another program"
    case .notDurable(let error), .system(let error): error.description
    case .missingDatabase(let path): "no database at \(path)"
    case .foreignDatabase(let path): "\(path) is a database, but holds no queue"
    case .otherQueue(let path, let queue): "\(path) is not the database of \(queue)"
    case .newerDatabase(let path, let version):
      "\(path) has version \(version), which a later orch made"
    case .damagedDatabase(let path, let problems):
      "\(path) is damaged: \(problems.first ?? "")"
        + (problems.count > 1 ? ", and \(problems.count - 1) more" : "")
    case .undecided(let error), .database(let error), .renderedUnrecorded(let error):
      error.message
    case .failedCopy(let path, let source): "\(path), read back, is not what \(source) is"
    case .missingColumns(let path, let names):
      "\(Path.name(of: path)) has no \(names.count == 1 ? "column" : "columns") "
        + names.map { "'\($0.escaped)'" }.joined(separator: ", ")
    }
  }

  static func hint(of error: StoreError) -> String {
    switch error {
    case .refused(let refusal): hint(of: refusal)
    case .system(let error): hint(of: error)
    case .database(let error): hint(of: error.cause)
    case .renderedUnrecorded:
      "the table was written, only the database does not know it; run orch render again"
    case .missing(let path): "\(creation(of: path)) creates one"
    case .leadsOut: "name it with --queue to use it all the same"
    case .malformed(_, let error): hint(of: error)
    case .notWritable(let path): "chmod u+w \(path), or ask its owner"
    case .locked: "try again, or wait longer with --lock-timeout"
    case .notAtRest: "nothing was changed; try again"
    case .notDurable: "the change was made, but may not outlive a power failure; check the disk"
    case .missingDatabase(let path):
      "orch migrate makes one from QUEUE.md, orch init --db \(path) an empty one"
    case .foreignDatabase: "name the queue's own with --db"
    case .otherQueue:
      "name the queue's own with --db, or orch migrate --adopt makes this one its own"
    case .newerDatabase: "nothing was changed; use that version, or a later one"
    case .damagedDatabase:
      "nothing was changed; ops verify lists it all; restore a backup, or make it again "
        + "with orch migrate"
    case .undecided:
      "whether the change was made is not certain: see orch show; check the disk, then "
        + "ops verify"
    case .failedCopy: "it was removed; check the disk"
    case .missingColumns(let path, _):
      "nothing was changed; add what the queue has to the header of \(Path.name(of: path))"
    }
  }

  private static func creation(of queue: String) -> String {
    Path.name(of: queue) == "QUEUE.md"
      ? "orch init --path \(Path.parent(of: queue))" : "orch init --queue \(queue)"
  }

  private static func hint(of cause: DatabaseFailure.Cause) -> String {
    switch cause {
    case .full: "nothing was changed; make room on the disk"
    case .readOnly:
      "nothing was changed; check the permissions of the file and its folder, and the disk"
    case .denied: "check the permissions of the file and its folder"
    case .busy: "try again, or wait longer with --lock-timeout"
    case .inputOutput: "nothing was changed; check the disk and its room, then ops verify"
    case .other: "ops verify checks it"
    }
  }

  static func hint(of error: SystemError) -> String {
    if error.isLink { return "a link is not followed here: remove it" }
    if error.isNotUTF8 { return "nothing was changed; rename the folder, such as with convmv" }
    if error.isDenied { return "check the permissions of the file and its folder" }
    if error.action == "create" { return "check the folder, and whether the disk is full" }
    return error.isDirectory
      ? "name the queue file itself, for example \(error.path)/QUEUE.md"
      : error.remedy ?? "nothing was changed; check the disk"
  }
}

// MARK: Warnings

extension English {
  static func text(of notice: StoreNotice) -> String {
    switch notice {
    case .file(let notice, let queue): text(of: notice, in: queue)
    case .database(let notice, let path): text(of: notice, at: path)
    }
  }

  private static func text(of notice: DatabaseNotice, at path: String) -> String {
    switch notice {
    case .readWithoutLatestChanges:
      "\(path) is read without its latest changes: its folder may not be written"
    case .migrated(let version, let copy):
      "\(path) was brought to version \(version); as it was, it is kept as \(copy)"
    case .notShared(let model):
      "\(path) is not open to the group of \(model): only a member can give it that group"
    case .onNetwork(let fileSystem):
      "\(path) is on a network file system (\(fileSystem)): it is used without a write-ahead log, "
        + "and is only as safe as the locks there"
    }
  }

  private static func text(of notice: FileNotice, in queue: String) -> String {
    switch notice {
    case .keptWithoutJournal(let kept):
      "the journal of \(queue) is gone; a file that it would have listed is kept as \(kept): "
        + "compare, and copy what you need"
    case .droppedTornLine: "the journal's last line was cut short by a crash and is dropped"
    case .notShared(let path):
      "\(path) is not open to the group of \(queue): only a member can give it that group"
    case .merged(let row): text(of: row, in: queue)
    case .readMerged:
      "\(queue) was saved from an older copy; shown is the merged queue, which the next command "
        + "writes"
    case .takenAsItIs:
      "no earlier version of \(queue) is known: it is taken as it is, and its history begins here"
    case .moved(let path, let target):
      "\(path) is a link to \(target) now, which is the queue from here on; claims are recorded in "
        + "\(Sidecar(forQueueAt: path).folder), and not in \(Sidecar(forQueueAt: target).folder): "
        + "a report for an earlier claim is refused, and kept in its inbox/refused"
    case .mergedMore(let count):
      "\(count) more rows were put back or in conflict: orch history lists them"
    case .otherBranch:
      "\(queue) changed together with what git has checked out: it is taken as it is"
    case .invalidSaveRestored:
      "\(queue) was saved while this command ran, and the saved file is no queue; it was kept as "
        + "saved, and what commands changed is merged once it can be read"
    case .keptLateSave(let kept):
      "a program wrote to an older copy of \(queue), and that is no queue; it is kept as \(kept): "
        + "compare, and copy what you need"
    case .unfinishedSave(let path):
      "a program was still saving \(queue) when this command ran; that save is in \(path)"
    case .unreadableClaims(let path):
      "\(path) cannot be read: who has which row is known from the journal, but not the last "
        + "heartbeats; the next change writes it anew"
    case .endedAfterCrash: "a rewrite of \(queue) that a crash had cut short was completed"
    case .keptBothVersions(let folder):
      "a rewrite of \(queue) was cut short by a crash; what it read and what it would have "
        + "written are kept in \(folder): compare"
    case .untidied(let error): error.description
    }
  }

  /// What a merge did to a row, in one line.
  static func text(of merge: RowMerge, in queue: String) -> String {
    let row = merge.id.escaped
    switch merge.fate {
    case .addedSince:
      return
        "\(row): put back; it was added, and the saved copy of \(queue) does not "
        + "have it (orch undo --merge takes the file as it was saved)"
    case .deletedButChanged:
      return "\(row): put back; it was deleted, but it changed since the editor loaded \(queue) "
        + "(orch undo --merge takes the file as it was saved)"
    case .removedButSaved:
      return "\(row): kept; it was removed since the editor loaded \(queue), "
        + "but the editor changed it"
    case .takenBack:
      return "\(row): gone; one save of \(queue) added it, and the next one, which may be somebody "
        + "else's, does not have it\(restoring(merge))"
    case .addedTwice:
      return "\(row): two rows got this id at the same time: give one of them another"
    case .merged: return "\(row): \(cells(of: merge, in: queue))"
    }
  }

  private static func cells(of merge: RowMerge, in queue: String) -> String {
    var parts: [String] = []
    if !merge.putBack.isEmpty {
      parts.append(
        "put back \(list(merge.putBack, \.kept)); an older copy of \(queue) was saved over it")
    }
    if !merge.lost.isEmpty {
      parts.append("kept \(list(merge.lost, \.kept)) over \(list(merge.lost, \.dropped))")
    }
    return parts.joined(separator: ", ") + releasing(merge)
  }

  /// A claim that was reset by hand looks like an old copy of the file.
  private static func releasing(_ merge: RowMerge) -> String {
    let isClaim = merge.putBack.contains {
      $0.column == Column.status.name && $0.kept == Status.inProgress.rawValue
    }
    return isClaim && ItemID.isWellFormed(merge.id)
      ? " (orch release --id \(merge.id) --force gives it back)" : ""
  }

  /// An ill-formed id is no argument of a command.
  private static func restoring(_ merge: RowMerge) -> String {
    ItemID.isWellFormed(merge.id) ? " (orch restore \(merge.id))" : ""
  }

  private static func list(_ cells: [CellMerge], _ text: (CellMerge) -> String?) -> String {
    cells.map { "\($0.column)=\(text($0)?.escaped ?? "-")" }.joined(separator: ", ")
  }
}
