import Model
import StoreTestSupport
import Testing

/// Decisions that name their content: of rows, by the digests of their cells.
@Suite struct ContentTests {
  private static let digest: @Sendable (QueueItem, DecidedContent.Matter) -> String = {
    item, matter in
    // FNV-1a: nobody forges a test.
    let hash = DecidedContent(of: item, matter, Policy()).text.utf8.reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String((String(repeating: "0", count: 16 - digits.utf8.count) + digits).suffix(12))
  }

  private static let reader = ContentReader(
    digest: digest, isNamed: { digest($0, $1) == $2 }, changes: { _, _ in [.task] })

  private static func row(
    _ status: Status = .pending, notes: String, task: String = "task", owner: String? = nil
  ) -> QueueItem {
    var item = QueueItem.sample("A", status, owner: owner, notes: notes)
    item.task = task
    return item
  }

  /// The row with the approval of what it is without one.
  private static func approved(
    _ status: Status = .pending, notes: String = "", task: String = "task", owner: String? = nil,
    after: String? = nil
  ) -> QueueItem {
    let notes = (notes.isEmpty ? "" : notes + " / ") + "approval=start"
    var approved = row(notes: notes, task: task)
    if let after { approved.after = [after] }
    var item = row(
      status,
      notes: "\(notes) / approved (ann@host, 2026-01-31 09:00, \(digest(approved, .start)))",
      task: task, owner: owner)
    item.after = approved.after
    return item
  }

  private static let urgent = {
    var item = row(notes: "")
    item.priority = .p0
    return item
  }()

  private static let step = {
    var step = Transition.NewItem(id: "S", priority: .p1, task: "step", successCriteria: "c")
    step.blocks = ["A"]
    return step
  }()

  /// The changed row, with the digest of its own content for `D`, or the refusal.
  private static func fate(
    of item: QueueItem, by transition: Transition, session: String? = "s1",
    _ contents: ContentReader? = reader, history: [HistoryEntry] = [], others: [QueueItem] = []
  ) -> String {
    var context = TransitionContext(
      session: session, now: now, author: Author(actor: "ann@host"))
    (context.contents, context.history) = (contents, history)
    do {
      let decision = try transition.decide(in: MemoryTable([item] + others), context: context)
      guard let after = decision.changes.last?.after ?? decision.item else { return "-" }
      let notes = after.notes.segments.map { segment in
        let digest = digest(after, .start)
        return segment.hasSuffix(", \(digest))") ? "\(segment.dropLast(13))D)" : segment
      }
      return "\(after.status.rawValue) [\(notes.joined(separator: " / "))]"
    } catch let refusal as Refusal {
      return "\(refusal.code)"
    } catch {
      return "\(error)"
    }
  }

  private static let approve = Transition.reply(.init(id: "A", .approve))
  private static let old = "000000000000"
  private static let note = "approved (ann@host, 2026-01-31 09:00, D)"
  private static let formerNote =
    "approved (ann@host, 2026-01-31 09:00, \(digest(approved(after: "B"), .start)))"
  private static let outdated = "approval=start / approved (ann@host, 2026-01-31 09:00, \(old))"
  private static let withdrawn =
    "approval=start / approved earlier (ann@host, 2026-01-31 09:00, \(old))"

  private static func fail(_ notes: String) -> Transition {
    .finish(.init(id: "A", as: .failed(isPermanent: false), notes: notes))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    var others: [QueueItem] = []
    /// The row for which the item waits after a merge of branches.
    var renamed: String?
    let transition: Transition
    var session: String? = "s1"
    var contents: ContentReader? = reader
    let fate: String
  }

  private static let cases = [
    Case(
      testDescription: "an approval keeps that the start has to be approved",
      item: row(.blocked, notes: "approval=start / awaits=approval"), transition: approve,
      session: nil,
      fate: "PENDING [approval=start / approved (ann@host, 2026-01-31 18:00, D)]"),
    Case(
      testDescription: "that of other content takes the place of the one before",
      item: row(.blocked, notes: "\(withdrawn) / awaits=approval"), transition: approve,
      session: nil,
      fate: "PENDING [approval=start / approved (ann@host, 2026-01-31 18:00, D)]"),
    Case(
      testDescription: "without a reader, it has no digest",
      item: row(.blocked, notes: "approval=start / awaits=approval"), transition: approve,
      session: nil, contents: nil,
      fate: "PENDING [approved (ann@host, 2026-01-31 18:00)]"),
    Case(
      testDescription: "a pick claims what was approved", item: approved(),
      transition: .pick(id: "A"), fate: "IN_PROGRESS [approval=start / \(note)]"),
    Case(
      testDescription: "a pick of other content asks", item: row(notes: outdated),
      transition: .pick(id: "A"), fate: "BLOCKED [\(withdrawn) / awaits=approval]"),
    Case(
      testDescription: "the first pick, too", item: row(notes: outdated),
      transition: .pick(id: nil), fate: "BLOCKED [\(withdrawn) / awaits=approval]"),
    Case(
      testDescription: "a dispatch without a place, too", item: row(notes: outdated),
      transition: .dispatch(.init(maxWorkers: 0, limit: 0)),
      fate: "BLOCKED [\(withdrawn) / awaits=approval]"),
    Case(
      testDescription: "without a reader no digest counts", item: approved(),
      transition: .pick(id: "A"), contents: nil,
      fate: "BLOCKED [approval=start / approved earlier (ann@host, 2026-01-31 09:00, D) / "
        + "awaits=approval]"),
    Case(
      testDescription: "a row for which it waits, named by a person, is approved with it",
      item: approved(), others: [.sample("B")],
      transition: .edit(.init(id: "A", [.after: "B"])), session: nil,
      fate: "PENDING [approval=start / \(note)]"),
    Case(
      testDescription: "one that a session names is not", item: approved(),
      others: [.sample("B")],
      transition: .edit(.init(id: "A", [.after: "B"])),
      fate: "PENDING [approval=start / approved (ann@host, 2026-01-31 09:00, "
        + "\(digest(row(notes: ""), .start)))]"),
    Case(
      testDescription: "nor one that a person names together with other work", item: approved(),
      others: [.sample("B")],
      transition: .edit(.init(id: "A", [.after: "B", .task: "other"])), session: nil,
      fate: "PENDING [approval=start / approved (ann@host, 2026-01-31 09:00, "
        + "\(digest(row(notes: ""), .start)))]"),
    Case(
      testDescription: "the steps of a split are", item: approved(),
      transition: .addAll([step], inSequence: false),
      fate: "PENDING [approval=start / \(note)]"),
    Case(
      testDescription: "a row that a merge of branches gave another id is the same",
      item: approved(after: "B"), others: [.sample("B2", .done, notes: "was=B")], renamed: "B2",
      transition: .pick(id: "A"), fate: "IN_PROGRESS [approval=start / \(formerNote)]"),
    Case(
      testDescription: "a person who cancels a row ends its approval", item: approved(),
      transition: .cancel(id: "A"), session: nil,
      fate: "BLOCKED [approval=start / cancelled_by_operator]"),
    Case(
      testDescription: "one at work, too", item: approved(.inProgress, owner: "w"),
      transition: .cancel(id: "A"), session: nil,
      fate: "BLOCKED [approval=start / cancelled_by_operator]"),
    Case(
      testDescription: "an import that makes it other work, too", item: approved(),
      transition: .importRows(.init([.init(row(notes: "", task: "other"), changing: approved())])),
      session: nil,
      fate: "PENDING [approved earlier (ann@host, 2026-01-31 09:00, "
        + "\(digest(row(notes: ""), .start))) / approval=start]"),
    Case(
      testDescription: "not one that changes how urgent it is", item: approved(),
      transition: .importRows(.init([.init(urgent, changing: approved())])), session: nil,
      fate: "PENDING [\(note) / approval=start]"),
    Case(
      testDescription: "a session does not", item: approved(), transition: .cancel(id: "A"),
      fate: "BLOCKED [approval=start / \(note) / cancelled_by_operator]"),
    Case(
      testDescription: "an approval of version 0.8 is for good",
      item: row(notes: "approved (ann@host, 2026-01-31 09:00)", task: "other"),
      transition: .pick(id: "A"),
      fate: "IN_PROGRESS [approved (ann@host, 2026-01-31 09:00)]"),
    Case(
      testDescription: "a result's digest asks for nothing",
      item: row(notes: "approved (ann@host, 2026-01-31 09:00, \(old))"),
      transition: .pick(id: "A"),
      fate: "IN_PROGRESS [approved (ann@host, 2026-01-31 09:00, \(old))]"),
    Case(
      testDescription: "a second approval of the same is refused", item: approved(),
      transition: approve, session: nil, fate: "not_awaited"),
    Case(
      testDescription: "an approval before a claim asked", item: row(notes: outdated),
      transition: approve, session: nil,
      fate: "PENDING [approval=start / approved (ann@host, 2026-01-31 18:00, D)]"),
    Case(
      testDescription: "an edit is not approved", item: approved(),
      transition: .edit(.init(id: "A", [.task: "other"])), session: nil,
      fate: "PENDING [approval=start / approved (ann@host, 2026-01-31 09:00, "
        + "\(digest(row(notes: ""), .start)))]"),
    Case(
      testDescription: "new notes leave the approval", item: approved(notes: "x"),
      transition: .edit(.init(id: "A", [.notes: "x"])), session: nil,
      fate: "PENDING [x / \(note) / approval=start]"),
    Case(
      testDescription: "what an attempt leaves is", item: approved(.inProgress, owner: "s1"),
      transition: fail("no network"), fate: "FAILED [no network / \(note) / approval=start]"),
    Case(
      testDescription: "not what was edited meanwhile",
      item: row(.inProgress, notes: outdated, owner: "s1"), transition: fail("n"),
      fate: "FAILED [n / approved (ann@host, 2026-01-31 09:00, \(old)) / approval=start]"),
    Case(
      testDescription: "not what another session says of a row that nobody works on",
      item: approved(),
      transition: .finish(.init(id: "A", as: .blocked, notes: "as root", force: true)),
      fate: "BLOCKED [as root / approved (ann@host, 2026-01-31 09:00, "
        + "\(digest(row(notes: ""), .start))) / approval=start]"),
    Case(
      testDescription: "a rejection of the result is part of it",
      item: approved(.blocked, notes: "awaits=approval", owner: "s1"),
      transition: .reply(.init(id: "A", .reject(reason: "no title"))), session: nil,
      fate: "PENDING [approval=start / \(note) / rejected: no title (ann@host, 2026-01-31 18:00)]"
    ),
    Case(
      testDescription: "an approval of the result ends the row",
      item: approved(.blocked, notes: "awaits=approval", owner: "s1"),
      transition: .reply(.init(id: "A", .approve)), session: nil,
      fate: "DONE [approval=start / \(note) / approved (ann@host, 2026-01-31 18:00, D)]"),
    Case(
      testDescription: "whom a person asks anew, whatever was approved", item: approved(),
      transition: .edit(.init(id: "A", [.approval: "start"])), session: nil,
      fate: "PENDING [approval=start]"),
    Case(
      testDescription: "no text is an approval", item: row(notes: "approval=start"),
      transition: .edit(
        .init(id: "A", [.notes: "x / approved (ann@host, 2026-01-31 09:00, \(old))"])),
      fate: "PENDING [x / said: approved (ann@host, 2026-01-31 09:00, \(old)) / approval=start]"),
  ]

  @Test(arguments: cases)
  func `an approval counts for its content alone`(_ arrow: Case) {
    var item = arrow.item
    if let id = arrow.renamed { item.after = [id] }
    #expect(
      Self.fate(
        of: item, by: arrow.transition, session: arrow.session, arrow.contents,
        others: arrow.others) == arrow.fate)
  }

  @Test(
    arguments: [
      (nil, false, "PENDING"), ("D", false, "PENDING"), (old, false, "changed_since"),
      (nil, true, "changed_since"), ("D", true, "PENDING"),
    ] as [(String?, Bool, String)])
  func `what a person saw is decided`(_ digest: String?, _ isUnseen: Bool, _ fate: String) {
    let item = Self.row(.blocked, notes: "approval=start / awaits=approval")
    var change = RowChange(
      id: "A", before: ["status": "PENDING"], after: ["status": "BLOCKED"])
    change.digest = Self.old
    let asked = HistoryEntry(
      sequence: 1, time: "", traceID: "t", command: "pick", actor: "w", row: change)
    var reply = Transition.Reply(id: "A", .approve)
    reply.digest = digest == "D" ? Self.digest(item, .start) : digest
    reply.isUnseen = isUnseen
    let found = Self.fate(of: item, by: .reply(reply), session: nil, history: [asked])
    #expect(found.split(separator: " ").first.map(String.init) == fate)
  }

  @Test func `what waits for a person has the digest of what is decided`() throws {
    var context = TransitionContext(session: "s1", now: now)
    context.contents = Self.reader
    func digest(of item: QueueItem, by transition: Transition) throws -> String? {
      try transition.decide(in: MemoryTable([item]), context: context).changes.last?.digest
    }
    let start = Self.row(notes: "approval=start")
    #expect(try digest(of: start, by: .pick(id: "A")) == Self.digest(start, .start))
    let working = Self.row(.inProgress, notes: "", owner: "s1")
    let question = Transition.review(
      .init(id: "A", by: .report(force: false), .init(verdict: .sample(.question))))
    let asked = try question.decide(in: MemoryTable([working]), context: context).changes.last
    let after = try #require(asked?.after)
    #expect(asked?.digest == Self.digest(after, .question))
    #expect(asked?.digest != Self.digest(after, .start))
    #expect(try digest(of: Self.row(notes: "x"), by: .pick(id: "A")) == nil)
  }

  @Test(arguments: [
    ("  task ", "task", true), ("task", "tasks", false), ("caf\u{e9}", "cafe\u{301}", false),
  ])
  func `content is compared by its bytes, without blanks at the ends`(
    _ task: String, _ other: String, _ areSame: Bool
  ) {
    let (one, two) = (
      DecidedContent(of: Self.row(notes: "", task: task), .start, Policy()),
      DecidedContent(of: Self.row(notes: "", task: other), .start, Policy())
    )
    #expect(one.text.utf8.elementsEqual(two.text.utf8) == areSame)
    #expect(one.parts(unlike: two) == (areSame ? [] : [.task]))
  }
}
