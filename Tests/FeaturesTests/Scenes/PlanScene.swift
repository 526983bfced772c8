import Foundation
import Host
import Model
import QueueStore
import TestSupport
import Text

@testable import Door
@testable import Plans

/// A queue in a folder, and the plan `p` that is applied to it.
struct PlanScene {
  let queue: TaskQueue
  let folder: String

  /// Runs `body` with a queue of these rows.
  static func with(
    _ rows: String..., settings: String? = nil, clock: FakeClock = FakeClock(),
    _ body: (PlanScene) throws -> Void
  ) throws {
    try withTaskQueue(rows, settings: settings, clock: clock) { queue, folder in
      try body(PlanScene(queue: queue, folder: folder))
    }
  }

  /// The same folder with another opening.
  func opened(_ place: Opening.Place, _ edit: (inout Opening) -> Void = { _ in }) -> PlanScene {
    var opening = queue.opening
    opening.place = place
    edit(&opening)
    return PlanScene(queue: .open(opening), folder: folder)
  }

  // MARK: Plans

  /// A task as JSON.
  static func task(
    _ id: String, _ text: String = "t", after: [String] = [], brief: String? = nil,
    with more: JSONObject = [:]
  ) -> JSONValue {
    var task: JSONObject = ["id": .string(id), "task": .string(text)]
    if !after.isEmpty { task["after"] = .array(after.map(JSONValue.string)) }
    if let brief { task["brief"] = .string(brief) }
    for (key, value) in more.members { task[key] = value }
    return .object(task)
  }

  /// Applies a version; the answer in a line.
  func apply(_ tasks: JSONValue..., key: String? = nil, mustBeNew: Bool = false) -> String {
    answer { try queue.apply(plan(tasks), key: key, mustBeNew: mustBeNew, as: Caller()) }
  }

  func preview(_ tasks: JSONValue...) -> String {
    answer { try queue.preview(plan(tasks), as: Caller()) }
  }

  func plan(_ tasks: [JSONValue]) throws -> Plan {
    try queue.readPlan(Array("\(JSONValue.object(["plan": "p", "tasks": .array(tasks)]))".utf8))
      .plan
  }

  private func answer(_ body: () throws -> AppliedPlan) -> String {
    do { return try body().line } catch { return Self.words(of: error) }
  }

  /// The kind and the sentence of a problem, without the folder.
  static func words(of error: any Error) -> String {
    guard let problem = error as? Problem else { return "\(error)" }
    return "\(problem.kind.code): \(problem.sentence.english)"
  }

  // MARK: What there is

  /// A line for each row: `p.b IN_PROGRESS task [notes]`.
  var rows: [String] {
    get throws {
      let snapshot = try queue.snapshot()
      return (0..<snapshot.rowCount).compactMap(snapshot.item(at:)).map {
        let status = $0.status == .pending ? "" : "\($0.status.rawValue) "
        return "\($0.id) \(status)\($0.task ?? "-") [\($0.notes.text)]"
      }
    }
  }

  var state: PlanState? { get throws { try queue.plans().first { $0.name == "p" }?.state } }

  func brief(_ task: String) -> String? { text(of: "tasks/p.\(task).md") }

  /// The applied version and the state, as `head.json` has them: `2 applied`.
  var head: String {
    guard let text = text(of: Self.head), let json = try? JSONValue(parsing: Array(text.utf8)),
      let head = json.objectValue
    else { return "none" }
    return "\(head["version"]?.integerValue ?? -1) \(head["state"]?.stringValue ?? "-")"
  }

  /// The names of the versions.
  var versions: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "\(folder)/.orch/plans/p")
        .filter { $0.hasSuffix(".json") && $0 != "head.json" }.sorted()
    }
  }

  static let head = ".orch/plans/p/head.json"

  func text(of name: String) -> String? { try? contents(of: "\(folder)/\(name)") }

  func write(_ text: String, to name: String) throws {
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try writeAged(text, to: path)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
  }

  /// All files with what they hold, but for locks and what any command leaves.
  var files: [String: String] {
    get throws {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      return Dictionary(
        uniqueKeysWithValues: names.compactMap { name in
          name.hasSuffix("lock") || name.hasSuffix(".gitignore")
            ? nil : text(of: name).map { (name, $0) }
        })
    }
  }
}

extension AppliedPlan {
  /// `2: + p.c, ~ p.a task`, or `2 again`.
  var line: String {
    if isRepeated { return "\(version) again" + (isCancelled ? ", cancelled" : "") }
    return (["\(version):"] + [rows.compactMap(\.line).joined(separator: ", ")])
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension AppliedPlan.Row {
  fileprivate var line: String? {
    let change: String? =
      switch outcome {
      case .added: "+ \(id)"
      case .changed(let changes): "~ \(id) \(changes.map(\.field).joined(separator: " "))"
      case .unchanged: nil
      case .cancelled: "- \(id)"
      case .dropped(let status): "dropped \(id) \(status.rawValue)"
      case .gone: "gone \(id)"
      case .takenOut: "taken out \(id)"
      }
    let others = [
      kept.isEmpty ? nil : "kept \(kept.map(\.rawValue).joined(separator: " "))",
      brief.map { "brief \($0.rawValue)" },
    ].compactMap(\.self)
    if change == nil, others.isEmpty { return nil }
    return ([change ?? "= \(id)"] + others).joined(separator: ", ")
  }
}
