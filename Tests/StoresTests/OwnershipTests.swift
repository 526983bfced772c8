import Host
import Model
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A database belongs to one queue.
@Suite struct OwnershipTests {
  private static let rows = [QueueFixture.row("A"), QueueFixture.row("B")]

  /// The id that the database has, and the one that the journal has.
  private func ids(_ scene: MirrorScene) throws -> [String?] {
    let database = try scene.sql(
      "SELECT json_extract(cells, '$.queue') FROM queue_mirror WHERE item_id = ''"
    ).first
    return [database.flatMap { $0.isEmpty ? nil : $0 }, try scene.table().queueID()?.id]
  }

  private func removesID(_ scene: MirrorScene) throws {
    _ = try scene.sql(
      "UPDATE queue_mirror SET cells = json_remove(cells, '$.queue') WHERE item_id = ''")
  }

  private func removesJournal(_ scene: MirrorScene) throws {
    for name in try Directory.names(in: scene.file.sidecar.folder) {
      try? Directory.remove("\(scene.file.sidecar.folder)/\(name)")
    }
  }

  private func isRefused(_ scene: MirrorScene) throws -> Bool {
    let before = try scene.dump()
    let other = StoreError.otherQueue(database: scene.path, queue: scene.file.path)
    for body in [
      { _ = try scene.migrate() }, { _ = try scene.migrate(force: true) },
      { _ = try scene.render() },
      {
        _ = try scene.database().consistency(
          with: scene.table(), context: scene.context(), withTexts: false
        ) { _ in }
      },
    ] {
      do {
        try body()
        return false
      } catch let error as StoreError {
        guard error == other else { throw error }
      }
    }
    return try scene.dump() == before
  }

  @Test func `the first import gives both the same id, which every entry then carries`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      let first = try ids(scene)
      #expect(first[0]?.count == 32 && first[0] == first[1])
      #expect(try scene.table().queueID()?.isInDatabase == true)
      try scene.file.perform(.pick(id: "A"))
      // What a compaction leaves, with a line that a crash tore.
      let journal = scene.file.sidecar.journal
      let last = try contents(of: journal).split(separator: "\n").last ?? ""
      try scene.file.save("\(last)\n{\"seq\": 9", to: journal)
      try scene.file.perform(.cancel(id: "A"))
      #expect(try ids(scene) == first)
      #expect(
        try scene.migrate().texts == ["changed A status, owner_session, started_at_kst, notes"])
      // It is nothing that happened.
      #expect(try scene.file.store().history(of: nil).map(\.id) == ["A", "A"])
    }
  }

  @Test func `the id is also that of a copy whose journal became history`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      let sidecar = scene.file.sidecar
      try Directory.move(sidecar.journal, to: sidecar.history(year: "2026"))
      #expect(try scene.migrate().texts == [])
      try scene.file.perform(.pick(id: "A"))
      #expect(try Set(ids(scene)).count == 1)
    }
  }

  @Test func `one without an id, or two that differ, are refused until they are adopted`() throws {
    let cases: [(String, (MirrorScene) throws -> Void)] = [
      ("the database has none", removesID), ("the queue has none", removesJournal),
      (
        "two that differ",
        { scene in
          _ = try scene.sql(
            "UPDATE queue_mirror SET cells = json_set(cells, '$.queue', 'x') WHERE item_id = ''")
        }
      ),
    ]
    for (name, change) in cases {
      try withMirror(Self.rows) { scene in
        try scene.migrate()
        try change(scene)
        #expect(try isRefused(scene), "\(name)")
        let table = scene.table()
        _ = try table.perform(.pick(id: "A"), context: scene.context())
        let before = try scene.dump()
        #expect(throws: StoreError.self) {
          try scene.database().mirror(table, context: scene.context()) { _ in }
        }
        #expect(try scene.dump() == before, "\(name)")
        _ = try scene.database().migrate(
          from: scene.table(), context: scene.context(), force: false, isAdopting: true
        ) { _ in }
        #expect(try Set(ids(scene)).count == 1, "\(name)")
        #expect(try scene.migrate().texts == [], "\(name)")
      }
    }
  }

  @Test func `a database that holds nothing yet becomes the queue's`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try Directory.remove(scene.path)
      try SQLiteStore.create(at: scene.path)
      #expect(try scene.migrate().texts == ["added A", "added B"])
      #expect(try Set(ids(scene)).count == 1)
    }
  }

  /// As a crash between the journal and the database would leave them.
  @Test func `an id that only the journal got is offered to the database again`() throws {
    try withMirror(Self.rows) { scene in
      try SQLiteStore.create(at: scene.path)
      try scene.perform(.add(.init(id: "P", priority: .p1, task: "t", successCriteria: "c")))
      _ = try scene.sql(
        """
        CREATE TRIGGER full BEFORE INSERT ON queue_mirror
        BEGIN SELECT RAISE(ABORT, 'full'); END
        """)
      #expect(throws: StoreError.self) { try scene.migrate() }
      let offered = try scene.table().queueID()
      #expect(offered?.isInDatabase == false)
      _ = try scene.sql("DROP TRIGGER full")
      #expect(try scene.migrate().texts == ["added A", "added B", "onlyInDatabase P"])
      #expect(try scene.table().queueID() == QueueID(id: offered?.id ?? "", isInDatabase: true))
      // From now on another one without an id is another queue's.
      try removesID(scene)
      #expect(try isRefused(scene))
    }
  }

  @Test func `what a version without ids made for another file is that file's`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try removesID(scene)
      let other = MarkdownStore(
        path: scene.file.folder + "/OTHER.md", lockTimeout: .seconds(1),
        clock: scene.file.fake.clock)
      try scene.file.save(QueueFixture.text(), to: other.path, age: .seconds(60))
      let before = try scene.dump()
      #expect(throws: StoreError.otherQueue(database: scene.path, queue: other.path)) {
        try scene.database().migrate(from: other, context: scene.context(), force: false) { _ in }
      }
      #expect(try scene.dump() == before)
      #expect(try other.queueID() == nil)
    }
  }

  @Test func `a database whose file can't be looked for is not taken over`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      let name = String(repeating: "a", count: 300)
      _ = try scene.sql(
        "UPDATE queue_mirror SET cells = json_set(cells, '$.file', '\(name)') WHERE item_id = ''")
      for isForced in [false, true] {
        #expect(throws: StoreError.otherQueue(database: scene.path, queue: scene.file.path)) {
          try scene.migrate(force: isForced)
        }
      }
    }
  }

  @Test func `a queue that may not be written gets no id, and its database none`() throws {
    try withMirror(Self.rows) { scene in
      try FileDescriptor(opening: scene.file.path, for: .reading).share(
        permissions: 0o444, group: 0)
      #expect(try scene.migrate().texts == ["added A", "added B"])
      #expect(try ids(scene) == [nil, nil])
      #expect(try scene.migrate().texts == [])
    }
  }
}

/// Looks at each change, and doubts those that would let two sessions own a row.
struct OwnershipWatch {
  private(set) var doubts: [String] = []
  private var lastNumber = 0

  mutating func look(at changes: [ItemChange], of request: RandomWork.Request) {
    for change in changes {
      checkNumber(change)
      checkOwner(change, request.context)
      checkEnd(change, request)
      checkToken(change, request)
    }
  }

  /// Claim numbers only grow.
  private mutating func checkNumber(_ change: ItemChange) {
    guard let number = change.after?.claim?.number, number != change.before?.claim?.number else {
      return
    }
    if number <= lastNumber { doubts.append("claim \(number) after \(lastNumber)") }
    lastNumber = max(lastNumber, number)
  }

  /// A row IN_PROGRESS has one owner; one that is not has no claim but a lease or a streak.
  private mutating func checkOwner(_ change: ItemChange, _ context: TransitionContext) {
    guard let after = change.after, let claim = after.claim else { return }
    if after.status == .inProgress {
      guard let lease = claim.lease, lease.isLive(at: context.now) else { return }
      if lease.owner != after.ownerSession { doubts.append("\(after.id) has two owners") }
    } else if after.status.isFinished && claim.streak?.count != 0
      || claim.lease == nil && claim.streak == nil
    {
      doubts.append("\(after.id) has a claim that is over")
    }
  }

  /// Only its owner ends a live lease, or a person with `--force`, or an operator.
  private mutating func checkEnd(_ change: ItemChange, _ request: RandomWork.Request) {
    let now = request.context.now
    guard let lease = change.before?.claim?.lease, lease.isLive(at: now) else { return }
    let after = change.after?.claim?.lease
    let isKept = after?.owner == lease.owner && after?.isLive(at: now) == true
    guard !isKept, request.context.session != nil, request.context.session != lease.owner,
      !request.transition.mayEndLease(of: lease.owner)
    else { return }
    doubts.append("\(change.id): the lease of \(lease.owner) is ended by \(request.transition)")
  }

  /// A token that is shown is that of the claim, where it counts.
  private mutating func checkToken(_ change: ItemChange, _ request: RandomWork.Request) {
    guard let claimToken = request.context.claimToken, request.transition.isFenced,
      claimToken != change.before?.claim?.token
    else { return }
    doubts.append("\(change.id) was changed with the token \(claimToken)")
  }
}

extension Transition {
  fileprivate func mayEndLease(of owner: String) -> Bool {
    switch self {
    case .finish(let finish): finish.force
    case .assign(_, _, let from, let force): force || from == owner
    case .release(_, let force), .remove(_, let force): force
    case .cancel, .replan, .retry, .reply: true
    case .review(let review): review.source != .report(force: false)
    case .addAll, .pick, .edit, .endAttempt, .move, .undo, .restore, .lease, .rescue,
      .cancelDependants, .dispatch, .pullRequest, .plan, .importRows, .note:
      false
    case .several(let transitions): transitions.contains { $0.mayEndLease(of: owner) }
    }
  }

  fileprivate var isFenced: Bool {
    switch self {
    case .several(let transitions): transitions.contains(where: \.isFenced)
    case .finish(let finish): !finish.force
    case .endAttempt: true
    case .edit(let edit): !edit.force
    case .assign(_, _, _, let force), .release(_, let force), .remove(_, let force): !force
    case .lease(let request):
      switch request.action {
      case .renew, .release: true
      case .acquire, .expire: false
      }
    case .review(let review): review.source != .report(force: true)
    case .addAll, .pick, .undo, .restore, .cancel, .move, .replan, .retry, .rescue,
      .cancelDependants,
      .dispatch, .reply, .pullRequest, .plan, .importRows, .note:
      false
    }
  }
}
