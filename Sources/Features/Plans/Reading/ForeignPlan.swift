import Model
import Text

/// A plan of another tool, read as one of ours. Each key is read by the words of its form, and each
/// mistake keeps its place in the foreign text.
struct ForeignPlan {
  /// A value for which our form has no key.
  private typealias Line = (key: String, text: String)

  private let form: PlanForm
  private var plan = Plan(name: "", tasks: [])
  /// `kept` holds the lines for the end of the goal, `told` those for the end of each brief.
  private var kept: [Line] = []
  private var told: [Line] = []
  /// The lines for the end of each task's brief.
  private var toldOfTask: [[Line]] = []
  /// The labels for all tasks.
  private var tags: [String] = []

  /// - Parameter reader: collects the mistakes.
  /// - Returns: `nil` only if there is a mistake.
  static func read(
    _ value: JSONValue, in form: PlanForm, by reader: inout PlanReader
  ) -> ForeignPlan? {
    let place = JSONPlace.whole
    guard let object = reader.object(value, at: place) else { return nil }
    reader.require(form.required, in: object, at: place)
    reader.outline = PlanOutline(
      object[form.tasksKey]?.arrayValue ?? [], in: form.tasksKey, after: form.afterKey)
    var plan = ForeignPlan(form: form)
    for (name, value) in object.members {
      plan.read(name, value, at: place.member(name), by: &reader)
    }
    return reader.mistakes.isEmpty ? plan : nil
  }

  private init(form: PlanForm) { self.form = form }

  private mutating func read(
    _ name: String, _ value: JSONValue, at place: JSONPlace, by reader: inout PlanReader
  ) {
    let words = form.planWords
    guard let word = words.first(where: { $0.key == name })?.word else {
      reader.mistakes.append(unknown(name, of: words.map(\.key)), at: place)
      return
    }
    switch word {
    case .name: plan.name = reader.name(value, of: .plan, at: place) ?? ""
    case .title: plan.title = reader.title(value, at: place)
    case .goal: plan.goal = reader.text(value, inCell: false, at: place)
    case .tags: tags = reader.tags(value, at: place)
    case .kept: kept += Self.line(name, value, at: place, by: &reader)
    case .shared(let word):
      Self.read(name, word, value, &plan.defaults, &told, at: place, by: &reader)
    case .tasks:
      let words = form.taskWords
      plan.tasks = reader.tasks(value, at: place) { reader, value, number, place in
        task(value, words, number: number, at: place, by: &reader)
      }
    }
  }

  private func unknown(_ key: String, of known: [String]) -> PlanMistake.Fact {
    form.refusal(of: key).map { .refused($0) } ?? .unknownKey(key, known: known)
  }

  private mutating func task(
    _ value: JSONValue, _ words: [(key: String, word: PlanForm.TaskWord)], number: Int,
    at place: JSONPlace, by reader: inout PlanReader
  ) -> PlanTask {
    var task = PlanTask(id: "", task: "")
    var told: [Line] = []
    defer { toldOfTask.append(told) }
    guard let object = reader.object(value, at: place) else { return task }
    reader.require(PlanForm.requiredOfTask, in: object, at: place)
    let cell = CriteriaCell(of: object)
    for (name, value) in object.members {
      let place = place.member(name)
      switch words.first(where: { $0.key == name })?.word {
      case .task(let key):
        reader.read(value, key, into: &task, number: number, cell, at: place)
      case .approval:
        if reader.typed(value, .bool, value.boolValue, at: place) == true {
          task.settings.approval = .start
        }
      case .shared(let word):
        Self.read(name, word, value, &task.settings, &told, at: place, by: &reader)
      case nil:
        reader.mistakes.append(unknown(name, of: words.map(\.key)), at: place)
      }
    }
    return task
  }

  private static func read(
    _ name: String, _ word: PlanForm.Word, _ value: JSONValue, _ settings: inout PlanSettings,
    _ lines: inout [Line], at place: JSONPlace, by reader: inout PlanReader
  ) {
    switch word {
    case .setting(let key): reader.read(value, key, into: &settings, at: place)
    case .worker:
      let first = settings.worker
      reader.read(value, .worker, into: &settings, at: place)
      if let first, let second = settings.worker, first != second {
        reader.mistakes.append(.otherWorker(first), at: place)
      }
    case .repository:
      if let text = value.stringValue, !PlanName.isWellFormed(text) {
        reader.mistakes.append(.foreignRepository(text), at: place)
      } else {
        reader.read(value, .repository, into: &settings, at: place)
      }
    case .seconds: settings.timeoutSeconds = reader.seconds(value, at: place)
    case .told: lines += line(name, value, at: place, by: &reader)
    }
  }

  /// A text stays as it is; another value becomes JSON.
  private static func line(
    _ key: String, _ value: JSONValue, at place: JSONPlace, by reader: inout PlanReader
  ) -> [Line] {
    let text = reader.text(
      .string(value.stringValue ?? value.description), inCell: false, at: place)
    return text.map { [(key, $0)] } ?? []
  }
}

// MARK: In our form

extension ForeignPlan {
  /// The plan in our form. The values for which our form has no key stand in its texts.
  ///
  /// - Parameter reader: collects the mistake of each text that becomes too long.
  func canonical(by reader: inout PlanReader) -> Plan {
    var plan = plan
    plan.goal = text(plan.goal, kept, at: .whole, by: &reader)
    for (number, lines) in toldOfTask.enumerated() {
      let place = JSONPlace.whole.member(form.tasksKey).element(number)
      plan.tasks[number].brief = text(
        plan.tasks[number].brief, lines + toldToAll(but: lines), at: place, by: &reader)
      plan.tasks[number].tags += tags.filter { !plan.tasks[number].tags.contains($0) }
      if form.afterKey == nil, number > 0 { plan.tasks[number].after = [plan.tasks[number - 1].id] }
    }
    return plan
  }

  /// The ids of the tasks that have a `policy`, their own or the plan's.
  var tasksWithPolicy: Set<String> {
    let ids = zip(plan.tasks, toldOfTask).filter { _, lines in
      (lines + toldToAll(but: lines)).contains {
        $0.key == PlanForm.policyKey && $0.text != "{}" && $0.text != "null"
      }
    }.map(\.0.id)
    return Set(ids)
  }

  private func toldToAll(but lines: [Line]) -> [Line] {
    told.filter { line in !lines.contains { $0.key == line.key } }
  }

  private func text(
    _ start: String?, _ lines: [Line], at place: JSONPlace, by reader: inout PlanReader
  ) -> String? {
    if lines.isEmpty { return start }
    let end = lines.map { "\($0.key): \($0.text)" }.joined(separator: "\n")
    let text = start.map { $0 + ($0.utf8.last == UInt8(ascii: "\n") ? "\n" : "\n\n") + end } ?? end
    return reader.text(.string(text), inCell: false, at: place)
  }
}
