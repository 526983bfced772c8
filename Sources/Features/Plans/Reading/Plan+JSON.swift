import Model
import Text

extension Plan {
  /// The plan in the one form that all plans with the same content share: keys in a fixed order, no
  /// empty values, no whitespace. It reads back as the same plan.
  public var canonicalJSON: [UInt8] {
    var object: JSONObject = [:]
    for key in PlanKey.allCases {
      object[key.rawValue] =
        switch key {
        case .schema: nil
        case .plan: .string(name)
        case .title: title.map(JSONValue.string)
        case .goal: goal.map(JSONValue.string)
        case .parent: parent.map(JSONValue.string)
        case .source: source.map(JSONValue.string)
        case .callback: callback.map(JSONValue.string)
        case .defaults: defaultMembers.isEmpty ? nil : .object(JSONObject(members: defaultMembers))
        case .tasks: .array(tasks.map(\.json))
        }
    }
    var bytes: [UInt8] = []
    JSONValue.object(object).write(to: &bytes)
    return bytes
  }
}

extension Plan {
  private var defaultMembers: [JSONObject.Member] {
    (exitDecides ? [(TaskKey.criteria.rawValue, .string(Self.exitWord))] : []) + defaults.members
  }
}

extension PlanTask {
  fileprivate var json: JSONValue {
    let members: [JSONObject.Member] = TaskKey.allCases.compactMap { key in
      let value: JSONValue? =
        switch key {
        case .id: .string(id)
        case .task: .string(task)
        case .criteria: list(criteria)
        case .brief: brief.map(JSONValue.string)
        case .outputs: list(outputs)
        case .tags: list(tags)
        case .after: list(after)
        }
      return value.map { (key.rawValue, $0) }
    }
    return .object(JSONObject(members: members + settings.members))
  }
}

extension PlanSettings {
  fileprivate var members: [JSONObject.Member] {
    TaskSettingKey.allCases.compactMap { key in
      let value: JSONValue? =
        switch key {
        case .worker: worker.map(JSONValue.string)
        case .priority: priority.map { .string($0.text) }
        case .maxAttempts: maxAttempts.map(JSONValue.integer)
        case .timeout: timeoutSeconds.map { .string(DurationText.exactText($0)) }
        case .repository: repository.map(JSONValue.string)
        case .approval: approval.map { .string($0.rawValue) }
        case .onFailure: failurePolicy.map { .string($0.rawValue) }
        case .dueAt: dueAt.map(JSONValue.string)
        case .notBefore: notBefore.map(JSONValue.string)
        case .touches: list(touches)
        case .outputsOnly: outputsOnly.map(JSONValue.bool)
        case .notes: notes.map(JSONValue.string)
        }
      return value.map { (key.rawValue, $0) }
    }
  }
}

/// A list of texts; `nil` if it is empty.
private func list(_ texts: [String]) -> JSONValue? {
  texts.isEmpty ? nil : .array(texts.map(JSONValue.string))
}
