extension RowMerge {
  /// What people are told of it, in one line.
  ///
  /// - Parameter queue: the name of the queue file.
  public func notice(of queue: String) -> String {
    let row = id.escaped
    switch fate {
    case .addedSince:
      return
        "\(row): put back; it was added, and the copy of \(queue) that somebody saved does not "
        + "have it (orch undo --merge takes the file as it was saved)"
    case .deletedButChanged:
      return "\(row): put back; somebody deleted it, but it changed since they loaded \(queue) "
        + "(orch undo --merge takes the file as it was saved)"
    case .removedButSaved:
      return "\(row): kept; it was removed since somebody loaded \(queue), but they changed it"
    case .takenBack:
      return "\(row): gone; one save of \(queue) added it, and the next one, which may be somebody "
        + "else's, does not have it\(restoring)"
    case .addedTwice:
      return "\(row): two rows have this id now, for it was given twice at once: give one of them "
        + "another"
    case .merged: return "\(row): \(cellsNotice(of: queue))"
    }
  }

  private func cellsNotice(of queue: String) -> String {
    var parts: [String] = []
    if !putBack.isEmpty {
      parts.append(
        "put back \(Self.list(putBack, \.kept)); an older copy of \(queue) was saved over it")
    }
    if !lost.isEmpty {
      parts.append("kept \(Self.list(lost, \.kept)) over \(Self.list(lost, \.dropped))")
    }
    return parts.joined(separator: ", ") + remedy
  }

  /// Who resets a claim by hand is taken for an old copy: nobody can tell the two apart.
  private var remedy: String {
    let isClaim = putBack.contains {
      $0.column == Column.status.name && $0.kept == Status.inProgress.rawValue
    }
    return isClaim && isArgument ? " (orch release --id \(id) --force gives it back)" : ""
  }

  private var restoring: String { isArgument ? " (orch restore \(id))" : "" }

  /// Whether the id may stand in a command: others never do.
  private var isArgument: Bool { ItemID.isWellFormed(id) }

  private static func list(_ cells: [CellMerge], _ text: (CellMerge) -> String?) -> String {
    cells.map { "\($0.column)=\(text($0)?.escaped ?? "-")" }.joined(separator: ", ")
  }
}
