import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Monitoring
@testable import Worktrees

/// What a digest finds in the history and in the rows.
@Suite struct DigestTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    /// `done A` and such; `+2h` passes time.
    let steps: [String]
    /// Which rows ended, were restarted, are owed, are at work, are held.
    let digest: String

    init(_ name: String, _ steps: String, _ digest: String) {
      (self.name, self.digest) = (name, digest)
      self.steps = steps.split(separator: ",").map {
        $0.split(separator: " ").joined(separator: " ")
      }
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Case("nothing", "", "idle"),
    Case("nothing since", "pick A, done A, +25h", "idle"),
    Case("a row that ended in the period", "pick A, done A", "1 done"),
    Case("at its first second", "pick A, done A, +24h", "1 done"),
    Case(
      "failures before blocked rows", "block B, fail A, pick C, done C",
      "1 done, 1 failed, 1 blocked; bad A B"),
    Case("the more urgent one first", "fail A, fail P", "2 failed; bad P A"),
    Case("a cancelled row is not bad", "cancel A", "1 cancelled; held W"),
    Case("a row that is tried again has not ended", "fail A, retry A", "changed"),
    Case("nor does one of which that was undone", "fail A, undo A", "changed"),
    Case("a failure from before that was retried", "fail A, +25h, retry A", "changed"),
    Case("a failure from before keeps its followers", "fail A, +25h", "idle; held W"),
    Case("a row that fails again", "fail A, +25h, retry A, fail A", "1 failed; bad A"),
    Case("work goes on", "pick A", "changed; at work A"),
    Case("a second start is none", "pick A, release A, pick A, done A", "1 done"),
    Case(
      "a third one is", "pick A, release A, pick A, release A, pick A, done A",
      "1 done; started A 3"),
    Case(
      "starts of the period count", "pick A, release A, +25h, pick A, release A, pick A",
      "changed; at work A"),
    Case("an approval is owed, and no end", "add S, ask S, +25h", "idle; owed S"),
    Case("a row that was deleted", "fail A, rm A", "changed; held W"),
  ])
  func `it has what the history says of the last day`(_ test: Case) throws {
    let rows = [
      QueueFixture.row("A"), QueueFixture.row("B"), QueueFixture.row("C"),
      QueueFixture.row("P", "PENDING", "P0"), QueueFixture.row("W", notes: "after=A"),
    ]
    let clock = FakeClock()
    try withTaskQueue(rows, clock: clock) { queue, _ in
      for step in test.steps { try perform(step, queue, clock) }
      queue.refresh(for: "digest")
      let now = try queue.now()
      let day = QueueTime(epochSeconds: now.epochSeconds - 86_400, zone: now.zone)
      let digest = try queue.digest(since: day, as: Caller())
      #expect(digest.text == test.digest)
      #expect(digest.hasNoTicks == digest.inProgress.isEmpty)
    }
  }

  private func perform(_ step: String, _ queue: TaskQueue, _ clock: FakeClock) throws {
    let words = step.split(separator: " ").map(String.init)
    if let hours = words[0].hasPrefix("+") ? Int(words[0].dropFirst().dropLast()) : nil {
      return clock.pass(.seconds(3600 * hours))
    }
    let id = words[1]
    func finish(_ ending: Transition.Finish.Ending) throws {
      try queue.perform(.finish(.init(id: id, as: ending, notes: "so", force: true)), as: Caller())
    }
    switch words[0] {
    case "pick": _ = try queue.pick(id, as: Caller())
    case "ask": #expect(throws: Problem.self) { try queue.pick(id, as: Caller()) }
    case "done": try finish(.done)
    case "fail": try finish(.failed(isPermanent: false))
    case "block": try finish(.blocked)
    case "release": try queue.perform(.release(id: id, force: true), as: Caller())
    case "retry": try queue.perform(.retry(id: id, force: false), as: Caller())
    case "cancel": try queue.perform(.cancel(id: id), as: Caller())
    case "undo": try queue.perform(.undo(id: id), as: Caller())
    case "rm": try queue.perform(.remove([id], force: true), as: Caller())
    case "add":
      var row = Transition.NewItem(id: id, priority: .p1, task: "t", successCriteria: "c")
      row.approval = .start
      _ = try queue.add(row, as: Caller())
    default: Issue.record("\(step)")
    }
  }
}

extension Digest {
  /// `1 done, 1 failed; bad A`.
  fileprivate var text: String {
    let started = restarted.map { "\($0.id) \($0.starts)" }
    let parts: [(String, [String])] = [
      ("bad", failures.compactMap(\.id)), ("started", started),
      ("owed", owed.rows.map(\.row.item.id)), ("at work", inProgress.map(\.id)),
      ("held", held.compactMap(\.id)),
    ]
    return
      ([counts.counts?.english ?? (hasChanges ? "changed" : "idle")]
      + parts.filter { !$1.isEmpty }.map { "\($0) \($1.joined(separator: " "))" })
      .joined(separator: "; ")
  }
}
