import Host

/// A session that adds, picks and finishes rows, one command after another.
struct Session {
  private let orch: ProgramRunner
  private var commands: CommandGenerator
  private(set) var operations: [Operation] = []

  init(_ orch: ProgramRunner, number: Int, seed: UInt64) {
    self.orch = orch
    commands = CommandGenerator(number: number, seed: seed)
  }

  mutating func step() { run(commands.next()) }

  mutating func add() { run(commands.addition()) }

  private mutating func run(_ command: Command) {
    let result = orch.run(command.arguments + ["--owner-session", commands.session])
    var operation = Operation(
      kind: command.kind, session: commands.session, id: command.id, text: command.text,
      began: result.began, ended: result.ended, outcome: result.outcome)
    if operation.outcome == .acknowledged {
      if command.kind == .pick {
        operation.id = commands.notePick(result.firstLine)
        if operation.id == nil { return }
      } else if result.firstLine != command.confirmation {
        operation.outcome = .unknown
      }
    }
    operations.append(operation)
  }
}

/// A command of a session, before it is run.
struct Command: Equatable {
  let kind: Operation.Kind
  var id: String?
  var text: String?
  let arguments: [String]
  /// The line that `orch` prints on success; `nil` for a pick, which prints the row.
  var confirmation: String?
}

/// The commands of one session, determined by a seed and the answers.
struct CommandGenerator {
  let session: String
  private var random: SeededNumbers
  private var count = 0
  /// The row that the session holds.
  private var held: String?
  private var foundNothing = false

  init(number: Int, seed: UInt64) {
    session = "worker-\(number)"
    random = SeededNumbers(seed: seed &+ UInt64(number) << 32)
  }

  mutating func next() -> Command {
    if let id = held.take() { return finish(id) }
    let isPick = Int.random(in: 0..<10, using: &random) >= 4 && !foundNothing
    foundNothing = false
    return isPick ? Command(kind: .pick, arguments: ["pick"]) : addition()
  }

  /// - Parameter line: what `orch pick` printed.
  /// - Returns: the row that the session now holds; `nil` if there was no row to pick.
  mutating func notePick(_ line: String) -> String? {
    foundNothing = line == "No pending tasks"
    held = foundNothing ? nil : line
    return held
  }

  mutating func addition() -> Command {
    count += 1
    let id = "\(session)-\(count)"
    let priority = "P\(Int.random(in: 0...2, using: &random))"
    return Command(
      kind: .add, id: id, text: "task \(id).",
      arguments: [
        "add", "--id", id, "--priority", priority, "--success-criteria", "it is not lost", "--task",
        "task \(id).",
      ],
      confirmation: "Added \(id)")
  }

  private mutating func finish(_ id: String) -> Command {
    count += 1
    let (kind, status): (Operation.Kind, String) =
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<3: (.release, "PENDING")
      case 3..<5: (.fail, "FAILED")
      default: (.done, "DONE")
      }
    // --append keeps what a person typed into the notes.
    let notes = kind == .release ? nil : "result \(session)-\(count)."
    return Command(
      kind: kind, id: id, text: notes,
      arguments: [kind.rawValue, id] + (notes.map { ["--append", "--notes", $0] } ?? []),
      confirmation: "\(id) -> \(status)")
  }
}
