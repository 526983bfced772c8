import Door
import Foundation
import Host
import Model
import PostgreSQL
import PostgreSQLStore
import QueueStore
import StoreTestSupport
import Synchronization
import TestSupport
import Testing
import Text

/// What a server, its network and its people do to a queue.
@Suite struct ServerFaultTests {
  @Test(arguments: [
    ("another database", "dbname=none", 66, "database \"none\" does not exist"),
    ("a user who is not let in", "user=stranger", 77, "role \"stranger\" does not exist"),
    ("a folder without a socket", "host=/nowhere", 75, "Is the server running locally"),
    ("a port without a server", "host=127.0.0.1&port=1", 75, "Connection refused"),
  ])
  func `each refusal says what to do`(
    _ name: String, _ parameters: String, _ status: Int32, _ reason: String
  ) throws {
    let error = try #require(throws: StoreError.self) {
      try store(of: TestServer.address + "&" + parameters, lockTimeout: .seconds(2)).snapshot()
    }
    let problem = Problem(error)
    #expect(problem.exitStatus.rawValue == status, "\(name)")
    #expect(error.sentence.english.contains(reason), "\(error.sentence.english)")
    #expect(!error.hint.english.isEmpty && !error.hint.korean.isEmpty)
  }

  @Test(arguments: [
    "postgresql://me:secret@h/d", "postgresql://h/d?password=secret",
    "postgresql://h/d?pass%77ord=secret", "postgres://:secret@/d",
  ])
  func `a password in an address is refused, and not repeated`(_ address: String) throws {
    let error = try #require(throws: StoreError.self) { try PostgreSQLServers().place(address) }
    #expect(error == .badAddress(hasPassword: true))
    #expect(Problem(error).exitStatus.rawValue == 64)
    for text in [error.sentence.english, error.sentence.korean, error.hint.english] {
      #expect(!text.contains("secret"))
    }
  }

  @Test func `a database without a queue, and tables of another version, are told`() throws {
    let queue = try newQueue(of: [])
    let connection = try connection(to: queue)
    try connection.run("UPDATE schema_version SET version = 9")
    func cause() throws -> ServerFailure.Cause? {
      let error = try #require(throws: StoreError.self) { try store(of: queue).snapshot() }
      if case .server(let failure) = error { return failure.cause }
      return nil
    }
    #expect(try cause() == .otherVersion(9))
    try connection.run("DROP TABLE schema_version")
    #expect(try cause() == .noQueue)
  }

  @Test func `who may only read is told at the first change`() throws {
    let queue = try newQueue(of: [item("A")])
    let name = schema(of: queue)
    try connection(to: queue).run([
      Statement("DROP ROLE IF EXISTS reader_\(name)"),
      Statement("CREATE ROLE reader_\(name) LOGIN"),
      Statement("GRANT USAGE ON SCHEMA \(name) TO reader_\(name)"),
      Statement("GRANT SELECT ON ALL TABLES IN SCHEMA \(name) TO reader_\(name)"),
    ])
    let store = try store(of: queue + "&user=reader_\(name)")
    #expect(try store.snapshot().rowCount == 1)
    let error = try #require(throws: StoreError.self) { try pick(store) }
    #expect(Problem(error).exitStatus.rawValue == 77, "\(error)")
    let told = try #require(throws: StoreError.self) { try store.watchable?.checkWritable() }
    guard case .server(let failure) = told else { return #expect(Bool(false), "\(told)") }
    #expect(failure.cause == .lacksRights)
  }

  @Test func `a replica is only read`() throws {
    let queue = try newQueue(of: [item("A")])
    let replica = queue + "%20-cdefault_transaction_read_only%3Don"
    let store = try store(of: replica)
    #expect(try store.snapshot().rowCount == 1)
    let error = try #require(throws: StoreError.self) { try pick(store) }
    let told = try #require(throws: StoreError.self) { try store.watchable?.checkWritable() }
    for error in [error, told] {
      guard case .server(let failure) = error else { return #expect(Bool(false), "\(error)") }
      #expect(failure.cause == .replica)
    }
  }

  @Test func `texts may have quotes, backslashes and a megabyte, and a NUL is refused`() throws {
    let queue = try newQueue(of: [])
    let store = try store(of: queue)
    let long = String(repeating: "가나다'\"\\;--{}, ", count: 60_000)
    for text in ["O'Neil \"x\" \\ $1 {a,b} ;--", long] {
      _ = try store.perform(.add(new(text)), context: context())
    }
    let snapshot = try store.snapshot()
    #expect(snapshot.item(at: 0)?.task == "O'Neil \"x\" \\ $1 {a,b} ;--")
    #expect(snapshot.item(at: 1)?.task == long.trimmingCharacters(in: .whitespaces))
    #expect(try store.read { try $0.contains("O'Neil \"x\\") } == false)
    let before = try store.history(of: nil).count
    _ = try? store.perform(.add(new("a\u{0}b")), context: context())
    let rows = try store.snapshot()
    #expect(try store.history(of: nil).count - before == rows.rowCount - 2)
    #expect(rows.rowCount == 2 || rows.item(at: 2)?.task?.contains("\u{0}") == false)
  }

  @Test func `two programs that make a queue at once make one`() throws {
    let name = "made_\(ProcessInfo.processInfo.processIdentifier)"
    try connection(to: TestServer.address).run("CREATE SCHEMA \(name)")
    let queue = TestServer.address + "&options=-csearch_path%3D\(name)"
    let made = Mutex(0)
    Parallel.beside(8) { _ in
      if (try? store(of: queue).create(StoreConformance.author)) == true {
        made.withLock { $0 += 1 }
      }
    } body: {
    }
    #expect(made.withLock { $0 } == 1)
    #expect(try store(of: queue).snapshot().rowCount == 0)
  }

  /// A connection in a transaction that has the queue's lock.
  private func connectionWithLock(of queue: String) throws -> Connection {
    let other = try connection(to: queue)
    try other.run([
      Statement("BEGIN"),
      Statement(
        "SELECT pg_advisory_xact_lock(hashtextextended('orch queue ' || current_schema(), 0))"),
    ])
    return other
  }

  @Test func `a transaction that another program keeps open is waited for, and named`() throws {
    let queue = try newQueue(of: [item("A")])
    let other = try connectionWithLock(of: queue)
    let error = try #require(throws: StoreError.self) {
      try pick(store(of: queue, lockTimeout: .milliseconds(50)))
    }
    #expect(error == .locked(path: queue, holder: "tests"))
    try other.run("COMMIT")
    #expect(try pick(store(of: queue)) == "A")
  }

  @Test func `a user with a schema of the own name has the lock of the queue's schema`() throws {
    let queue = try newQueue(of: [item("A")])
    let name = "own_\(ProcessInfo.processInfo.processIdentifier)"
    try connection(to: TestServer.address).run("CREATE SCHEMA \(name)")
    let path = "-csearch_path%3D"
    let other = queue.replacing(path, with: "\(path)\(name),")
    let lock = try connectionWithLock(of: queue)
    #expect(throws: StoreError.locked(path: other, holder: "tests")) {
      try pick(store(of: other, lockTimeout: .milliseconds(50)))
    }
    try lock.run("COMMIT")
    #expect(try pick(store(of: other)) == "A")
  }

  @Test func `a row that another program has locked is waited for`() throws {
    let queue = try newQueue(of: [item("A")])
    let other = try connection(to: queue)
    try other.run([
      Statement("BEGIN"), Statement("SELECT 1 FROM queue_items WHERE id = 'A' FOR UPDATE"),
    ])
    let error = try #require(throws: StoreError.self) {
      try pick(store(of: queue, lockTimeout: .milliseconds(50)))
    }
    #expect(error == .locked(path: queue, holder: "another program"))
    #expect(Problem(error).exitStatus.rawValue == 75)
    try other.run("ROLLBACK")
    #expect(try pick(store(of: queue)) == "A")
  }

  @Test func `timeouts of the server do not end a change that waits longer`() throws {
    let queue = try newQueue(of: [item("A")])
    let address = queue + "%20-cstatement_timeout%3D500"
    let other = try connectionWithLock(of: queue)
    let error = try #require(throws: StoreError.self) {
      try pick(store(of: address, lockTimeout: .milliseconds(700)))
    }
    #expect(error == .locked(path: address, holder: "tests"))
    try other.run("COMMIT")
    // The shortest that there is.
    let hasty = address + "%20-cidle_in_transaction_session_timeout%3D1"
    #expect(try pick(store(of: hasty)) == "A")
  }

  @Test func `a client that stops in a change is ended after a minute`() throws {
    let queue = try newQueue(of: [item("A")])
    let connection = try connection(to: queue)
    try connection.run([
      Statement("CREATE TABLE seen (lock text, statement text, idle text)"),
      Statement(
        """
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO seen VALUES (current_setting('lock_timeout'),
            current_setting('statement_timeout'),
            current_setting('idle_in_transaction_session_timeout'));
          RETURN NEW;
        END $$
        """),
      Statement(
        """
        CREATE TRIGGER note BEFORE INSERT ON queue_events FOR EACH ROW EXECUTE FUNCTION note()
        """),
    ])
    try pick(store(of: queue))
    let seen = try #require(try connection.run("SELECT * FROM seen").first)
    #expect((0...2).map { seen.text($0) } == ["1s", "61s", "61s"])
  }

  @Test(arguments: ["O'Neil", #"a "b" \ {c,d}"#, "$1; --", #"\'; DROP TABLE queue_items"#])
  func `sessions may have any characters, and ids are only texts`(_ name: String) throws {
    let queue = try newQueue(of: [item("A")])
    let store = try store(of: queue)
    let pick = Transition.pick(id: "A")
    let picked = try store.perform(pick, context: context(name)).value.changes.first
    #expect(picked?.after?.ownerSession == name)
    #expect(try store.snapshot().item("A")?.claim?.lease?.owner == name)
    let error = try #require(throws: StoreError.self) {
      try store.perform(.pick(id: name), context: context())
    }
    guard case .refused = error else { return #expect(Bool(false), "\(error)") }
    #expect(try store.history(ofRows: [name, "A"]).count == 1)
  }

  // MARK: Connections that end

  /// Each change is made once or not at all, and the answer says which, wherever the server ends the
  /// connection: before and behind each of its messages.
  @Test func `a connection that ends anywhere loses no change and makes none twice`() throws {
    let queue = try newQueue(of: (1...40).map { item("ORCH-\($0)") })
    let proxy = try CuttingProxy(to: socket(of: queue))
    var cuts = 0
    for messages in 0..<40 {
      proxy.cut(after: messages)
      let store = try store(of: throughProxy(proxy, queue), lockTimeout: .seconds(5))
      let before = try doneRows(queue)
      let picked = try? pick(store)
      let after = try doneRows(queue)
      if proxy.hasCut { cuts += 1 }
      if let picked { #expect(after.subtracting(before) == [picked], "\(messages)") }
      #expect(after.subtracting(before).count <= 1, "\(messages)")
      // Only where nothing could be asked since, a change may be there without an answer.
      if picked == nil { #expect(after == before, "\(messages)") }
    }
    #expect(cuts > 3)
    #expect(try store(of: queue).verify().problems == [])
  }

  @Test func `a record is added once, and its adder knows it, wherever a connection ends`() throws {
    let queue = try newQueue(of: [])
    let proxy = try CuttingProxy(to: socket(of: queue))
    var cuts = 0
    for messages in 0..<20 {
      proxy.cut(after: messages)
      let store = try store(of: throughProxy(proxy, queue), lockTimeout: .seconds(5))
      let added = try? store.add("mine", "tests", "\(messages)")
      #expect(added != false, "\(messages)")
      if proxy.hasCut { cuts += 1 }
      #expect(try store.add("theirs", "tests", "\(messages)") == (added == nil), "\(messages)")
    }
    #expect(cuts > 1)
  }

  @Test func `a queue is made and filled or not, and the answer says which`() throws {
    let source = try newQueue(of: [item("A")])
    _ = try store(of: source).perform(.add(new("b")), context: context())
    let contents = try store(of: source).contents()
    let proxy = try CuttingProxy(to: socket(of: source))
    var (madeCuts, filledCuts) = (0, 0)
    for messages in 0..<24 {
      let schema = "cut_\(messages)_\(ProcessInfo.processInfo.processIdentifier)"
      try connection(to: TestServer.address).run("CREATE SCHEMA \(schema)")
      let queue = PostgresServer.address(ofSchema: schema)
      let cut = try store(of: throughProxy(proxy, queue), lockTimeout: .seconds(5))
      proxy.cut(after: messages)
      let made = try? cut.create(StoreConformance.author)
      if proxy.hasCut { madeCuts += 1 }
      proxy.cut(after: .max)
      #expect(made == nil || made == true, "\(messages)")
      #expect(try store(of: queue).create(StoreConformance.author) == (made == nil), "\(messages)")
      proxy.cut(after: messages)
      let filled = try? cut.fill(with: contents)
      if proxy.hasCut { filledCuts += 1 }
      #expect(filled == nil || filled == true, "\(messages)")
      #expect(try store(of: queue).snapshot().rowCount == (filled == true ? 2 : 0), "\(messages)")
    }
    #expect(madeCuts > 3 && filledCuts > 3)
  }

  @Test func `a machine knows which claims others made`() throws {
    let queue = try newQueue(of: [item("A"), item("B")])
    let (here, there) = (try store(of: queue), try store(of: queue, home: "there"))
    try pick(here)
    try pick(there)
    let tokens = try here.read { table in
      try [table.existing("A"), table.existing("B")].map { try #require($0.claim?.token) }
    }
    #expect(try here.claimsElsewhere() == [tokens[1]: "there"])
    #expect(try there.claimsElsewhere() == [tokens[0]: "here"])
  }

  @Test func `a machine knows where a row was claimed for workers`() throws {
    let queue = try newQueue(of: [item("A")])
    let (here, there) = (try store(of: queue), try store(of: queue, home: "there"))
    for store in [there, here] {
      let roster = WorkerRoster(
        workers: [.init(name: "default", timeoutSeconds: 60, graceSeconds: 1)], isNamed: false)
      let dispatch = Transition.Dispatch(maxWorkers: 1, limit: 1, roster: roster)
      _ = try store.perform(.dispatch(dispatch), context: context())
      _ = try store.perform(.release(id: "A", force: true), context: context())
    }
    // The claim of a person has no log.
    try pick(there)
    _ = try there.perform(.finish(.init(id: "A", as: .done, notes: "done")), context: context())
    let places = [
      ClaimPlace(number: 1, machine: "there", isHere: false),
      ClaimPlace(number: 2, machine: "here", isHere: true),
    ]
    #expect(try here.claimPlaces(ofRow: "A") == places)
    let now = context().now
    let limit = QueueTime(epochSeconds: now.epochSeconds + 60, zone: now.zone)
    let rule = ArchiveRule(endedBefore: limit, now: now)
    _ = try here.archiving?.archive(rule, context: context(), isDryRun: false) { _ in }
    #expect(try here.snapshot().rowCount == 0)
    #expect(try here.claimPlaces(ofRow: "A") == places)
    #expect(try here.claimPlaces(ofRow: "B") == [])
  }

  @Test func `who has lost a lease writes nothing under it`() throws {
    let queue = try TestServer.newQueue()
    let (here, there) = (try store(of: queue), try store(of: queue, home: "there"))
    func write(_ text: String) throws -> Bool {
      try here.replace(text, "plans", "a", holding: "lock", seconds: -1)
    }
    #expect(try here.takeLease("lock", seconds: 600) == nil)
    let holder = try #require(try there.takeLease("lock", seconds: 600))
    #expect(holder.place == "here" && 500...600 ~= holder.secondsLeft)
    #expect(try write("1"))
    // It has ended, but nobody else took it.
    #expect(try write("2"))
    #expect(try there.takeLease("lock", seconds: 600) == nil)
    #expect(try !write("3"))
    try there.endLease("lock")
    #expect(try !write("4"))
    #expect(try here.text("plans", "a") == "2")
  }

  @Test func `a pick and its end take three round trips each`() throws {
    let queue = try newQueue(of: (1...50).map { item("ORCH-\($0)") })
    let proxy = try CuttingProxy(to: socket(of: queue))
    let store = try store(of: throughProxy(proxy, queue))
    _ = try store.snapshot()
    let before = proxy.messages
    let id = try #require(try pick(store))
    #expect(proxy.messages - before == 3)
    _ = try store.perform(.finish(.init(id: id, as: .done, notes: "done")), context: context())
    #expect(proxy.messages - before == 6)
  }

  private func doneRows(_ queue: String) throws -> Set<String> {
    let snapshot = try store(of: queue).snapshot()
    return Set(
      (0..<snapshot.rowCount).compactMap { row in
        snapshot.item(at: row).flatMap { $0.status == .inProgress ? $0.id : nil }
      })
  }
}

func item(_ id: String) -> QueueItem { .sample(id) }

func new(_ task: String) -> Transition.NewItem {
  Transition.NewItem(priority: .p1, task: task, successCriteria: "it works")
}

func context(_ session: String = "s1") -> TransitionContext {
  var context = TransitionContext(
    session: session, now: StoreConformance.now, author: StoreConformance.author)
  context.policy = .forDatabase
  return context
}

@discardableResult
func pick(_ store: any QueueStore) throws(StoreError) -> String? {
  try store.perform(.pick(id: nil), context: context()).value.changes.first?.id
}
