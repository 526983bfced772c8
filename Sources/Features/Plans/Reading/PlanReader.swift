import Model
import Text

extension Plan {
  /// Reads the JSON of a plan.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8. If it is longer than `byteLimit`, one byte more than the limit
  ///     is enough.
  ///   - names: the names that the project defines; `nil` to check the plan without them.
  /// - Throws: all mistakes.
  public init(parsing bytes: [UInt8], names: PlanNames? = nil) throws(PlanMistakes) {
    var reader = PlanReader(names)
    guard let value = reader.json(bytes), let plan = reader.plan(value), reader.mistakes.isEmpty
    else { throw reader.mistakes }
    self = plan
  }
}

/// Walks through the JSON of a plan and collects the mistakes.
struct PlanReader {
  let names: PlanNames?
  /// Names of workers in the text, and the names that replace them.
  let newWorkers: WorkerNames
  var mistakes = PlanMistakes()
  /// The ids and cycles of the tasks, known before the first task is read.
  var outline = PlanOutline([])
  /// The workers that the text names.
  var workers: Set<String> = []

  init(_ names: PlanNames?, mappingWorkers newWorkers: WorkerNames = WorkerNames()) {
    (self.names, self.newWorkers) = (names, newWorkers)
  }

  mutating func json(_ bytes: [UInt8]) -> JSONValue? {
    guard bytes.count <= Plan.byteLimit else {
      mistakes.append(.tooLarge(byteLimit: Plan.byteLimit), at: .whole)
      return nil
    }
    do throws(JSONError) {
      return try JSONValue(parsing: bytes)
    } catch {
      mistakes.append(.notJSON(error), at: .whole)
      return nil
    }
  }

  /// - Returns: the plan; `nil` only if there is a mistake. The functions below return `nil` for
  ///   the same reason.
  mutating func plan(_ value: JSONValue) -> Plan? {
    let place = JSONPlace.whole
    guard let object = object(value, at: place) else { return nil }
    require(PlanKey.required.map(\.rawValue), in: object, at: place)
    outline = PlanOutline(object[PlanKey.tasks.rawValue]?.arrayValue ?? [])
    var plan = Plan(name: "", tasks: [])
    for (name, value) in object.members {
      let place = place.member(name)
      guard let key = PlanKey(rawValue: name) else {
        mistakes.append(.unknownKey(name, known: PlanKey.allCases.map(\.rawValue)), at: place)
        continue
      }
      switch key {
      case .schema: break
      case .plan: plan.name = self.name(value, of: .plan, at: place) ?? ""
      case .title: plan.title = title(value, at: place)
      case .goal: plan.goal = text(value, inCell: false, at: place)
      case .parent: plan.parent = self.name(value, of: .row, at: place)
      case .source: plan.source = title(value, at: place)
      case .callback: plan.callback = callback(value, at: place)
      case .defaults: readDefaults(value, into: &plan, at: place)
      case .tasks:
        plan.tasks = tasks(value, at: place) { reader, value, number, place in
          reader.task(value, number: number, at: place)
        }
      }
    }
    return plan
  }

  private mutating func readDefaults(
    _ value: JSONValue, into plan: inout Plan, at place: JSONPlace
  ) {
    for (name, value) in object(value, at: place)?.members ?? [] {
      let place = place.member(name)
      if let key = TaskSettingKey(rawValue: name) {
        read(value, key, into: &plan.defaults, at: place)
      } else if name == TaskKey.criteria.rawValue {
        plan.exitDecides = word(value, of: [Plan.exitWord], at: place) != nil
      } else {
        let known = [TaskKey.criteria.rawValue] + TaskSettingKey.allCases.map(\.rawValue)
        mistakes.append(.unknownKey(name, known: known), at: place)
      }
    }
  }

  mutating func tasks(
    _ value: JSONValue, at place: JSONPlace,
    _ read: (inout PlanReader, JSONValue, _ number: Int, JSONPlace) -> PlanTask
  ) -> [PlanTask] {
    guard let values = list(value, at: place) else { return [] }
    if values.isEmpty { mistakes.append(.empty(.list), at: place) }
    guard values.count <= Plan.taskLimit else {
      mistakes.append(.tooManyTasks(values.count, limit: Plan.taskLimit), at: place)
      return []
    }
    return values.enumerated().map { read(&self, $1, $0, place.element($0)) }
  }

  static let taskKeys =
    TaskKey.allCases.map(\.rawValue) + TaskSettingKey.allCases.map(\.rawValue)

  mutating func task(
    _ value: JSONValue, number: Int, at place: JSONPlace
  ) -> PlanTask {
    var task = PlanTask(id: "", task: "")
    guard let object = object(value, at: place) else { return task }
    require(TaskKey.required.map(\.rawValue), in: object, at: place)
    let cell = CriteriaCell(of: object)
    for (name, value) in object.members {
      let place = place.member(name)
      guard let key = TaskKey(rawValue: name) else {
        if let key = TaskSettingKey(rawValue: name) {
          read(value, key, into: &task.settings, at: place)
        } else {
          mistakes.append(.unknownKey(name, known: Self.taskKeys), at: place)
        }
        continue
      }
      read(value, key, into: &task, number: number, cell, at: place)
    }
    return task
  }

  mutating func read(
    _ value: JSONValue, _ key: TaskKey, into task: inout PlanTask, number: Int,
    _ cell: CriteriaCell, at place: JSONPlace
  ) {
    switch key {
    case .id: task.id = id(value, ofTask: number, at: place) ?? ""
    case .task: task.task = text(value, inCell: true, at: place) ?? ""
    case .criteria:
      task.criteria = elements(value, at: place) { reader, value, index, place in
        reader.criterion(value, index, in: cell, at: place)
      }
    case .brief: task.brief = text(value, inCell: false, at: place)
    case .outputs:
      task.outputs = elements(value, at: place) { reader, value, index, place in
        reader.output(value, index, in: cell, at: place)
      }
    case .tags: task.tags = tags(value, at: place)
    case .after:
      task.after = elements(value, at: place) { reader, value, index, place in
        reader.dependency(value, index, ofTask: number, at: place)
      }
    }
  }

  mutating func tags(_ value: JSONValue, at place: JSONPlace) -> [String] {
    elements(value, at: place) { reader, value, _, place in reader.tag(value, at: place) }
  }

  mutating func id(
    _ value: JSONValue, ofTask number: Int, at place: JSONPlace
  ) -> String? {
    guard let id = name(value, of: .task, at: place) else { return nil }
    if let first = outline.number[id], first != number {
      mistakes.append(.repeatedID(id, firstAt: outline.place(ofTask: first).text), at: place)
    }
    return id
  }

  private mutating func dependency(
    _ value: JSONValue, _ index: Int, ofTask number: Int, at place: JSONPlace
  ) -> String? {
    guard let id = name(value, of: .task, at: place) else { return nil }
    if outline.number[id] == nil {
      mistakes.append(.unknownTask(id, known: outline.ids), at: place)
    } else if outline.number[id] == number {
      mistakes.append(.waitsForItself(id), at: place)
    }
    for cycle in outline.cycles[PlanOutline.Entry(task: number, index: index)] ?? [] {
      mistakes.append(.cycle(cycle), at: place)
    }
    return id
  }

  mutating func read(
    _ value: JSONValue, _ key: TaskSettingKey, into settings: inout PlanSettings,
    at place: JSONPlace
  ) {
    switch key {
    case .worker: settings.worker = worker(value, at: place)
    case .repository: settings.repository = repository(value, at: place)
    case .priority:
      let known = Priority.known.map(\.text)
      settings.priority = word(value, of: known, at: place).map { Priority($0) }
    case .maxAttempts: settings.maxAttempts = count(value, at: place)
    case .timeout: settings.timeoutSeconds = timeout(value, at: place)
    case .approval:
      settings.approval = word(value, of: Approval.allCases.map(\.rawValue), at: place)
        .flatMap { Approval(rawValue: $0) }
    case .onFailure:
      settings.failurePolicy = word(value, of: FailurePolicy.allCases.map(\.rawValue), at: place)
        .flatMap { FailurePolicy(rawValue: $0) }
    case .dueAt: settings.dueAt = time(value, at: place)
    case .notBefore: settings.notBefore = time(value, at: place)
    case .touches:
      settings.touches = elements(value, at: place) { reader, value, _, place in
        reader.touchedPath(value, at: place)
      }
    case .outputsOnly:
      settings.outputsOnly = typed(value, .bool, value.boolValue, at: place)
    case .notes: settings.notes = text(value, inCell: true, at: place)
    }
  }

  // MARK: Types

  mutating func require(_ keys: [String], in object: JSONObject, at place: JSONPlace) {
    for key in keys where object[key] == nil { mistakes.append(.missingKey(key), at: place) }
  }

  mutating func typed<Value>(
    _ value: JSONValue, _ wanted: JSONKind, _ content: Value?, at place: JSONPlace
  ) -> Value? {
    if content == nil {
      mistakes.append(.wrongType(JSONKind(of: value), wanted: wanted), at: place)
    }
    return content
  }

  mutating func object(_ value: JSONValue, at place: JSONPlace) -> JSONObject? {
    typed(value, .object, value.objectValue, at: place)
  }

  private mutating func list(_ value: JSONValue, at place: JSONPlace) -> [JSONValue]? {
    typed(value, .list, value.arrayValue, at: place)
  }

  /// Reads the texts of a list; a repeated text is a mistake.
  private mutating func elements(
    _ value: JSONValue, at place: JSONPlace,
    _ read: (inout PlanReader, JSONValue, _ index: Int, JSONPlace) -> String?
  ) -> [String] {
    var seen: Set<String> = []
    return (list(value, at: place) ?? []).enumerated().compactMap { index, value in
      let place = place.element(index)
      guard let text = read(&self, value, index, place) else { return nil }
      if !seen.insert(text).inserted { mistakes.append(.repeated(text), at: place) }
      return text
    }
  }
}
