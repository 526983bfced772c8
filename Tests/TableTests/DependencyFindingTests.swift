import Model
import Table
import TestSupport
import Testing

@Suite struct DependencyFindingTests {
  struct Rows: CustomTestStringConvertible {
    let testDescription: String
    let rows, findings: [String]
  }

  @Test(arguments: [
    Rows(
      testDescription: "an unknown one", rows: [row("A", notes: "x / after=B,Z"), row("B")],
      findings: ["3:54: waits for Z, which does not exist [unknown-dependency]"]),
    Rows(
      testDescription: "a part of the id of another row",
      rows: [row("A", notes: "after=B.1,B"), row("B.1")],
      findings: ["3:52: waits for B, which does not exist [unknown-dependency]"]),
    Rows(
      testDescription: "a hidden character",
      rows: [row("A", notes: "after=B\u{200B}C")],
      findings: [
        #"3:48: waits for B\u{200B}C, which does not exist [unknown-dependency]"#,
        #"3:49: invisible or bidirectional character \u{200B}: "#
          + "what people see is not what agents get [deceptive-character]",
      ]),
    Rows(
      testDescription: "itself", rows: [row("A", notes: "after=A")],
      findings: ["3:42: rows wait for each other: A -> A [dependency-cycle]"]),
    Rows(
      testDescription: "a cycle, named once, where it stands first",
      rows: [
        row("B", notes: "after=C"), row("X", notes: "after=B"), row("C", notes: "after=A"),
        row("A", notes: "after=B"),
      ],
      findings: ["3:42: rows wait for each other: B -> C -> A -> B [dependency-cycle]"]),
    Rows(
      testDescription: "two cycles that share a row",
      rows: [row("A", notes: "after=B"), row("B", notes: "after=A,C"), row("C", notes: "after=B")],
      findings: [
        "3:42: rows wait for each other: A -> B -> A [dependency-cycle]",
        "4:42: rows wait for each other: B -> C -> B [dependency-cycle]",
      ]),
    Rows(
      testDescription: "a row that is malformed is known",
      rows: [row("A", notes: "after=B"), "| B | x | P1 | t | c | - | - | - | |"],
      findings: [
        "4:7: unknown status 'x': use PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED [unknown-status]"
      ]),
  ])
  func `what rows wait for is checked`(_ rows: Rows) throws {
    let text = header + rows.rows.joined(separator: "\n") + "\n"
    #expect(try document(text).lint().map(\.text) == rows.findings)
  }

  @Test func `a cycle is found although another row with the id has few cells`() throws {
    let findings = try document(queue("| A | few |", row("A", notes: "after=A"))).lint()
    #expect(
      findings.contains { $0.text.hasSuffix("each other: A -> A [dependency-cycle]") },
      "\(findings.map(\.text))")
  }

  @Test func `what is gone is said to be, and nothing of what was done`() throws {
    let queue = try document(queue(row("A", notes: "after=D,F,R,Z")))
    let gone: [String: Absence] = ["D": .archived(.done), "F": .archived(.failed), "R": .removed]
    #expect(
      queue.lint(absence: { gone[$0] }).map { "\($0.fact)" } == [
        #"unknownDependency("F", Optional(Model.Absence.archived(Model.Status.failed)))"#,
        #"unknownDependency("R", Optional(Model.Absence.removed))"#,
        #"unknownDependency("Z", nil)"#,
      ])
  }

  @Test func `a repeated id is named in its own line, whatever the first is`() throws {
    let queue = try document(queue("| A |", row("A", notes: "after=Z")))
    #expect(
      queue.lint().map(\.text) == [
        "3:6: expected 9 cells, found 1 [cell-count]",
        "4:3: the id 'A' is also in line 3: give one of the rows another id (orch edit A --line "
          + "4 --id NEW) [repeated-id]",
        "4:48: waits for Z, which does not exist [unknown-dependency]",
      ])
  }

  @Test(arguments: [
    ("max_attempts=3", nil), ("max_attempts=0 / x", nil), ("max_attempts: x", nil),
    ("y / max_attempts=x", "x"), ("max_attempts=-1", "-1"), ("max_attempts=3.5", "3.5"),
  ])
  func `a limit of attempts that is no number is named`(_ notes: String, _ value: String?) throws {
    let found = value.map { value in
      let column = 42 + notes.count - value.count
      return "3:\(column): unreadable max_attempts '\(value)': use a whole number such as 3 "
        + "[unreadable-number]"
    }
    let findings = try document(queue(row("A", notes: notes))).lint()
    #expect(findings.map(\.text) == [found].compactMap(\.self))
    let done = queue(row("A", notes: notes)).replacing("PENDING", with: "DONE")
    #expect(try document(done).lint() == [])
  }

  @Test(arguments: [
    ("touches=Sources/,./docs/../README.md,../x", nil), ("touches=/", nil),
    ("touches=docs,/srv/app/src", "3:55: '/srv/app/src' in touches counts as 'srv/app/src'"),
  ])
  func `an absolute path in touches is named`(_ notes: String, _ start: String?) throws {
    let found = start.map { "\($0): write paths from the project's folder [absolute-path]" }
    let findings = try document(queue(row("A", notes: notes))).lint()
    #expect(findings.map(\.text) == [found].compactMap(\.self))
    let done = queue(row("A", notes: notes)).replacing("PENDING", with: "DONE")
    #expect(try document(done).lint() == [])
  }

  @Test func `a brief that workers do not get is named where its row stands`() throws {
    let queue = try document(queue(row("A"), row("B"), row("C")))
    let briefs: [String: Finding.Fact] = [
      "C": .longBrief(path: "tasks/C.md", bytes: 9, limit: 8),
      "A": .badBrief(path: "tasks/A.md", .folder),
      "B": .badBrief(path: "tasks/B\u{1B}.md", .unreadable("Permission denied")),
      "X": .badBrief(path: "tasks/X.md", .link),
    ]
    let advice = "make it a plain file, or move it away [bad-brief]"
    #expect(
      queue.lint(facts: briefs.mapValues { [$0] }).map(\.text) == [
        "3:3: the brief tasks/A.md is a folder: \(advice)",
        "4:3: the brief tasks/B\\u{1B}.md can't be read: Permission denied: \(advice)",
        "5:3: the brief tasks/C.md has 9 bytes: a worker is sent the first 8 [long-brief]",
      ])
  }

  @Test func `a check that is not there is named where the criteria stand`() throws {
    let queue = try document(queue(row("A"), row("B")))
    let facts: [String: [Finding.Fact]] = [
      "A": [.missingCheck("te\u{1B}st", known: []), .missingCheck("lint", known: ["a", "b"])]
    ]
    #expect(
      queue.lint(facts: facts).map(\.text) == [
        "3:26: cmd: te\\u{1B}st is not in review.checks, so the row will wait for approval; "
          + "review.checks has no entries [missing-check]",
        "3:26: cmd: lint is not in review.checks, so the row will wait for approval; "
          + "review.checks has a, b [missing-check]",
      ])
  }

  @Test func `workers that are not there are problems, each of a route once`() throws {
    let text = """
      | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes | worker |
      |---|---|---|---|---|---|---|---|---|---|
      | A | PENDING | P1 | t | c | - | - | - | - | x |
      | B | PENDING | P1 | t | c | - | - | - | worker=y / timeout=2 | - |
      | DOC-1 | PENDING | P1 | t | c | - | - | - | - | - |
      | DOC-2 | BLOCKED | P1 | t | c | - | - | - | timeout=2h | - |
      | DOC-3 | DONE | P1 | t | c | - | - | - | worker=y | - |
      | C | PENDING | P1 | t | c | - | - | - | - | a |
      | D | PENDING | P1 | t | c | - | - | - | - | - |

      """
    var docs = WorkerRoute(worker: "docs")
    docs.id = "DOC-*"
    let worker = WorkerRoster.Worker(name: "a", timeoutSeconds: 9, graceSeconds: 9)
    let roster = WorkerRoster(workers: [worker], routes: [docs], isNamed: true)
    let known = "orch.json has a [unknown-worker]"
    #expect(
      try document(text).lint(roster).map(\.text) == [
        "3:46: unknown worker 'x': \(known)", "4:42: unknown worker 'y': \(known)",
        "4:61: unreadable timeout '2': use a time such as 90s, 30m or 2h, up to 168h "
          + "[unreadable-time]",
        "5:46: routes[0] sends 2 rows to the unknown worker 'docs': \(known)",
        "9:42: no route matches 1 row, and there is no worker 'default': \(known)",
      ])
    #expect(try document(text).lint() == [])
  }

  @Test func `repositories that are not there are problems`() throws {
    let text = queue(
      row("A", notes: "repo=wbe"), row("B", notes: "repo=web"),
      "| C | DONE | P1 | t | c | - | - | - | repo=x |")
    let worker = WorkerRoster.Worker(name: "default", timeoutSeconds: 9, graceSeconds: 9)
    var roster = WorkerRoster(workers: [worker], isNamed: true)
    #expect(try document(text).lint(roster).count == 2)
    roster.repositories = ["web", "api"]
    #expect(
      try document(text).lint(roster).map(\.text) == [
        "3:47: unknown repository 'wbe': orch.json has api, web [unknown-repository]"
      ])
    #expect(try document(text).lint() == [])
  }

  @Test func `an after column is named where it is`() throws {
    let text = """
      after | \(names.joined(separator: " | "))
      ---|---|---|---|---|---|---|---|---|---
      Z | A | PENDING | P0 | t | c | - | - | - | x

      """
    #expect(
      try document(text).lint().map(\.text)
        == ["3:1: waits for Z, which does not exist [unknown-dependency]"])
  }

  @Test func `hidden text is found as by a look at each character`() throws {
    var random = SeededGenerator(seed: 51)
    let scalars = Array(
      ("abc <!->é한글힣가퟿鿿中丁々\u{D7B0}\u{AC00}\u{ABFF}\u{9FFF}\u{A000}ㄱ\u{3164}\u{4E00}\u{4DFF}😀\u{7F}"
        + "\u{AD}\u{200B}\u{202E}\u{2066}\u{FEFF}\u{1160}\u{E0101}\u{FFA0}").unicodeScalars)
    var counts = [0, 0, 0]
    for _ in 0..<3000 {
      var task = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1..<8, using: &random) {
        if Int.random(in: 0..<12, using: &random) == 0 {
          task.append(contentsOf: "<!--".unicodeScalars)
        } else {
          task.append(scalars[Int.random(in: scalars.indices, using: &random)])
        }
      }
      let text = String(task)
      let rules = try document(queue(row("A", "x\(text)x"))).lint().map(\.rule.rawValue)
      let hasHidden = task.contains(where: \.isDeceptive)
      let hasComment = text.utf8.contains("<!--".utf8)
      #expect(rules.contains("deceptive-character") == hasHidden, "\(task.map(\.value))")
      #expect(rules.contains("html-comment") == hasComment, "\(task.map(\.value))")
      counts[0] += hasHidden ? 1 : 0
      counts[1] += hasComment ? 1 : 0
      counts[2] += hasHidden || hasComment ? 0 : 1
    }
    #expect(counts.allSatisfy { $0 > 200 }, "\(counts)")
  }
}
