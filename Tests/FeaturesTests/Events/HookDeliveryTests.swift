import Door
import Host
import Model
import QueueStore
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Events
@testable import Workers

/// What hooks get, and when.
@Suite struct HookDeliveryTests {
  private static let appending = #"{"chat": {"on": ["done"], "argv": ["sh", "-c", "cat >> got"]}}"#

  @Test func `it gets the events that it wants, each once, in order`() throws {
    try HookScene.run(Self.appending) { scene in
      #expect(try !scene.isDue)
      try scene.work(on: "A", "B")
      #expect(try scene.isDue)
      #expect(try scene.deliver().map(\.delivered) == [2])
      #expect(try scene.text("got") == "done A\ndone B\n")
      #expect(try !scene.isDue)
      #expect(try scene.deliver().map(\.delivered) == [0])
      #expect(try scene.text("got") == "done A\ndone B\n")
    }
  }

  /// Each step is the seconds since the last one, the tries of the event, and when it is tried again.
  @Test func `it is tried again after a minute, five and thirty, and then gives up`() throws {
    let hooks = #"""
      {"chat": {"on": ["done", "hook_gave_up"], "argv": ["sh", "-c", "cat >> got; exit 3"]}}
      """#
    try HookScene.run(hooks) { scene in
      try scene.work(on: "A", "B")
      let start = scene.scene.clock.now / 1_000_000_000
      var (passed, given) = (0, "")
      let steps: [(wait: Int, isRun: Bool, tries: Int, next: Int)] = [
        (0, true, 1, 60), (59, false, 1, 60), (1, true, 2, 360), (299, false, 2, 360),
        (1, true, 3, 2160), (1799, false, 3, 2160),
      ]
      for step in steps {
        scene.scene.clock.pass(.seconds(step.wait))
        passed += step.wait
        #expect(try scene.isDue == step.isRun, "\(step)")
        let delivery = try scene.deliver()[0]
        if step.isRun { given += "done A\n" }
        #expect(
          delivery.failing
            == .init(since: start, tries: step.tries, nextTry: start + step.next, error: "status 3")
        )
        #expect(try scene.text("got") == given, "\(step)")
      }
      // It gives up, and goes on with the next one at once.
      scene.scene.clock.pass(.seconds(1))
      let delivery = try scene.deliver()[0]
      #expect(delivery.givenUp.map(\.key) == ["A/#2/done"])
      #expect(try scene.text("got") == given + "done A\ndone B\n")
      #expect(delivery.failing?.since == start && delivery.failing?.tries == 1)
      let facts = try scene.facts()
      #expect(facts == [.hookGaveUp(.init(hook: "chat", eventKey: "A/#2/done", error: "status 3"))])
      // Once it works again, nothing fails any more.
      scene.hooks = Self.appending
      try scene.trust()
      #expect(try scene.deliver(tryingNow: true)[0].failing == nil)
      #expect(try scene.record(of: "chat")?.failing == nil)
      #expect(try scene.text("got") == given + "done A\ndone B\ndone B\n")
    }
  }

  @Test func `who tries it again before its time uses up no try`() throws {
    try HookScene.run(#"{"chat": {"on": ["done"], "argv": ["sh", "-c", "exit 3"]}}"#) { scene in
      try scene.work(on: "A")
      let failing = try scene.deliver()[0].failing
      for _ in 0..<5 { #expect(try scene.deliver(tryingNow: true)[0].failing == failing) }
      #expect(failing?.tries == 1)
      scene.scene.clock.pass(.seconds(60))
      #expect(try scene.deliver(tryingNow: true)[0].failing?.tries == 2)
    }
  }

  /// Each would fail to take that the other one gave up, and so on without end.
  @Test func `two that fail do not tell each other of it for ever`() throws {
    let hook = #"{"on": ["done", "hook_gave_up"], "argv": ["false"]}"#
    try HookScene.run(#"{"a": \#(hook), "b": \#(hook)}"#) { scene in
      try scene.work(on: "A")
      for _ in 0..<20 {
        _ = try scene.deliver()
        scene.scene.clock.pass(.seconds(1800))
      }
      let facts = try scene.facts().map(\.key)
      #expect(facts.sorted() == ["a/A/#2/done/hook_gave_up", "b/A/#2/done/hook_gave_up"])
      #expect(try !scene.isDue)
    }
  }

  /// A hook, its variables, and what is kept of its failure.
  static let failures: [(name: String, argv: String, error: String)] = [
    ("it says why", #"["sh", "-c", "echo one; echo two >&2; exit 4"]"#, "status 4: two"),
    ("it hangs", #"["sh", "-c", "echo waits; sleep 600"]"#, "took longer than 1 s: waits"),
    (
      "it ignores SIGTERM", #"["sh", "-c", "trap '' TERM; echo stays; sleep 600; sleep 600"]"#,
      "took longer than 1 s: stays"
    ),
    ("it is killed", #"["sh", "-c", "kill -9 $$"]"#, "ended by signal 9"),
    (
      "it is missing", #"["scripts/gone.sh"]"#, "cannot run FOLDER/scripts/gone.sh: no such program"
    ),
    (
      "it floods its output", #"["sh", "-c", "yes | head -c 9000000; echo end; exit 1"]"#,
      "status 1: end"
    ),
    (
      "it says its secret", #"["sh", "-c", "echo cannot reach $CHAT_URL; exit 6"]"#,
      "status 6: cannot reach [redacted:variable]"
    ),
    (
      "a child of it holds the pipe",
      #"["sh", "-c", "(trap '' TERM; sleep 600) & echo left; exit 7"]"#, "status 7: left"
    ),
  ]

  @Test(arguments: failures.indices)
  func `a hook that fails says how`(_ index: Int) throws {
    let (name, argv, error) = Self.failures[index]
    let hook = #"{"on": ["done"], "argv": \#(argv), "timeout": "1s", "env": ["CHAT_URL"]}"#
    try HookScene.run(#"{"chat": \#(hook)}"#) { scene in
      scene.variables = ["CHAT_URL": "https://example.com/abcdefgh", "OTHER": "x"]
      try scene.work(on: "A")
      let failing = try #require(try scene.deliver()[0].failing, "\(name)")
      #expect(failing.error == error.replacing("FOLDER", with: scene.folder), "\(name)")
    }
  }

  @Test func `it gets the usual variables and its own, and nothing of the row`() throws {
    let script =
      "env | cut -d = -f 1 | sort | tr '\\\\n' ' ' > variables; printf %s \\\"$0 $*\\\" > words"
    let hook =
      #"{"on": ["done"], "argv": ["sh", "-c", "\#(script)", "a", "b"], "env": ["CHAT_URL"]}"#
    try HookScene.run(#"{"chat": \#(hook)}"#) { scene in
      scene.variables = ["CHAT_URL": "https://example.com", "SECRET": "x", "ORCH_NOW": "1"]
      try scene.work(on: "A")
      #expect(try scene.deliver()[0].delivered == 1)
      #expect(try scene.text("variables") == "CHAT_URL HOME ORCH_OWNER_SESSION PATH PWD ")
      #expect(try scene.text("words") == "a b")
    }
  }

  @Test func `none waits for another one`() throws {
    let waiting = "while [ ! -e got ]; do sleep 0.01; done"
    let hooks = """
      {"a": {"on": ["done"], "argv": ["sh", "-c", "\(waiting)"], "timeout": "1m"},
       "b": {"on": ["done"], "argv": ["sh", "-c", "cat >> got"]}}
      """
    try HookScene.run(hooks) { scene in
      try scene.work(on: "A")
      #expect(try scene.deliver().map(\.delivered) == [1, 1])
    }
  }

  @Test func `one that fails keeps only its own place`() throws {
    let hooks = """
      {"bad": {"on": ["done"], "argv": ["false"]},
       "good": {"on": ["claimed", "done"], "argv": ["sh", "-c", "cat >> got"]}}
      """
    try HookScene.run(hooks) { scene in
      try scene.work(on: "A")
      #expect(try scene.deliver().map(\.hasFailed) == [true, false])
      #expect(try scene.text("got") == "claimed A\ndone A\n")
      #expect(try scene.record(of: "bad")?.cursor.sequence == 0)
      #expect(try scene.record(of: "good")?.cursor.sequence == 2)
    }
  }

  /// What another process writes and comes to deliver, while the first one has looked for the last
  /// time and still holds the lock.
  @Test func `what comes at the last moment is delivered by the one that has the lock`() throws {
    try HookScene.run(Self.appending) { scene in
      try scene.work(on: "A")
      let other = scene
      let second = Mutex<[HookDelivery]>([])
      scene.store = LookedAtStore(scene.scene.store) { look in
        // The first one asks whether its place is one of the history, then for events, then for more.
        guard look == 3 else { return }
        try? other.work(on: "B")
        let found = (try? other.deliver()) ?? []
        second.withLock { $0 = found }
      }
      #expect(try scene.deliver().map(\.delivered) == [2])
      #expect(second.withLock { $0.map(\.isElsewhere) } == [true])
      #expect(try scene.text("got") == "done A\ndone B\n")
    }
  }

  /// What is done to the record of a hook that has come to the end, and whether it begins anew.
  static let places: [(name: String, text: String?)] = [
    ("none", nil), ("of another queue", #"{"cursor":"1111111111111111:1.1"}"#),
    ("before a backup was put back", #"{"cursor":"0000000000000000:99.1"}"#),
    ("unreadable", "{"), ("hostile", #"{"cursor":"0000000000000000:-1.1"}"#),
  ]

  @Test(arguments: places.indices)
  func `without a place in the history it begins at the end`(_ index: Int) throws {
    let (name, text) = Self.places[index]
    try HookScene.run(Self.appending) { scene in
      try scene.work(on: "A")
      let path = "\(scene.folder)/.orch/hooks/chat.json"
      try Directory.remove(path)
      if let text { try writeAged(text, to: path) }
      #expect(try scene.isDue)
      #expect(try scene.deliver().map(\.begins) == [true], "\(name)")
      #expect(try scene.deliver().map(\.begins) == [false], "\(name)")
      try scene.work(on: "B")
      let deliveries = try scene.deliver()
      #expect(deliveries.map(\.delivered) == [1], "\(name): \(deliveries)")
      #expect(try scene.text("got") == "done B\n", "\(name)")
    }
  }

  @Test func `a changed hook waits for trust, and goes on where it was`() throws {
    try HookScene.run(Self.appending) { scene in
      scene.hooks = Self.appending.replacing(">> got", with: ">> changed")
      try scene.work(on: "A")
      let error = #expect(throws: Problem.self) { try scene.deliver() }
      #expect(
        error?.message
          == "no hook of orch.json runs: \(scene.folder) is not trusted as it is: orch.json "
          + "changed or appeared later"
      )
      try scene.trust()
      #expect(try scene.deliver().map(\.delivered) == [1])
      #expect(try scene.text("changed") == "done A\n")
    }
  }

  @Test func `events that no hook wants are passed over, not looked at again and again`() throws {
    try HookScene.run(#"{"chat": {"on": ["failed"], "argv": ["false"]}}"#) { scene in
      try scene.work(on: "A", "B", "C")
      #expect(try !scene.isDue)
      #expect(try scene.deliver().map(\.delivered) == [0])
      #expect(try scene.record(of: "chat")?.cursor.sequence == 6)
    }
  }

  @Test func `a worker delivers nothing`() throws {
    try HookScene.run(Self.appending) { scene in
      scene.variables = ["ORCH_ATTEMPT": "x"]
      let error = #expect(throws: Problem.self) { try scene.deliver() }
      #expect(error?.message == "a worker delivers no events")
    }
  }

  @Test func `what cannot be recorded is not delivered`() throws {
    try HookScene.run(Self.appending) { scene in
      try scene.work(on: "A")
      let record = "\(scene.folder)/.orch/hooks/chat.json"
      // A folder in its place: the cursor is lost, and can't be written.
      try Directory.remove(record)
      try Directory.create(record, permissions: 0o755)
      #expect(try scene.deliver().map { $0.problem == nil } == [false])
      #expect(try scene.text("got") == "")
    }
  }
}

/// A store that tells when its history is read.
private final class LookedAtStore: QueueStore, Sendable {
  private let store: MemoryStore
  private let looks = Mutex(0)
  private let onLook: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - store: what answers.
  ///   - onLook: called after each reading, with its number from 1.
  init(_ store: MemoryStore, onLook: @escaping @Sendable (Int) -> Void) {
    (self.store, self.onLook) = (store, onLook)
  }

  func visitHistory(
    after sequence: Int, from time: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int? {
    let newest = try store.visitHistory(after: sequence, from: time, visit)
    let look = looks.withLock {
      $0 += 1
      return $0
    }
    onLook(look)
    return newest
  }

  func perform(
    _ transition: Transition, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Decision> {
    try store.perform(transition, context: context, receive: receive)
  }

  func snapshot(receive: WarningReceiver) throws(StoreError) -> any QueueSnapshot {
    try store.snapshot(receive: receive)
  }

  func history(of id: String?) throws(StoreError) -> [HistoryEntry] { try store.history(of: id) }

  func history(ofRows ids: Set<String>) throws(StoreError) -> [HistoryEntry] {
    try store.history(ofRows: ids)
  }

  func historyID(_ context: TransitionContext) throws(StoreError) -> String {
    try store.historyID(context)
  }

  func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry] {
    try store.latestHistory(count)
  }
}
