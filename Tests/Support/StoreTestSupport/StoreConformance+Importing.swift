import Model
import QueueStore

// Rows that were imported from the tasks of another tool: all of them change, or none.

extension StoreConformance {
  private static let digest = ImportDigest(fields: "01234567", brief: "89abcdef")
  private static let noted = "imported=0123456789abcdef"

  private static func imported(
    _ id: String, _ status: Status, _ task: String = "t", after: [String] = []
  ) -> QueueItem {
    var item = QueueItem(newItem(id, after: after), id: id, Policy())
    (item.status, item.task) = (status, task)
    item.record?.attemptCount = 2
    item.comes(from: ForeignSource(form: .beads, key: id), digest)
    return item
  }

  private static let there = [
    row("A", notes: "source=beads:A"), row("B", notes: "mine / source=beads:B"), row("X"),
  ]

  /// Adds two rows, changes one, and is told to change another one that was seen with other
  /// contents.
  private static func change(after: [String], seen: QueueItem = there[1]) -> Transition {
    .importRows(
      .init([
        .init(imported("C", .done)), .init(imported("A", .done, "u"), changing: there[0]),
        .init(imported("D", .blocked, after: after)),
        .init(imported("B", .pending, "v"), changing: seen),
      ]))
  }

  private static let seenOtherwise = row("B", .done, notes: "mine / source=beads:B")

  static let imports: [Case] = [
    Case(testDescription: "import: rows come in any status, and others change", items: there) {
      scene in
      try scene.perform(change(after: ["C", "X"], seen: seenOtherwise), session: nil)
      try scene.expect(
        scene.states(),
        ["A DONE -", "B PENDING -", "X PENDING -", "C DONE -", "D BLOCKED -"], "the rows")
      let snapshot = try scene.store.snapshot()
      let items = (0..<snapshot.rowCount).compactMap(snapshot.item(at:))
      try scene.expect(
        items.map {
          "\($0.id) \($0.task ?? "-") \($0.attemptCount) \($0.after.joined(separator: ","))"
        },
        ["A u 0 ", "B t 0 ", "X t 0 ", "C t 2 ", "D t 2 C,X"], "the fields")
      try scene.expect(
        items.map {
          $0.notes.sources.map(\.text).joined() + ($0.importDigest == digest ? "!" : "")
        },
        ["beads:A!", "beads:B", "", "beads:C!", "beads:D!"], "the sources")
    },
    Case(testDescription: "import: the same again changes nothing", items: there) { scene in
      let change = Transition.importRows(
        .init([.init(imported("A", .pending, "t"), changing: there[0])]))
      try scene.perform(change, session: nil)
      let before = try (scene.rows(), scene.history())
      try scene.expectAnswer("nothing pending", to: change, session: nil)
      try scene.expectRows(before.0)
      try scene.expect(scene.history(), before.1, "the history")
    },
    Case(testDescription: "import: of several rows one is refused", items: there) { scene in
      try scene.expectAnswer(
        "refused: not_found: Row id not found: Y", to: change(after: ["Y"]), session: nil)
      try scene.expectUntouched()
    },
    Case(testDescription: "import: the id of a row that is there", items: there) { scene in
      try scene.expectAnswer(
        "refused: already_exists: Row id already exists: X",
        to: .importRows(.init([.init(imported("X", .pending))])), session: nil)
      try scene.expectUntouched()
    },
    Case(testDescription: "import: a generated id that was used since", items: [row("ORCH-003")]) {
      scene in
      try scene.expectAnswer(
        "refused: already_exists: Row id already exists: ORCH-002",
        to: .importRows(.init([.init(imported("ORCH-002", .pending), isGenerated: true)])),
        session: nil)
      try scene.expectUntouched()
    },
  ]
}
