import TestSupport
import Testing
import Text

@testable import Plans

/// `templates/plan.schema.json`, by which editors complete.
@Suite struct PlanSchemaTests {
  private let schema: JSONValue

  init() throws {
    schema = try JSONValue(parsing: Array(Project.text("templates/plan.schema.json").utf8))
  }

  private func mistake(in bytes: some Collection<UInt8>) throws -> JSONSchema.Mistake? {
    try JSONSchema(schema).mistake(in: try JSONValue(parsing: bytes))
  }

  private func properties(_ path: String...) -> JSONObject {
    path.reduce(schema.objectValue) { $0?[$1]?.objectValue } ?? [:]
  }

  @Test func `the schema has the keys that are read, and describes each`() {
    let plan = properties("properties")
    let defaults = properties("properties", "defaults", "properties")
    let task = properties("$defs", "task", "properties")
    #expect(plan.keys == PlanKey.allCases.map(\.rawValue))
    #expect(defaults.keys == ["criteria"] + TaskSettingKey.allCases.map(\.rawValue))
    #expect(task.keys == TaskKey.allCases.map(\.rawValue) + TaskSettingKey.allCases.map(\.rawValue))
    for (key, value) in plan.members + defaults.members + task.members {
      let target = value.objectValue?["$ref"]?.stringValue?.split(separator: "/").last
      let own = value.objectValue?["description"]
      let shared = target.flatMap { properties("$defs", String($0))["description"] }
      #expect((own ?? shared)?.stringValue?.isEmpty == false, "\(key)")
    }
  }

  @Test func `the limits of the schema are those of the reader`() {
    #expect(properties("properties", "tasks")["maxItems"]?.integerValue == Plan.taskLimit)
    #expect(properties("$defs", "text")["maxLength"]?.integerValue == Plan.textLimit)
    #expect(properties("$defs", "line")["maxLength"]?.integerValue == Plan.textLimit)
  }

  @Test func `any plan fits the schema`() throws {
    var random = SeededGenerator(seed: 15)
    for _ in 0..<100 {
      let plan = random.plan()
      #expect(try mistake(in: plan.canonicalJSON) == nil)
    }
  }

  /// What a schema can't say: relations of tasks, what the gate reads, times that no day has.
  private static let beyondSchema: Set = [
    "no JSON", "a key twice", "too deep", "an empty brief", "a bar for no text", "NUL",
    "more than a week", "a day that is none", "a touched path with a blank",
    "an output with a semicolon", "a label of two words",
  ]

  @Test(
    arguments: PlanMistakeTests.form + PlanMistakeTests.texts + PlanMistakeTests.values)
  func `an editor marks what the reader refuses`(_ example: PlanMistakeTests.Case) throws {
    guard !Self.beyondSchema.contains(example.name) else { return }
    #expect(try mistake(in: Array(example.plan.utf8)) != nil)
  }

  @Test(arguments: ["plan_feature", "plan_migration", "plan_weekly_chore"])
  func `a plan to begin with is one, and editors find its schema`(_ name: String) throws {
    let text = try Project.text("templates/\(name).json")
    let bytes = Array(text.utf8)
    let plan = try Plan(parsing: bytes, names: PlanNames(workers: nil, checks: []))
    #expect(
      plan.warnings.map(\.sentence.english)
        == (name == "plan_migration"
          ? [
            "each of the 4 tasks waits for the one before it: no two run at once"
          ] : []))
    #expect(try mistake(in: bytes) == nil)
    #expect(text.contains(#""$schema": "plan.schema.json""#))
    #expect(text.split(separator: "\n").count <= 40)
  }
}
