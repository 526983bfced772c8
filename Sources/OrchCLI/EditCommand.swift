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
    let queue = try context.queue()
    let policy = try context.taskQueue.policy()
    let outcome: Outcome
    if usesEditor {
      guard texts.isEmpty, brief == nil else { throw Problem.usage(.editorWithFields) }
      try queue.checkWritable()
      let item = try context.taskQueue.read { try $0.existing(id) }
      let form = EditForm(
        item, head: item.formHead.map { $0(context.language) }, policy,
        try context.taskQueue.timeHeadings())
      outcome =
        try form.edit(in: context) { try edit(queue, $0, seen: item, policy, context) }
        ?? Outcome(unchanged: item)
    } else {
      guard !texts.isEmpty || brief != nil else { throw Problem.usage(.nothingToEdit) }
      outcome =
        if let brief { try edit(queue, brief: context.brief(inFile: brief), policy, context) } else
        {
          try edit(queue, texts, policy, context)
        }
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

  /// Makes the same change to several rows.
  private func editSeveral(in context: CommandContext) throws -> ExitStatus {
    if usesEditor { throw Problem.usage(.editorWithRows) }
    if brief != nil { throw Problem.usage(.briefWithRows) }
    guard !texts.isEmpty else { throw Problem.usage(.nothingToEdit) }
    let (policy, zone) = (try context.taskQueue.policy(), context.taskQueue.zoneOfJSON)
    let (headings, texts) = (try context.taskQueue.timeHeadings(), try checkedTexts(in: context))
    func edit(_ id: String) -> Transition.Edit {
      Transition.Edit(id: id, texts, appends: appends, force: force)
    }
    var notices: [RowNotice] = []
    let outcome = try context.change(
      ids.map { ($0, .edit(edit($0))) },
      json: { Outcome($0, of: edit($0.itemID ?? ""), policy).json(in: zone) },
      lines: { decision in
        let outcome = Outcome(decision, of: edit(decision.itemID ?? ""), policy)
        notices += outcome.notices
        return [outcome.output.sentence(context.language)] + outcome.lines(headings)
      })
    for notice in notices { context.show(notice) }
    try outcome.check()
    return .success
  }

  /// Gives one of several rows with one id another id. Its brief is copied: which row it was
  /// written for is unknown. What waits for the id waits for the row that keeps it.
  private func rename(inLine line: Int, _ context: CommandContext) throws {
    guard texts.isEmpty, brief == nil, !usesEditor else {
      throw Problem.usage(.fieldsOfRename)
    }
    guard ids.count == 2 else { throw Problem.usage(ids.count < 2 ? .noNewID : .twoIDs) }
    let newID = ids[1]
    try context.taskQueue.refuseDatabase(for: .queueFile)
    guard try !context.taskQueue.read({ try $0.contains(newID) }) else {
      throw Problem.hinted(
        .refused(.alreadyExists(newID)), Sentence("choose another id", "다른 id를 고르십시오"))
    }
    let workspace = try context.taskQueue.workspace()
    let hasNewBrief = try workspace.copyBrief(of: id, to: newID)
    do {
      try context.mendingTable { table, change throws(StoreError) in
        try table.rename(id, inLine: line, to: newID, change, receive: context.show)
      }
    } catch {
      if hasNewBrief { workspace.removeBrief(of: newID) }
      throw error
    }
    if context.shared.isJSON {
      let item = try context.taskQueue.read { try $0.existing(newID) }
      guard
        case .object(var object)? = Decision.alreadySo(item).json(in: context.taskQueue.zoneOfJSON)
      else {
        return
      }
      object["changed"] = [["field": "id", "from": .string(id), "to": .string(newID)]]
      try context.print(.object(object))
    } else {
      try context.print(.renamed(line: line, from: id.escaped, to: newID.escaped))
    }
  }

  /// Saves the brief before the row changes, and removes it again where the change is refused.
  private func edit(
    _ queue: Queue, brief: String, _ policy: Policy, _ context: CommandContext
  ) throws -> Outcome {
    let workspace = try context.taskQueue.workspace()
    try queue.checkWritable()
    _ = try context.taskQueue.read { try $0.existing(id) }
    // Of two rows that had one id, the one that keeps it says by a note that the file is its own.
    let isUnclear = try workspace.isBriefUnassigned(of: id, in: context.taskQueue.snapshot())
    let isNew = try workspace.keepBrief(brief, of: id)
    do {
      var outcome = try edit(queue, texts, assignsBrief: isUnclear, policy, context)
      if isNew || isUnclear { outcome.brief = "tasks/\(id).md" }
      return outcome
    } catch {
      if isNew { workspace.removeBrief(of: id) }
      throw error
    }
  }

  private func edit(
    _ queue: Queue, _ texts: [EditableField: String], seen: QueueItem? = nil,
    assignsBrief: Bool = false, _ policy: Policy, _ context: CommandContext
  ) throws -> Outcome {
    var edit = Transition.Edit(
      id: id, try checkedTexts(texts, in: context), seen: seen, appends: appends, force: force)
    edit.assignsBrief = assignsBrief
    return Outcome(try queue.perform(.edit(edit)), of: edit, policy)
  }

  /// The texts with a known worker, and the due time as a cell has it.
  private func checkedTexts(
    _ texts: [EditableField: String]? = nil, in context: CommandContext
  ) throws -> [EditableField: String] {
    var texts = texts ?? self.texts
    if let name = texts[.worker] { try context.taskQueue.checkWorker(name.isEmpty ? nil : name) }
    if let due = texts[.dueAt], !due.isEmpty {
      texts[.dueAt] = QueueTime(due: due, at: try context.taskQueue.now())?.text
    }
    return texts
  }
}

extension EditCommand {
  /// What became of the row.
  private struct Outcome {
    private let decision: Decision
    private var losesPipes = false
    private var policy = Policy()
    /// Those that were asked for: a worker and a time in prose are none.
    private var fields: [EditableField] = []

    init(unchanged item: QueueItem) { decision = .alreadySo(item) }

    init(_ decision: Decision, of edit: Transition.Edit, _ policy: Policy) {
      (self.decision, losesPipes, self.policy) = (decision, edit.losesPipes, policy)
      fields = EditableField.allCases.filter { edit.texts[$0] != nil }
    }

    /// The name of the new brief.
    var brief: String?

    private typealias Change = (field: EditableField, from: String?, to: String?)

    private var changes: [Change] {
      guard case .change(let change) = decision, let before = change.before,
        let after = change.after
      else { return [] }
      return fields.map { ($0, $0.text(of: before, policy), $0.text(of: after, policy)) }
        .filter { $0.1 != $0.2 }
    }

    var output: CommandOutput {
      let id = (decision.itemID ?? "").escaped
      return changes.isEmpty && brief == nil ? .asItWas(id: id) : .edited(id: id)
    }

    /// A line for each changed field.
    func lines(_ headings: TimeHeadings) -> [String] {
      changes.map { "\($0.field.name(headings)): \($0.from ?? "-") -> \($0.to ?? "-")".escaped }
        + (brief.map { ["brief: \($0)".escaped] } ?? [])
    }

    func json(in zone: QueueZone?) -> JSONValue {
      guard case .object(var object)? = decision.json(in: zone) else { return .null }
      object["changed"] = .array(
        changes.map {
          ["field": .string($0.field.rawValue), "from": JSONValue($0.from), "to": JSONValue($0.to)]
        } + (brief.map { [["field": "brief", "from": .null, "to": .string($0)]] } ?? []))
      return .object(object)
    }

    var notices: [RowNotice] {
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
