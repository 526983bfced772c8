import QueueModel

// Rows that end.

extension StoreConformance {
  private static let newNotes = "notes x / touches=src > n / touches=src"
  private static let permanent = "n / touches=src / failure=permanent"

  static let endings: [Case] = [
    ConformanceChange(
      name: "done ends a PENDING row", from: item(), transition: finish(.done), session: nil,
      to: unowned(.done), history: "status PENDING > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done ends an IN_PROGRESS row", from: item(.inProgress), transition: finish(.done),
      to: owned(.done), history: "status IN_PROGRESS > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done ends a BLOCKED row", from: item(.blocked), transition: finish(.done),
      to: owned(.done), history: "status BLOCKED > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done by force ends a FAILED row", from: item(.failed),
      transition: finish(.done, force: true), to: owned(.done),
      history: "status FAILED > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done by force changes the notes of a DONE row", from: item(.done),
      transition: finish(.done, force: true), to: owned(.done), history: newNotes),
    ConformanceChange(
      name: "done by force ends another's row", from: item(.inProgress),
      transition: finish(.done, force: true), session: "s2", to: owned(.done),
      history: "status IN_PROGRESS > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done drops what was noted for another attempt",
      from: item(.inProgress, notes: "x / review_attempts=2 / retry_not_before=1 / after=C"),
      transition: finish(.done), to: owned(.done, notes: "n / after=C"),
      history: "status IN_PROGRESS > DONE, "
        + "notes x / review_attempts=2 / retry_not_before=1 / after=C > n / after=C"
    ).waiting(for: "C"),
    ConformanceChange(
      name: "done appends to the notes", from: item(.inProgress),
      transition: finish(.done, appends: true), to: owned(.done, notes: "x / touches=src / n"),
      history: "status IN_PROGRESS > DONE, notes x / touches=src > x / touches=src / n"),
    ConformanceChange(
      name: "fail ends a PENDING row", from: item(),
      transition: finish(.failed(isPermanent: false)),
      session: nil, to: unowned(.failed), history: "status PENDING > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail ends an IN_PROGRESS row", from: item(.inProgress),
      transition: finish(.failed(isPermanent: false)), to: owned(.failed),
      history: "status IN_PROGRESS > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail ends a BLOCKED row", from: item(.blocked),
      transition: finish(.failed(isPermanent: false)), to: owned(.failed),
      history: "status BLOCKED > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail by force ends a DONE row", from: item(.done),
      transition: finish(.failed(isPermanent: false), force: true), to: owned(.failed),
      history: "status DONE > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail for good says so", from: item(.inProgress),
      transition: finish(.failed(isPermanent: true)), to: owned(.failed, notes: permanent),
      history: "status IN_PROGRESS > FAILED, notes x / touches=src > \(permanent)"),
    ConformanceChange(
      name: "block stops a PENDING row", from: item(), transition: finish(.blocked), session: nil,
      to: unowned(.blocked), history: "status PENDING > BLOCKED, \(newNotes)"),
    ConformanceChange(
      name: "block stops an IN_PROGRESS row", from: item(.inProgress),
      transition: finish(.blocked), to: owned(.blocked),
      history: "status IN_PROGRESS > BLOCKED, \(newNotes)"),
    ConformanceChange(
      name: "block changes the notes of a BLOCKED row", from: item(.blocked),
      transition: finish(.blocked), to: owned(.blocked), history: newNotes),
    ConformanceChange(
      name: "notes from outside are made fit for a cell", from: item(.inProgress),
      transition: finish(.done, notes: "a\tb\nc | after=B"), to: owned(.done, notes: hostile),
      history: "status IN_PROGRESS > DONE, notes x / touches=src > \(hostile)"),
  ].map(\.asCase)

  private static let hostile = "a b c / after:B / touches=src"
}

extension ConformanceChange {
  /// The same of a row that waits for another.
  fileprivate func waiting(for id: String) -> Self {
    var change = self
    change.from.after = [id]
    change.to.after = [id]
    return change
  }
}
