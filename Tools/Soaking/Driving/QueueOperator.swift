import JSON

/// Looks at the rows that do not go on by themselves, and has them done again.
struct QueueOperator {
  private var participant: Participant
  /// FAILED at the last look: in a database the watchdog takes up those with attempts left.
  private var failedBefore: Set<String> = []
  private var count = 0

  init(_ participant: Participant) { self.participant = participant }

  mutating func run() {
    var time = 0
    repeat {
      time += participant.profile.people.operatorSeconds * 1000
      look()
    } while participant.wait(until: time)
  }

  private mutating func look() {
    let words = ["list", "--json", "--status", "FAILED", "--status", "BLOCKED"]
    let rows = participant.read(.orch, words)?.json?["items"]?.arrayValue ?? []
    var failed: Set<String> = []
    for row in rows.compactMap(\.objectValue) {
      guard let id = row["id"]?.stringValue else { continue }
      if row["status"] == "BLOCKED" || failedBefore.contains(id) {
        takeUp(id)
      } else {
        failed.insert(id)
      }
    }
    failedBefore = failed
  }

  /// In either of the ways that an operator has.
  private mutating func takeUp(_ id: String) {
    count += 1
    let words =
      count % 2 == 0
      ? ["retry", id, "--force"] : ["replan", id, "--notes", "with less / 더 적게"]
    _ = participant.write(.ops, words, mayBeRefused: true)
  }
}

/// Reads the queue as those do who only want to know.
struct Reader {
  private let participant: Participant

  init(_ participant: Participant) { self.participant = participant }

  func run() {
    let looks: [(Tool.Program, [String])] = [
      (.orch, ["list"]), (.ops, ["status"]), (.ops, ["why"]), (.ops, ["workers"]),
      (.orch, ["history", "--limit", "20"]),
    ]
    var count = 0
    repeat {
      let (program, words) = looks[count % looks.count]
      _ = participant.read(program, words)
      count += 1
    } while participant.wait(until: count * participant.profile.people.readerSeconds * 1000)
  }
}
