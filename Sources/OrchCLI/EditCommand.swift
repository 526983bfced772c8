import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import QueueStore
import Representation
import Settings
import Wording

/// `orch edit`: changes what people write in a row.
struct EditCommand: QueueCommand {
  static let name = "edit"
  static let summary = "Change the fields of rows"
  static let discussion = """
    Only the named fields change; an empty text and - clear one that may be empty. --notes
    replaces what people wrote, and --label the labels; with --append both are added to what is
    there. Other fields in the notes stay. With --editor the row is a form in VISUAL, EDITOR or
    vi; one that is left as it is changes nothing. Status and owner are changed by other commands.
    A session may not edit the row that another one works on. An id never changes, but for one
    that several rows have: --line says which row gets a new one. The others keep the id with all
    that waits for it; the brief is copied.
    """
  static let result = """
    `Edited ID`, then `FIELD: OLD -> NEW` for each changed field; `ID is unchanged` where nothing \
    changes
    """
  static let json = """
    edit
    as change
    changed: list of changed field

    several rows
    changes: list of edited row, what became of the rows, in their order
    refused: list of refused row, the rows that stay as they are; the status is 1 then

    changed field:
    field: text, its name
    from: text or null
    to: text or null

    edited row:
    id: text
    from: text, its status
    to: text, the same
    item: item, the row now
    changed: list of changed field
    """
  static let examples = [
    Example("orch edit ORCH-001 --priority P0 --due '2026-02-01 18:00'", "only these two change"),
    Example("orch edit ORCH-001 --after ORCH-002 --notes -", "waits for another; has no notes"),
    Example("orch edit ORCH-001 ORCH-002 --priority P0", "the same change of two rows"),
    Example("orch edit ORCH-001 --append --notes 'see the log of 3 May'", "adds to the notes"),
    Example("orch edit ORCH-001 ORCH-002 --append --label ui", "one more label of each"),
    Example("orch edit ORCH-001 --editor", "the row as a form"),
    Example("orch edit ORCH-001 --brief - < prompt.md", "a brief for a row without one"),
    Example(
      "orch edit ORCH-001 --line 12 --id ORCH-009", "where two rows have one id, line 12's is new"),
  ]
  static let options: [Option<EditCommand>] = [
    .value(
      "--id", "ID", "the row; several may be named; with --line its new id, too", required: true,
      repeatable: true, kind: .row(.all)
    ) { $1.ids.append($0) },
    .field("--task", "T", "what is to be done", .task),
    .field("--success-criteria", "C", "how one sees that it is done", .successCriteria),
    .field("--criteria", "C", "the same", .successCriteria),
    .choice(
      "--priority", "how urgent it is", Priority.known.map(\.text), placeholder: "P0|P1|P2"
    ) { $1.texts[.priority] = $0 },
    .field(
      "--due", "T", "when it is due: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow or 2d", .dueAt),
    .field("--due-at-kst", "T", "the same", .dueAt),
    .field(
      "--after", "ID", "the rows that must be DONE first, with commas", .after,
      kind: .several(.row(.all))),
    .field("--notes", "N", "what else to know", .notes),
    .field(
      "--label", "LABELS", "words to sort rows by, with commas", .labels, kind: .several(.label)),
    .value("--brief", "FILE|-", "all that a worker has to know, as tasks/ID.md", kind: .file) {
      $1.brief = $0
    },
    .flag("--append", "add to notes and labels instead of replacing them") { $0.appends = true },
    .field("--touches", "PATHS", "the paths that work on it changes, with commas", .touches),
    .field("--max-attempts", "N", "how many attempts it may take", .maxAttempts),
    .field(
      "--worker", "NAME", "who does the work, of workers in orch.json", .worker, kind: .worker),
    .field("--timeout", "TIME", "how long an attempt may take: 90s, 30m, 2h", .timeout),
    .flag("--editor", "edit all fields as a form") { $0.usesEditor = true },
    .number(
      "--line", "N", "the line of the row, where several rows have its id", in: 1...(.max)
    ) { $1.line = $0 },
    .force("also while another session works on it") { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  /// The row, as a word or `--id`, and with `line` its new id, as `--id`.
  var ids: [String] = []
  var line: Int?
  fileprivate(set) var texts: [EditableField: String] = [:]
  var usesEditor = false
  var appends = false
  var brief: String?
  var force = false
  private var id: String { ids.first ?? "" }
  var itemID: String? { id }
  var settingsNeed: SettingsNeed {
    .writing(times: texts[.dueAt].map(EditableField.isRelative) ?? false)
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    if let line {
      try rename(inLine: line, context)
      return .success
    }
    let isAppendable = brief == nil && !usesEditor && texts.keys.allSatisfy(\.isAppendable)
    if appends, !isAppendable { throw Problem.usage(.appendOfFields) }
    if ids.count > 1 { return try editSeveral(in: context) }
    let outcome: EditedRow
    if usesEditor {
      guard texts.isEmpty, brief == nil else { throw Problem.usage(.editorWithFields) }
      outcome = try editAsForm(in: context)
    } else {
      guard !texts.isEmpty || brief != nil else { throw Problem.usage(.nothingToEdit) }
      let brief = try brief.map(context.brief(inFile:))
      outcome = try context.taskQueue.edit(edit(of: id), brief: brief, as: context.caller)
    }
    if context.shared.isJSON {
      try context.print(outcome.json(in: context.taskQueue.zoneOfJSON))
    } else {
      try context.print(outcome.output)
      for line in outcome.lines(try context.taskQueue.timeHeadings()) { try context.print(line) }
    }
    for notice in outcome.notices { context.show(notice) }
    return .success
  }

  private func edit(of id: String, _ texts: [EditableField: String]? = nil) -> Transition.Edit {
    Transition.Edit(id: id, texts ?? self.texts, appends: appends, force: force)
  }

  private func editAsForm(in context: CommandContext) throws -> EditedRow {
    let queue = context.taskQueue
    try queue.checkWritable()
    let item = try queue.row(id)
    let form = EditForm(
      item, head: item.formHead.map { $0(context.language) }, try queue.policy(),
      try queue.timeHeadings())
    return try form.edit(in: context) { texts in
      var edit = edit(of: id, texts)
      edit.seen = item
      return try queue.edit(edit, as: context.caller)
    } ?? EditedRow(unchanged: item)
  }

  /// Makes the same change to several rows.
  private func editSeveral(in context: CommandContext) throws -> ExitStatus {
    if usesEditor { throw Problem.usage(.editorWithRows) }
    if brief != nil { throw Problem.usage(.briefWithRows) }
    guard !texts.isEmpty else { throw Problem.usage(.nothingToEdit) }
    let (policy, zone) = (try context.taskQueue.policy(), context.taskQueue.zoneOfJSON)
    let headings = try context.taskQueue.timeHeadings()
    func outcome(_ decision: Decision) -> EditedRow {
      EditedRow(decision, of: edit(of: decision.itemID ?? ""), policy)
    }
    var notices: [RowNotice] = []
    let results = try context.taskQueue.edit(ids.map { edit(of: $0) }, as: context.caller)
    try context.show(results, json: { outcome($0).json(in: zone) }) { decision in
      let outcome = outcome(decision)
      notices += outcome.notices
      return [outcome.output.sentence(context.language)] + outcome.lines(headings)
    }
    for notice in notices { context.show(notice) }
    try results.check()
    return .success
  }

  private func rename(inLine line: Int, _ context: CommandContext) throws {
    guard texts.isEmpty, brief == nil, !usesEditor else {
      throw Problem.usage(.fieldsOfRename)
    }
    guard ids.count == 2 else { throw Problem.usage(ids.count < 2 ? .noNewID : .twoIDs) }
    let newID = ids[1]
    try context.taskQueue.rename(id, inLine: line, to: newID, as: context.caller)
    guard context.shared.isJSON else {
      return try context.print(.renamed(line: line, from: id.escaped, to: newID.escaped))
    }
    let decision = Decision.alreadySo(try context.taskQueue.row(newID))
    guard case .object(var object)? = decision.json(in: context.taskQueue.zoneOfJSON) else {
      return
    }
    object["changed"] = [["field": "id", "from": .string(id), "to": .string(newID)]]
    try context.print(.object(object))
  }
}

extension EditedRow {
  fileprivate var output: CommandOutput {
    let id = (decision.itemID ?? "").escaped
    return changes.isEmpty && newBrief == nil ? .asItWas(id: id) : .edited(id: id)
  }

  /// A line for each changed field.
  fileprivate func lines(_ headings: TimeHeadings) -> [String] {
    changes.map { "\($0.field.name(headings)): \($0.from ?? "-") -> \($0.to ?? "-")".escaped }
      + (newBrief.map { ["brief: \($0)".escaped] } ?? [])
  }

  fileprivate func json(in zone: QueueZone?) -> JSONValue {
    guard case .object(var object)? = decision.json(in: zone) else { return .null }
    object["changed"] = .array(
      changes.map {
        ["field": .string($0.field.rawValue), "from": JSONValue($0.from), "to": JSONValue($0.to)]
      } + (newBrief.map { [["field": "brief", "from": .null, "to": .string($0)]] } ?? []))
    return .object(object)
  }

  fileprivate var notices: [RowNotice] {
    guard let item = decision.item, !changes.isEmpty else { return [] }
    let changesCriteria = changes.contains { $0.field == .successCriteria }
    var notices: [RowNotice] = []
    if losesPipes { notices.append(.replacedPipes(id: item.id)) }
    if changesCriteria, item.status == .inProgress {
      notices.append(.criteriaDuringWork(id: item.id))
    } else if changesCriteria, item.successCriteria == nil {
      notices.append(.noCriteria(id: item.id))
    }
    return notices
  }
}

extension EditableField {
  /// Whether `--append` can add to it.
  fileprivate var isAppendable: Bool {
    switch self {
    case .notes, .labels: true
    case .task, .successCriteria, .priority, .dueAt, .after, .touches, .maxAttempts, .worker,
      .timeout:
      false
    }
  }
}

extension Option<EditCommand> {
  fileprivate static func field(
    _ name: String, _ placeholder: String, _ help: String, _ field: EditableField,
    kind: ValueKind = .text
  ) -> Self {
    .value(name, placeholder, help, kind: kind) { (text, command) throws(InvalidValue) in
      command.texts[field] = try field.value(text)
    }
  }
}
