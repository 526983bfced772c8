import StoreTestSupport
import Testing

@testable import Model

/// What `undo` takes back, and what it refuses.
@Suite struct UndoTests {
  /// One line of a history: `pick by s1 on A: status PENDING > IN_PROGRESS`.
  private static func entry(
    _ sequence: Int, _ command: String, by actor: String, _ id: String?,
    _ cells: [(String, String?, String?)], undoes: Int? = nil
  ) -> HistoryEntry {
    HistoryEntry(
      sequence: sequence, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: command,
      actor: actor,
      row: id.map {
        RowChange(
          id: $0, before: texts(cells.map { ($0.0, $0.1) }),
          after: texts(cells.map { ($0.0, $0.2) }))
      },
      undoes: undoes)
  }

  private static func texts(_ cells: [(String, String?)]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: cells.compactMap { name, text in text.map { (name, $0) } })
  }

  private static func pick(_ sequence: Int, by session: String, _ id: String) -> HistoryEntry {
    entry(
      sequence, "pick", by: session, id,
      [("status", "PENDING", "IN_PROGRESS"), ("owner_session", "-", session)])
  }

  private static func done(_ sequence: Int, by actor: String, _ id: String) -> HistoryEntry {
    entry(
      sequence, "done", by: actor, id,
      [("status", "IN_PROGRESS", "DONE"), ("notes", "-", "fine")])
  }

  private static func add(_ sequence: Int, by actor: String, _ id: String) -> HistoryEntry {
    entry(sequence, "add", by: actor, id, [("id", nil, id), ("status", nil, "PENDING")])
  }

  private static func edit(_ sequence: Int, after before: String, _ now: String) -> HistoryEntry {
    entry(sequence, "edit", by: "me@desk", "A", [("after", before, now)])
  }

  private static func removal(_ command: String) -> HistoryEntry {
    entry(
      2, command, by: "me@4", "A",
      [("id", "A", nil), ("status", "PENDING", nil), ("notes", "x", nil)])
  }

  private static func briefEdit(_ sequence: Int, _ id: String) -> HistoryEntry {
    var entry = entry(sequence, "edit", by: "me@desk", id, [])
    entry.row?.changesBrief = true
    return entry
  }

  /// The undo of a whole command in a row that it had added.
  private static func undo(_ sequence: Int, of command: String, _ id: String) -> HistoryEntry {
    var entry = entry(
      sequence, "undo", by: "me@desk", id, [("id", id, nil), ("status", "PENDING", nil)], undoes: 1)
    entry.row?.undoneCommand = command
    return entry
  }

  private static let approval =
    "approved (ann@host, 2026-01-31 09:00, 0123456789abcdef0123456789abcdef)"
  private static let commit = "0123456789abcdef0123456789abcdef01234567"
  private static let landed =
    "The work on A was merged or sent, so its approval can't be undone"

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var items: [QueueItem]
    var history: [HistoryEntry]
    var id: String?
    var session: String?
    var actor = "me@desk"
    let answer: String
  }

  static let cases = [
    Case(
      testDescription: "a person's last change",
      items: [.sample("A", .done, owner: "s1", notes: "fine")],
      history: [pick(1, by: "s1", "A"), done(2, by: "me@desk", "A")],
      answer: "A IN_PROGRESS s1 09:00 [] undoes 2"),
    Case(
      testDescription: "a person's last change, by the name of an older version",
      items: [.sample("A")], history: [add(1, by: "me@4711", "A")], answer: "A gone undoes 1"),
    Case(
      testDescription: "a user of the same name on another machine",
      items: [.sample("A")], history: [add(1, by: "me@lab", "A")],
      answer: "You have nothing to undo"),
    Case(
      testDescription: "what others did since is passed over",
      items: [
        .sample("A", .done, owner: "s1", notes: "fine"), .sample("B", .inProgress, owner: "s1"),
      ],
      history: [done(1, by: "me@desk", "A"), pick(2, by: "s1", "B")],
      answer: "A IN_PROGRESS s1 09:00 [] undoes 1"),
    Case(
      testDescription: "a session's last change",
      items: [
        .sample("A", .done, owner: "s1", notes: "fine"), .sample("B", .inProgress, owner: "s2"),
      ],
      history: [done(1, by: "s1", "A"), pick(2, by: "s2", "B")], session: "s1", actor: "s1",
      answer: "A IN_PROGRESS s1 09:00 [] undoes 1"),
    Case(
      testDescription: "a row's last change, of any session",
      items: [.sample("A", .inProgress, owner: "s1")], history: [pick(1, by: "s1", "A")], id: "A",
      answer: "A PENDING - 09:00 [] undoes 1"),
    Case(
      testDescription: "undone again: one further back",
      items: [.sample("A", .inProgress, owner: "s1")],
      history: [
        pick(1, by: "s1", "A"), done(2, by: "me@desk", "A"),
        entry(3, "undo", by: "me@desk", "A", [("status", "DONE", "IN_PROGRESS")], undoes: 2),
      ], id: "A", answer: "A PENDING - 09:00 [] undoes 1"),
    Case(
      testDescription: "a row that was added goes",
      items: [.sample("A")], history: [add(1, by: "me@desk", "A")], answer: "A gone undoes 1"),
    Case(
      testDescription: "a row that was added, and failed since",
      items: [.sample("A", notes: "exit 3")], history: [add(1, by: "me@desk", "A")],
      answer: "A was changed since add: notes is now exit 3"),
    Case(
      testDescription: "a row that was removed comes back",
      items: [.sample("B")], history: [done(1, by: "me@4", "A"), removal("rm")],
      answer: "A PENDING - - [x] undoes 2"),
    Case(
      testDescription: "a row that was archived comes back",
      items: [.sample("B")], history: [removal("gc")],
      answer: "A PENDING - - [x] undoes 2"),
    Case(
      testDescription: "a removed row whose id is taken",
      items: [.sample("A")], history: [removal("rm")], answer: "Row id already exists: A"),
    Case(
      testDescription: "the save of an editor is the row's last change",
      items: [.sample("A", notes: "b")],
      history: [
        entry(1, "edit", by: "me@desk", "A", [("priority", "P0", "P1")]),
        entry(2, "external_edit", by: "external", "A", [("notes", "a", "b")]),
      ], id: "A", answer: "A PENDING - - [a] undoes 2"),
    Case(
      testDescription: "it is nobody's own change",
      items: [.sample("A", notes: "b")],
      history: [
        entry(1, "edit", by: "me@desk", "A", [("priority", "P0", "P1")]),
        entry(2, "external_edit", by: "external", "A", [("notes", "a", "b")]),
      ], answer: "A PENDING - - [b] undoes 1"),
    Case(
      testDescription: "a session does not take a person's save back",
      items: [.sample("A", .inProgress, owner: "s1", notes: "b")],
      history: [
        pick(1, by: "s1", "A"),
        entry(2, "external_edit", by: "external", "A", [("notes", "a", "b")]),
      ], id: "A", session: "s1", actor: "s1",
      answer: "The last change of A, external_edit, was made by external"),
    Case(
      testDescription: "a row that was written in an editor stays",
      items: [.sample("A")],
      history: [
        entry(
          1, "external_edit", by: "external", "A", [("id", nil, "A"), ("status", nil, "PENDING")])
      ], id: "A", answer: "A was added by a save in an editor, which undo can't take back"),
    Case(
      testDescription: "an approval that merged the row's work",
      items: [.sample("A", .done, notes: "\(approval) / merged=\(commit)")],
      history: [
        entry(
          1, "approve", by: "me@desk", "A", [("notes", "x", "\(approval) / merged=\(commit)")])
      ], id: "A", answer: landed),
    Case(
      testDescription: "an approval whose work was sent later, and that was undone",
      items: [.sample("A", .blocked, notes: approval)],
      history: [
        entry(1, "approve", by: "me@desk", "A", [("notes", "x", approval)]),
        entry(2, "sync", by: "me@desk", "A", [("notes", approval, "\(approval) / pr=7")]),
        entry(
          3, "undo", by: "me@desk", "A", [("notes", "\(approval) / pr=7", approval)], undoes: 2),
      ], id: "A", answer: landed),
    Case(
      testDescription: "work that passed and was merged, whose approval got another digest",
      items: [.sample("A", .done, notes: "\(approval) / merged=\(commit)")],
      history: [
        entry(
          1, "report", by: "me@desk", "A",
          [
            (
              "notes", "approved (ann@host, 2026-01-31 09:00, 0123456789ab)",
              "\(approval) / merged=\(commit)"
            ), ("status", "PENDING", "DONE"),
          ])
      ], id: "A",
      answer: "A PENDING - - [approved (ann@host, 2026-01-31 09:00, 0123456789ab)] undoes 1"),
    Case(
      testDescription: "nothing of the caller's", items: [.sample("A", .inProgress, owner: "s1")],
      history: [pick(1, by: "s1", "A")], answer: "You have nothing to undo"),
    Case(
      testDescription: "another user's is not the caller's",
      items: [.sample("A")], history: [add(1, by: "you@desk", "A")],
      answer: "You have nothing to undo"),
    Case(
      testDescription: "a session is no user of the same name",
      items: [.sample("A")], history: [add(1, by: "me", "A")],
      answer: "You have nothing to undo"),
    Case(
      testDescription: "another session's",
      items: [.sample("A", .inProgress, owner: "s1")], history: [pick(1, by: "s1", "A")], id: "A",
      session: "s2", actor: "s2", answer: "The last change of A, pick, was made by s1"),
    Case(
      testDescription: "sessions that are called like processes of one user",
      items: [.sample("A", .inProgress, owner: "w@1")], history: [pick(1, by: "w@1", "A")],
      session: "w@2", actor: "w@2", answer: "You have nothing to undo"),
    Case(
      testDescription: "the row of a session that is called like a process of one user",
      items: [.sample("A", .inProgress, owner: "w@1")], history: [pick(1, by: "w@1", "A")], id: "A",
      session: "w@2", actor: "w@2", answer: "The last change of A, pick, was made by w@1"),
    Case(
      testDescription: "an id that no row has", items: [], history: [], id: "A",
      answer: "Row id not found: A"),
    Case(
      testDescription: "a row that was changed since",
      items: [.sample("A", .done, owner: "s1", notes: "better")],
      history: [done(1, by: "me@desk", "A")],
      answer: "A was changed since done: notes is now better"),
    Case(
      testDescription: "a row that waits for others since",
      items: [.sample("A", after: ["D"])], history: [edit(1, after: "B", "C")], id: "A",
      answer: "A was changed since edit: after is now D"),
    Case(
      testDescription: "a row that waits for the same still",
      items: [.sample("A", after: ["C"]), .sample("B")], history: [edit(1, after: "B", "C")],
      id: "A", answer: "A PENDING - - [after=B] undoes 1"),
    Case(
      testDescription: "a row that would wait for itself again",
      items: [.sample("A"), .sample("B", after: ["A"])], history: [edit(1, after: "B", "-")],
      id: "A", answer: "The rows would wait for each other: A -> B -> A"),
    Case(
      testDescription: "nothing older than a new id",
      items: [.sample("A", .done, notes: "fine"), .sample("N")],
      history: [
        done(1, by: "me@desk", "A"), entry(2, "edit", by: "me@desk", "N", [("id", "A", "N")]),
      ], answer: "The last change gave N this id, which can't be undone"),
    Case(
      testDescription: "a brief alone", items: [.sample("A")], history: [briefEdit(1, "A")],
      answer: "A PENDING - - [] undoes 1"),
    Case(
      testDescription: "a brief alone is not a change of the row's cells",
      items: [.sample("A")], history: [add(1, by: "me@desk", "A"), briefEdit(2, "A")], id: "A",
      answer: "A gone undoes 1"),
    Case(
      testDescription: "a command that was taken back but for a row", items: [.sample("B")],
      history: [
        add(1, by: "me@desk", "A"), add(1, by: "me@desk", "B"),
        undo(2, of: "2026-01-31T18:00:00+09:00 1", "A"),
      ], answer: "You have nothing to undo"),
    Case(
      testDescription: "a row of it", items: [.sample("B")],
      history: [
        add(1, by: "me@desk", "A"), add(1, by: "me@desk", "B"),
        undo(2, of: "2026-01-31T18:00:00+09:00 1", "A"),
      ], id: "B", answer: "B gone undoes 1"),
    Case(
      testDescription: "a row that went", items: [], history: [done(1, by: "me@desk", "A")],
      answer: "Row id not found: A"),
    Case(
      testDescription: "a row that others wait for",
      items: [.sample("A"), .sample("B", after: ["A"]), .sample("C", .done, after: ["A"])],
      history: [add(1, by: "me@desk", "A")], answer: "B, C wait for A"),
    Case(
      testDescription: "a history that began anew",
      items: [.sample("A", .inProgress, owner: "s1"), .sample("B", .inProgress, owner: "s1")],
      history: [
        pick(1, by: "s1", "A"), pick(2, by: "s1", "B"), pick(1, by: "s1", "B"),
        entry(2, "undo", by: "s1", "B", [("status", "IN_PROGRESS", "PENDING")], undoes: 1),
      ], id: "A", answer: "There is nothing to undo for A"),
  ]

  @Test(arguments: cases)
  func `undo takes back what may be taken back`(_ test: Case) {
    var context = TransitionContext(
      session: test.session, now: now, author: Author(actor: test.actor))
    context.history = test.history
    #expect(Self.answer(.undo(id: test.id), test.items, context) == test.answer)
  }

  private static func answer(
    _ transition: Transition, _ items: [QueueItem], _ context: TransitionContext
  ) -> String {
    do {
      guard
        case .change(let change) = try transition.decision(in: MemoryTable(items), context)
      else { return "no change" }
      let row = change.after?.summary ?? "\(change.id) gone"
      return row + (change.undoes.map { " undoes \($0.sequence)" } ?? "")
    } catch {
      return (error as? Refusal)?.message ?? "\(error)"
    }
  }

  // MARK: Restoration

  private static func removal(_ cells: [String: String]) -> HistoryEntry {
    HistoryEntry(
      sequence: 3, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "external_edit",
      actor: "external", row: RowChange(id: "A", before: cells, after: [:], place: .behind("B")))
  }

  @Test func `a deleted row comes back with all that it said`() throws {
    var context = TransitionContext(session: nil, now: now)
    context.history = [
      Self.removal([
        "id": "A", "status": "FAILED", "priority": "P9", "task": "old", "notes": "a / after=B",
        "estimate": "3 d",
      ])
    ]
    let decision = try Transition.restore(id: "A").decision(in: MemoryTable(), context)
    guard case .change(let change) = decision else { throw Refusal.notFound("a change") }
    #expect(
      change.after
        == QueueItem(
          id: "A", status: .failed, priority: .unknown("P9"), task: "old", successCriteria: nil,
          notes: Notes("a / after=B"), after: ["B"]))
    #expect(change.origin == .init(place: .behind("B"), cells: ["estimate": "3 d"]))
  }

  @Test(arguments: [
    ([], [QueueItem.sample("A")], "Row id already exists: A"),
    ([], [], "Row id not found: A"),
    ([removal(["id": "A", "status": "WAITING"])], [], "The deleted row A cannot be read"),
  ])
  func `what cannot come back is refused`(
    _ history: [HistoryEntry], _ items: [QueueItem], message: String
  ) {
    var context = TransitionContext(session: nil, now: now)
    context.history = history
    #expect(Self.answer(.restore(id: "A"), items, context) == message)
  }
}
