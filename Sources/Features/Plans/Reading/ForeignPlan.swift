import Model
import Text

/// A plan of another tool, read as a plan in our form. Each key is read as its form defines it, and
/// each mistake keeps its place in the foreign text.
struct ForeignPlan {
  /// A value for which our form has no key.
  private typealias Line = (key: String, text: String)

  private let form: PlanForm
  private var plan = Plan(name: "", tasks: [])
  /// The lines for the end of the goal (`kept`) and for the end of each brief (`told`).
  private var kept: [Line] = []
  private var told: [Line] = []
  /// The lines for the end of each task's brief.
  private var toldOfTask: [[Line]] = []
  /// The labels for all tasks.
  private var tags: [String] = []
  /// Whether a person approves the start of the first task.
  private var isApprovedFirst = false
  /// Whether the tasks are those of the settings.
  private var isPipeline = false
  /// The places of all tasks without their own.
  private var whereabouts = Whereabouts()
  /// The ids of the tasks with a checkout that orch does not use; `nil` stands for the plan.
  private var checkouts: [String?] = []

  /// The values that say where a task is worked on.
  private struct Whereabouts {
    /// The text of a value and its place.
    typealias Value = (value: JSONValue, place: JSONPlace)

    var name, path, checkout: Value?
  }

  /// - Parameter reader: collects the mistakes.
  /// - Returns: `nil` only if there is a mistake.
  static func read(
    _ value: JSONValue, in form: PlanForm, by reader: inout PlanReader
  ) -> ForeignPlan? {
    let place = JSONPlace.whole
    guard let object = reader.object(value, at: place) else { return nil }
    var plan = ForeignPlan(form: form)
    plan.checkKeys(of: object, by: &reader)
    reader.outline = PlanOutline(
      (object[form.tasksKey]?.arrayValue ?? []).map(form.outlined), in: form.tasksKey,
      after: form.afterKey)
    for (name, value) in object.members {
      plan.read(name, value, at: place.member(name), by: &reader)
    }
    plan.plan.defaults.repository = plan.repository(plan.whereabouts, of: nil, by: &reader)
    if plan.isPipeline {
      plan.plan.tasks = reader.names?.pipeline(for: plan.plan.goal ?? "") ?? []
      plan.toldOfTask = plan.plan.tasks.map { _ in [] }
    }
    plan.plan.exitDecides = reader.names?.acceptsExit ?? false
    return reader.mistakes.isEmpty ? plan : nil
  }

  private init(form: PlanForm) { self.form = form }

  private mutating func checkKeys(of object: JSONObject, by reader: inout PlanReader) {
    isPipeline = form == .job && object[form.tasksKey] == nil && object["goal"] != nil
    if form.nameKeys.allSatisfy({ object[$0] == nil }) {
      // The same goal with the same settings is the same plan.
      if isPipeline {
        let goal = object["goal"]?.stringValue ?? ""
        plan.name = PlanName.fitting(
          PlanGoal(goal).derivedName, withHashOf: "\(JSONValue.object(object))")
      } else {
        reader.mistakes.append(.missingKey(form.nameKeys[0]), at: .whole)
      }
    }
    if isPipeline, reader.names?.pipeline.isEmpty != false {
      reader.mistakes.append(.noPipeline, at: .whole)
    } else if !isPipeline {
      reader.require([form.tasksKey], in: object, at: .whole)
    }
  }

  private mutating func read(
    _ name: String, _ value: JSONValue, at place: JSONPlace, by reader: inout PlanReader
  ) {
    let words = form.planWords
    guard let word = words.first(where: { $0.key == name })?.word else {
      reader.mistakes.append(unknown(name, of: words.map(\.key)), at: place)
      return
    }
    switch word {
    case .name:
      guard plan.name.isEmpty else { break }
      plan.name = reader.foreignName(value, at: place) ?? ""
      if let text = value.stringValue, text != plan.name {
        plan.source = "\(form.rawValue):\(text)"
      }
    case .title: plan.title = reader.title(value, at: place)
    case .goal: plan.goal = reader.text(value, inCell: false, at: place)
    case .callback: plan.callback = reader.callback(value, at: place)
    case .tags: tags = reader.tags(value, at: place)
    case .kept: kept += Self.line(name, value, at: place, by: &reader)
    case .shared(let word):
      if name == PlanForm.policyKey {
        isApprovedFirst = value.objectValue?["requires_approval"]?.boolValue ?? false
      }
      Self.read(name, word, value, &plan.defaults, &told, &whereabouts, at: place, by: &reader)
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
    var whereabouts = Whereabouts()
    defer { toldOfTask.append(told) }
    guard let object = reader.object(value, at: place) else { return task }
    if form.idKeys.allSatisfy({ object[$0] == nil }) {
      reader.mistakes.append(.missingKey(form.idKeys[0]), at: place)
    }
    let outlined = form.outlined(value).objectValue ?? [:]
    task.id = outlined[TaskKey.id.rawValue]?.stringValue ?? ""
    if object[PlanForm.titleKey] == nil {
      if let prompt = object[PlanForm.promptKey] {
        task.task = prompt.stringValue.flatMap(PlanTask.title(ofPrompt:)) ?? task.id
      } else {
        reader.mistakes.append(.missingKey(PlanForm.promptKey), at: place)
      }
    }
    let cell = CriteriaCell(of: object)
    for (name, value) in object.members {
      let place = place.member(name)
      switch words.first(where: { $0.key == name })?.word {
      case .id:
        _ = reader.foreignName(value, at: place)
        _ = reader.id(outlined[TaskKey.id.rawValue] ?? value, ofTask: number, at: place)
      case .task(.after):
        reader.read(
          outlined[name] ?? value, .after, into: &task, number: number, cell, at: place)
      case .task(let key):
        reader.read(value, key, into: &task, number: number, cell, at: place)
      case .approval:
        if reader.typed(value, .bool, value.boolValue, at: place) == true {
          task.settings.approval = .start
        }
      case .shared(let word):
        Self.read(name, word, value, &task.settings, &told, &whereabouts, at: place, by: &reader)
      case nil:
        reader.mistakes.append(unknown(name, of: words.map(\.key)), at: place)
      }
    }
    task.settings.repository = repository(whereabouts, of: task.id, by: &reader)
    // A prompt of one line is the task.
    if task.brief == task.task { task.brief = nil }
    return task
  }

  private static func read(
    _ name: String, _ word: PlanForm.Word, _ value: JSONValue, _ settings: inout PlanSettings,
    _ lines: inout [Line], _ whereabouts: inout Whereabouts, at place: JSONPlace,
    by reader: inout PlanReader
  ) {
    switch word {
    case .setting(let key): reader.read(value, key, into: &settings, at: place)
    case .worker:
      let first = settings.worker
      reader.read(value, .worker, into: &settings, at: place)
      if let first, let second = settings.worker, first != second {
        reader.mistakes.append(.otherWorker(first), at: place)
      }
    case .repository: if value != .null { whereabouts.name = (value, place) }
    case .repositoryPath: if value != .null { whereabouts.path = (value, place) }
    case .checkout: if value != .null { whereabouts.checkout = (value, place) }
    case .seconds: settings.timeoutSeconds = reader.seconds(value, at: place)
    case .retries: settings.maxAttempts = reader.count(value, at: place).map { $0 + 1 }
    case .failure: reader.readFailure(value, into: &settings, at: place)
    case .told: lines += line(name, value, at: place, by: &reader)
    }
  }

  /// The repository of a task, or of all tasks: that of the checkout, or else of the path, or else
  /// of the name. `nil` for the project's own.
  private mutating func repository(
    _ found: Whereabouts, of task: String?, by reader: inout PlanReader
  ) -> String? {
    if let checkout = found.checkout,
      let path = reader.text(checkout.value, inCell: false, at: checkout.place)
    {
      if let known = reader.names?.repository(atPath: path) { return known.name }
      if reader.names != nil { checkouts.append(task) }
    }
    if let path = found.path { return reader.repository(atPath: path.value, at: path.place) }
    return found.name.flatMap { reader.foreignRepository($0.value, at: $0.place) }
  }

  /// A text is kept as it is; another value becomes JSON. An empty value says nothing.
  private static func line(
    _ key: String, _ value: JSONValue, at place: JSONPlace, by reader: inout PlanReader
  ) -> [Line] {
    let count = value.arrayValue?.count ?? value.objectValue?.members.count
    if value == .null || count == 0 { return [] }
    let text = reader.text(
      .string(value.stringValue ?? value.description), inCell: false, at: place)
    return text.map { [(key, $0)] } ?? []
  }
}

// MARK: In our form

extension ForeignPlan {
  /// The plan in our form. Values for which our form has no key become lines in its texts.
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
      if form.afterKey == nil, number > 0, plan.tasks[number].after.isEmpty {
        plan.tasks[number].after = [plan.tasks[number - 1].id]
      }
      if isApprovedFirst, plan.tasks[number].after.isEmpty {
        plan.tasks[number].settings.approval = .start
      }
    }
    return plan
  }

  /// The ids of the tasks that have a `policy`, either their own or that of the plan.
  var tasksWithPolicy: Set<String> {
    let ids = zip(plan.tasks, toldOfTask).filter { _, lines in
      (lines + toldToAll(but: lines)).contains { $0.key == PlanForm.policyKey }
    }.map(\.0.id)
    return Set(ids)
  }

  /// The ids of the tasks with a checkout that orch does not use.
  var tasksWithOtherCheckout: [String] {
    checkouts.contains(nil) ? plan.tasks.map(\.id) : checkouts.compactMap(\.self)
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
