import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import Settings
import TeamProtocol
import Wording

/// `orch add`: a new row at the end of the table.
struct AddCommand: TransitionCommand {
  static let name = "add"
  static let summary = "Add a row"
  static let discussion = """
    The task may stand without --task: orch add 'Fix the login'. The row is PENDING and stands
    behind the table's last. Line breaks, tabs and pipes in the texts become spaces and slashes.
    Nothing shows that a row without success criteria is done: a report on it waits for
    orch approve. A row with --after waits until those are DONE. Of rows with one
    --idempotency-key the first is worked on; when it is DONE, orch pick closes the others as
    DONE, too. What takes more than a cell is its brief: it is written to tasks/ID.md beside the
    queue, for people to edit, and stands in what a worker is sent.
    """
  static let result = """
    `Added ID`; without `--id` the next `PREFIX-NNN`, above each number that an id ever had
    """
  static let examples = [
    Example("orch add 'Fix the login'", "a P1 row without criteria; orch edit adds them"),
    Example(
      "orch add --priority P1 --task 'Update the README' --success-criteria 'README names the new flag'",
      "a row with the next free id"),
    Example(
      "orch add --id REL-2 --priority P0 --task Release --success-criteria 'tag pushed' --after REL-1",
      "a row that waits for another"),
  ]
  static let options: [Option<AddCommand>] = [
    .value("--id", "ID", "its id; else the next free PREFIX-NNN, by id_prefix") { $1.new.id = $0 },
    .choice(
      "--priority", "how urgent it is", Priority.known.map(\.text), placeholder: "P0|P1|P2",
      fallback: Priority.p1.text
    ) { $1.new.priority = Priority($0) },
    .text("--task", "T", "what is to be done") { $1.new.task = $0 },
    .text("--success-criteria", "C", "how one sees that it is done", required: false) {
      $1.new.successCriteria = $0
    },
    .text("--criteria", "C", "the same", required: false) { $1.new.successCriteria = $0 },
    .value("--brief", "FILE|-", "all that a worker has to know, as tasks/ID.md", kind: .file) {
      $1.brief = $0
    },
    .due("when it is due: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow or 2d") { $1.due = $0 },
    .due(as: "--due", "the same") { $1.due = $0 },
    .value("--notes", "N", "what else to know") { $1.new.notes = $0 },
    .value(
      "--after", "ID", "a row that must be DONE first; several with commas", repeatable: true,
      kind: .several(.row(.all))
    ) {
      $1.new.after += Dependencies.ids(in: $0)
    },
    .label("a word to sort rows by; several with commas") { $1.new.labels += $0 },
    .value("--idempotency-key", "K", "marks rows as the same work, which is done once") {
      (text, add) throws(InvalidValue) in
      guard IdempotencyKey.isWellFormed(text) else {
        throw InvalidValue(Sentence.ruleOfIdempotencyKeys.english)
      }
      add.new.idempotencyKey = text
    },
    .number(
      "--max-attempts", "N", "how many attempts it may take", in: 0...(.max),
      or: Settings.maxAttempts.description
    ) { $1.new.maxAttempts = $0 },
    .value("--worker", "NAME", "who does the work, of workers in orch.json", kind: .worker) {
      $1.new.worker = $0
    },
    .value("--timeout", "TIME", "how long an attempt may take: 90s, 30m, 2h") {
      (text, add) throws(InvalidValue) in
      add.new.timeoutSeconds = try EditableField.timeout(text)
    },
  ]

  static let positional: String? = "--task"

  var shared = SharedOptions()
  var new = Transition.NewItem(priority: .p1, task: "", successCriteria: "")
  var due: String?
  var brief: String?
  var itemID: String? { new.id }
  var settingsNeed: SettingsNeed {
    .writing(times: due.map(EditableField.isRelative) ?? false, newIDs: new.id == nil)
  }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    let brief = try brief.map { try context.brief(inFile: $0) }
    var new = new
    if let due { new.dueAt = QueueTime(due: due, at: try context.taskQueue.now()) }
    let decision = try context.taskQueue.add(new, brief: brief, as: context.caller)
    if let item = decision.item { warn(of: item, in: context) }
    try report(decision)
  }

  private func warn(of item: QueueItem, in context: CommandContext) {
    let hasPipes = [new.task, new.successCriteria, new.notes].contains {
      $0.utf8.contains(UInt8(ascii: "|"))
    }
    if hasPipes { context.show(.replacedPipes(id: item.id)) }
    if item.successCriteria == nil { context.show(.noCriteria(id: item.id)) }
    context.noticeMissingProofs([item])
  }

  func output(for item: QueueItem) -> CommandOutput? { .added(id: item.id) }
}

extension CommandContext {
  /// The text of a file that is to be a row's brief; `-` is standard input.
  func brief(inFile name: String) throws -> String {
    let text = try input(name, "brief")
    if !text.contains(where: { !$0.isWhitespace }) {
      throw Problem.usage(.emptyBrief)
    }
    if text.utf8.count > TaskMessage.briefLimit {
      warn(.longBrief(bytes: text.utf8.count, limit: TaskMessage.briefLimit))
    }
    return text
  }
}
