import Model
import TestSupport
import Testing
import Text

@testable import Door

/// Edits that say which texts they change: in a table and in a database.
@Suite struct FieldChangesTests {
  /// The row of all cases.
  private static let row: Transition.NewItem = {
    var row = Transition.NewItem(
      id: "A", priority: .p1, task: "Fix the login", successCriteria: "it works", notes: "soon")
    (row.labels, row.touches) = (["ui", "web"], ["src"])
    row.due = "2026-02-01 12:00"
    return row
  }()

  private static func changes(_ list: String) throws -> FieldChanges {
    try FieldChanges(parsing: Array(#"{"changed":[\#(list)]}"#.utf8))
  }

  private static func change(_ field: String, _ from: String?, _ to: String?) -> String {
    func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }
    return #"{"field":"\#(field)","from":\#(text(from)),"to":\#(text(to))}"#
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let list: [String]
    /// The fields that change, with their new texts, or the refusal.
    let result: String

    init(_ name: String, _ list: [(String, String?, String?)], _ result: String) {
      (testDescription, self.result) = (name, result)
      self.list = list.map { FieldChangesTests.change($0.0, $0.1, $0.2) }
    }
  }

  @Test(
    arguments: StoreScene.Store.allCases,
    [
      Case("as it was seen", [("priority", "P1", "P0")], "priority P0"),
      Case("nothing", [], ""),
      Case(
        "changed since", [("priority", "P2", "P0")],
        "A was changed meanwhile: priority is now P1 [priority P1]"),
      Case("as it should be already", [("priority", "P2", "P1")], ""),
      Case(
        "one as it should be, one as it was seen",
        [("priority", "P2", "P1"), ("task", "Fix the login", "Fix it")], "task Fix it"),
      Case(
        "one of two changed since", [("task", "Fix the login", "Fix it"), ("notes", "late", "")],
        "A was changed meanwhile: notes is now soon [notes soon]"),
      Case(
        "the first that changed since is named",
        [("notes", "late", "x"), ("task", "Fix the lock", "x")],
        "A was changed meanwhile: task is now Fix the login [task Fix the login]"),
      Case("from an empty field", [("repo", nil, nil), ("plan", nil, "p")], "plan p"),
      Case("from an empty text", [("plan", "", "p")], "plan p"),
      Case(
        "seen as empty", [("notes", nil, "x")],
        "A was changed meanwhile: notes is now soon [notes soon]"),
      Case(
        "seen with a text, and empty now", [("plan", "p", "q")],
        "A was changed meanwhile: plan is now - [plan null]"),
      Case("to an empty field", [("notes", "soon", nil)], "notes -"),
      Case("a list", [("labels", "ui,web", "web")], "labels web"),
      Case("the due time", [("due_at_kst", "2026-02-01 12:00", nil)], "due_at_kst -"),
      Case("by its other name", [("due_at", "2026-02-01 12:00", nil)], "due_at_kst -"),
      Case(
        "all that people write",
        [("touches", "src", "doc"), ("success_criteria", "it works", "c"), ("timeout", nil, "9m")],
        "success_criteria c, touches doc, timeout 9m"),
      Case(
        "no value", [("priority", "P1", "urgent")],
        "invalid value 'urgent' for priority: use P0|P1|P2"),
      Case(
        "a task is not cleared", [("task", "Fix the login", nil)],
        "invalid value '' for task: it must not be empty"),
    ])
  func `a field changes from the text that was seen, or none does`(
    _ store: StoreScene.Store, _ test: Case
  ) throws {
    try withStore(store) { scene in
      _ = try scene.add(Self.row)
      let before = try scene.queue.row("A")
      let changes = try Self.changes(test.list.joined(separator: ","))
      var found: String
      do throws(Problem) {
        found = try scene.queue.edit("A", changes, as: Caller()).changes
          .map { "\($0.field.rawValue) \($0.to ?? "-")" }.joined(separator: ", ")
        if found.isEmpty { #expect(try scene.queue.row("A") == before) }
      } catch {
        found = error.message
        if let (name, text) = error.changedField { found += " [\(name) \(text ?? "null")]" }
        #expect(try scene.queue.row("A") == before)
        #expect(error.changedField == nil || error.code == "changed_since")
        #expect(error.httpStatus == (error.changedField == nil ? 400 : 409))
      }
      #expect(found == test.result)
    }
  }

  @Test(arguments: [
    ("junk", "the changes are not JSON: line 1, column 1: expected a value"),
    ("[]", "the changes are not an object with a list of objects in 'changed'"),
    (#"{"changed":{}}"#, "the changes are not an object with a list of objects in 'changed'"),
    (#"{"changed":[1]}"#, "the changes are not an object with a list of objects in 'changed'"),
    (
      #"{"changed":[{"from":"a","to":"b"}]}"#,
      "the changes are not an object with a list of objects in 'changed'"
    ),
    (#"{"changed":[{"field":"status","from":"a","to":"b"}]}"#, "there is no field 'status'"),
    (
      #"{"changed":[{"field":"task","to":"b"}]}"#,
      "'from' or 'to' of the field 'task' is neither a text nor null"
    ),
    (
      #"{"changed":[{"field":"task","from":"a","to":1}]}"#,
      "'from' or 'to' of the field 'task' is neither a text nor null"
    ),
    (
      #"{"changed":[{"field":"task","from":"a","to":"b"},{"field":"task","from":"a","to":"c"}]}"#,
      "the field 'task' changes twice"
    ),
  ])
  func `what is no list of changes is refused`(_ json: String, _ message: String) throws {
    let problem = #expect(throws: Problem.self) { try FieldChanges(parsing: Array(json.utf8)) }
    #expect(problem?.message == message && problem?.httpStatus == 400)
    #expect(
      problem?.hint.english
        == #"write {"changed": [{"field": "priority", "from": "P1", "to": "P0"}]}; the fields are "#
        + "task, success_criteria, priority, due_at, not_before, labels, after, touches, max_attempts, "
        + "worker, timeout, repo, plan, approval, on_failure, notes")
  }
}
