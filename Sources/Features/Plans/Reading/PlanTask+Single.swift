public import Model
public import Text

// Tasks without a plan, such as the tasks of recurring work.

extension PlanTask {
  /// Reads a task that belongs to no plan. It has the keys of a plan's task, except `id` and
  /// `after`, which need a plan, and except times, which would be past at the second run.
  ///
  /// - Parameters:
  ///   - names: the names that the project defines.
  /// - Throws: all mistakes.
  public init(standingAlone value: JSONValue, names: PlanNames?) throws(PlanMistakes) {
    var reader = PlanReader(names)
    guard let task = reader.taskStandingAlone(value), reader.mistakes.isEmpty else {
      throw reader.mistakes
    }
    self = task
  }

  /// The row that the task asks for, which belongs to no plan.
  public func row(id: String, in zone: QueueZone) -> Transition.NewItem? {
    var row = Plan(name: Self.name, tasks: [self]).rows(in: zone).first
    row?.id = id
    row?.plan = nil
    return row
  }

  fileprivate static let name = "task"
}

extension PlanReader {
  fileprivate mutating func taskStandingAlone(_ value: JSONValue) -> PlanTask? {
    guard var object = object(value, at: .whole) else { return nil }
    let taskKeys: [TaskKey] = [.id, .after]
    let settingKeys: [TaskSettingKey] = [.dueAt, .notBefore]
    let left = Set(taskKeys.map(\.rawValue) + settingKeys.map(\.rawValue))
    let known = Self.taskKeys.filter { !left.contains($0) }
    for key in object.keys where left.contains(key) {
      mistakes.append(.unknownKey(key, known: known), at: JSONPlace.whole.member(key))
      object[key] = nil
    }
    object[TaskKey.id.rawValue] = .string(PlanTask.name)
    outline = PlanOutline([.object(object)])
    return task(.object(object), number: 0, at: .whole)
  }
}
