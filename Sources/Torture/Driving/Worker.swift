import Host

/// A session that adds, picks and finishes rows, one command after the other.
struct Worker {
  let session: String
  private let tool: Tool
  private var numbers: SeededNumbers
  /// The row that it was given.
  private var held: String?
  private var count = 0
  private(set) var operations: [Operation] = []

  init(number: Int, seed: UInt64, tool: Tool) {
    session = "worker-\(number)"
    self.tool = tool
    numbers = SeededNumbers(seed: seed &+ UInt64(number) << 32)
  }

  /// Gives the next command.
  mutating func step() {
    count += 1
    if let held {
      self.held = nil
      end(held)
    } else if Int.random(in: 0..<10, using: &numbers) < 4 || !pick() {
      add()
    }
  }

  mutating func add() {
    let id = "\(session)-\(count)"
    let priority = "P\(Int.random(in: 0...2, using: &numbers))"
    give(
      .add, of: id, saying: "task \(id).",
      [
        "add", "--id", id, "--priority", priority, "--success-criteria", "it is not lost", "--task",
      ],
      expecting: "Added \(id)")
  }

  /// - Returns: whether there was something to pick.
  private mutating func pick() -> Bool {
    let answer = tool.run(["pick"], as: session)
    if answer.outcome == .acknowledged {
      if answer.line == Self.nothing { return false }
      held = answer.line
    }
    note(.pick, of: held, saying: nil, answer.outcome, answer)
    return true
  }

  private static let nothing = "No pending tasks"

  private mutating func end(_ id: String) {
    let result = "result \(session)-\(count)."
    switch Int.random(in: 0..<10, using: &numbers) {
    case 0..<3: give(.release, of: id, ["release", id], expecting: "\(id) -> PENDING")
    case 3..<5:
      give(
        .fail, of: id, saying: result, ["fail", id, "--append", "--notes"],
        expecting: "\(id) -> FAILED")
    default:
      // Nothing that a person typed into the notes is replaced on purpose.
      give(
        .done, of: id, saying: result, ["done", id, "--append", "--notes"],
        expecting: "\(id) -> DONE")
    }
  }

  /// - Parameters:
  ///   - text: is said as the last argument.
  ///   - line: what a command prints that has done it.
  private mutating func give(
    _ kind: Operation.Kind, of id: String, saying text: String? = nil, _ arguments: [String],
    expecting line: String
  ) {
    let answer = tool.run(arguments + (text.map { [$0] } ?? []), as: session)
    let isOdd = answer.outcome == .acknowledged && answer.line != line
    note(kind, of: id, saying: text, isOdd ? .unknown : answer.outcome, answer)
  }

  private mutating func note(
    _ kind: Operation.Kind, of id: String?, saying text: String?, _ outcome: Operation.Outcome,
    _ answer: Tool.Answer
  ) {
    operations.append(
      Operation(
        kind, of: id, by: session, saying: text, began: answer.began, ended: answer.ended,
        outcome: outcome))
  }
}
