import Door
import Foundation
import Model
import Testing
import Text
import Workers

@testable import Commands

struct TeamTaskTests {
  private static let whole = """
    {"id": "A-1", "title": "t", "owner_role": "worker_b", "status": "PENDING",
     "dependencies": ["B"], "prompt": "p", "acceptance_criteria": ["a", "b"],
     "summary_budget_tokens": 500}
    """

  private static func tasks(_ text: String) throws -> [TeamTask] {
    try TeamTask.tasks(in: try JSONValue(parsing: Array(text.utf8)))
  }

  @Test func `a task becomes a row`() throws {
    #expect(
      try Self.tasks(Self.whole).map { $0.newItem(priority: .p1) } == [
        Transition.NewItem(
          id: "A-1", priority: .p1, task: "t: p", successCriteria: "a; b",
          notes: "owner_role:worker_b / summary_budget_tokens:500", after: ["B"])
      ])
  }

  @Test(arguments: [
    ("p", "t: p", false), (String(repeating: "p", count: 200), nil, false),
    (String(repeating: "p", count: 201), "t", true), ("one\\ntwo", "t", true),
  ])
  func `a prompt that is too much for a cell is the row's brief`(
    _ prompt: String, task: String?, isBrief: Bool
  ) throws {
    let text = Self.whole.replacing(#""prompt": "p""#, with: #""prompt": "\#(prompt)""#)
    let found = try #require(try Self.tasks(text).first)
    #expect(found.newItem(priority: .p1).task == task ?? "t: \(prompt)")
    #expect(found.brief == (isBrief ? prompt.replacing("\\n", with: "\n") : nil))
  }

  @Test func `what says one thing twice says it once`() throws {
    let text = """
      [{"id": "A", "title": "same", "owner_role": "lead", "prompt": "same",
        "acceptance_criteria": ["c"]}]
      """
    let row = try #require(try Self.tasks(text).first).newItem(priority: .p0)
    #expect(row.task == "same")
    #expect(row.notes == "owner_role:lead")
  }

  @Test(
    "Mistakes say where and what",
    arguments: [
      ("[]", "there are no tasks"), ("3", "not an object"),
      ("[{}, 3]", "[0].id: missing or empty"),
      (edit("\"A-1\"", "\"a/b\""), "id: ill-formed"),
      (edit("\"t\"", "\"-\""), "title: missing or empty"),
      (edit("worker_b", "worker_d"), "owner_role: missing or unknown"),
      (edit("PENDING", "DONE"), "status: a new task must be PENDING"),
      (edit("[\"B\"]", "[3]"), "dependencies: not an array of texts"),
      (edit("[\"a\", \"b\"]", "[]"), "acceptance_criteria: not an array of texts"),
      (
        edit("\"a\", \"b\"", "\"a; b\""),
        "acceptance_criteria: contains ; or •, which separate criteria"
      ),
      (edit("500", "0"), "summary_budget_tokens: not a whole number above 0"),
      (edit("\"prompt\"", "\"promt\""), "promt: unknown member"),
      ("[\(whole), \(edit("\"p\"", "\"\""))]", "[1].prompt: missing or empty"),
    ])
  func mistakes(text: String, expected: String) {
    let mistake = #expect(throws: TeamTask.Mistake.self) { try Self.tasks(text) }
    let error = mistake?.problem(in: "F")
    #expect(error?.message == "F: \(expected)")
    #expect(error?.hint.english.isEmpty == false)
  }

  private static func edit(_ old: String, _ new: String) -> String {
    whole.replacingOccurrences(of: old, with: new)
  }

  @Test func `the template is a task, and the schema names its members`() throws {
    let templates = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "templates")
    func text(_ name: String) throws -> String {
      try String(contentsOf: templates.appending(path: name), encoding: .utf8)
    }
    #expect(try Self.tasks(text("team_task_template.json")).count == 1)
    let schema = try JSONValue(parsing: Array(text("team_task.schema.json").utf8)).objectValue
    let task = schema?["$defs"]?.objectValue?["task"]?.objectValue
    let names = task?["properties"]?.objectValue?.members.map(\.key)
    #expect(
      names == [
        "id", "title", "owner_role", "status", "dependencies", "prompt", "acceptance_criteria",
        "summary_budget_tokens",
      ])
    let roles = task?["properties"]?.objectValue?["owner_role"]?.objectValue?["enum"]?.arrayValue
    #expect(roles?.compactMap(\.stringValue) == TeamTask.Role.allCases.map(\.rawValue))
  }
}
