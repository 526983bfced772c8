import Testing

@testable import Model

@Suite struct NotesTests {
  struct Control: CustomTestStringConvertible {
    let testDescription, text: String
    let after: String?
  }

  @Test(arguments: [
    Control(testDescription: "nothing", text: "", after: nil),
    Control(testDescription: "alone", text: "after=A", after: "A"),
    Control(testDescription: "behind prose", text: "some prose / after=A,B", after: "A,B"),
    Control(testDescription: "before prose", text: "after=A / some prose", after: "A"),
    Control(testDescription: "behind a pipe", text: "some prose | after=A", after: "A"),
    Control(testDescription: "separators at the ends", text: "/ after=A |", after: "A"),
    Control(testDescription: "further blanks", text: "x  /   after=A  / y", after: "A"),
    Control(testDescription: "a blank behind a comma", text: "after=A, B", after: "A, B"),
    Control(testDescription: "an equals sign in the value", text: "after=A=B", after: "A=B"),
    Control(testDescription: "the last of two counts", text: "after=A / x / after=B", after: "B"),
    Control(testDescription: "inside prose", text: "comes after=A", after: nil),
    Control(testDescription: "words behind it", text: "after=A is what I meant", after: nil),
    Control(testDescription: "a slash without blanks", text: "x/after=A", after: nil),
    Control(testDescription: "a key in another case", text: "After=A", after: nil),
    Control(testDescription: "blanks round the sign", text: "after = A", after: nil),
    Control(testDescription: "no value", text: "after= / x", after: nil),
    Control(testDescription: "another key", text: "before=A", after: nil),
    Control(testDescription: "an accent on the sign", text: "after=\u{301}A", after: nil),
    Control(
      testDescription: "an accent behind the separator", text: "after=A / \u{301}x", after: "A"),
    Control(testDescription: "a joiner behind the blank", text: "x / \u{200D}after=A", after: "A"),
  ])
  func `control is a whole segment with a known key`(_ control: Control) {
    #expect(Notes(control.text).value(of: .after) == control.after)
  }

  @Test func `each key is read by its exact name`() {
    let keys = [
      "after", "touches", "max_attempts", "idempotency_key", "review_attempts",
      "attempts_allowed", "retry_not_before", "not_before", "failure", "awaits", "question",
      "worker",
      "timeout", "repo", "labels", "was", "twin", "brief", "plan", "after_plan", "approval",
      "on_failure",
      "branch", "merged", "pr", "ci", "source", "imported",
    ]
    #expect(Notes.ControlKey.allCases.map(\.rawValue) == keys)
    func value(_ key: Notes.ControlKey) -> String {
      switch key {
      case .approval: Approval.done.rawValue
      case .onFailure: FailurePolicy.cancel.rawValue
      case .branch: "orch/A"
      case .merged: String(repeating: "a", count: 40)
      case .pullRequest: "12"
      case .ci: PullRequestChecks.missing.rawValue
      case .notBefore: "2026-02-01T09:00"
      case .source: "beads:bd-1,taskmaster:master/2.1"
      case .imported: "0123456789abcdef"
      default: "1-\(key.rawValue)"
      }
    }
    let segments = Notes.ControlKey.allCases.map { "\($0.rawValue)=\(value($0))" }
    let notes = Notes(segments.joined(separator: " / "))
    for key in Notes.ControlKey.allCases {
      #expect(notes.value(of: key) == value(key))
    }
  }

  @Test(
    arguments: ["plan=a.b", "plan=-a", "approval=later", "approval=", "on_failure=stop"]
      + ["branch=main", "branch=a/b,c/d", "merged=yes", "merged=abc123"]
      + [
        "pr=0", "pr=+1", "pr=#12", "ci=green", "source=slack", "source=https://a.b/c",
        "source=csv:",
      ]
      + ["source=csv:a,b", "imported=yes", "imported=0123456789ABCDEF"])
  func `keys of plans and branches with other values are prose`(_ text: String) {
    #expect(Notes(text).prose == text)
  }

  @Test(arguments: [
    ("", "", ""), ("", "a", "a"), ("a", "", "a"), ("a", "-", "a"), ("", "-", ""),
    ("a / b", "c\nd", "a / b / c d"), ("after=A", "x", "after=A / x"), ("a", "b|c", "a / b/c"),
  ])
  func `what is said is appended`(_ text: String, prose: String, result: String) {
    var notes = Notes(text)
    notes.append(prose)
    #expect(notes.text == result)
  }

  @Test func `control is appended with its key`() {
    var notes = Notes("x")
    notes.append(.retryNotBefore, "60")
    notes.append(.failure, "permanent")
    #expect(notes.text == "x / retry_not_before=60 / failure=permanent")
  }

  @Test(arguments: [
    ("", "new", "new"), ("old", "new", "new"), ("old / more", "", ""), ("old", "-", ""),
    ("old / after=A", "new", "new / after=A"), ("after=A / old", "new", "new / after=A"),
    ("after=A | old | touches=b", "new", "new / after=A / touches=b"),
    ("after=A", "", "after=A"), ("after=A / after=B", "new", "new / after=A / after=B"),
    ("old / review_attempts=2 / retry_not_before=9", "new", "new"),
    ("old / failure=permanent", "foo /", "foo / / failure=permanent"),
  ])
  func `replaced prose keeps the control behind it`(_ text: String, prose: String, result: String) {
    var notes = Notes(text)
    notes.replaceProse(with: prose, dropping: [.reviewAttempts, .retryNotBefore])
    #expect(notes.text == result)
  }

  @Test(arguments: [
    ("a / failure=x / b / failure=y", "a / b"), ("failure=x", ""), ("failure=", "failure="),
    ("a |  b", "a |  b"), ("a |  b / failure=x", "a / b"),
  ])
  func `a removed key is gone, and nothing else`(_ text: String, result: String) {
    var notes = Notes(text)
    notes.remove(.failure)
    #expect(notes.text == result)
  }

  @Test(arguments: [
    ("a / after=A / b", "a / b"), ("after=A", ""), ("", ""), ("a | b", "a / b"),
  ])
  func `prose is what is not control`(_ text: String, prose: String) {
    #expect(Notes(text).prose == prose)
  }

  @Test(arguments: [
    ("a", "a", true), ("x / a", "a", true), ("a / after=A", "a", true),
    ("x / a / b", "a / b", true),
    ("a / b", "a", false), ("xa", "a", false), ("x a", "a", false), ("", "", true),
    ("a", "", true), ("a", "/", true), ("x / a/b", "a|b", true), ("x / a / b", "a | b", true),
    ("x / after:A", "after=A", true), ("x / after=A", "after=A", false),
  ])
  func `the last of the prose is recognized`(_ text: String, prose: String, ends: Bool) {
    #expect(Notes(text).ends(with: prose) == ends)
  }
}
