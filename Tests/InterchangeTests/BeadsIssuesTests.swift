import Interchange
import Model
import Testing

/// A file of a form, as it comes from standard input.
func read(_ text: String, as form: InterchangeForm) -> ForeignReading {
  form.read([ForeignFile(path: nil, bytes: Array(text.utf8))])
}

/// What is read in one text: a line for each task, and each loss.
func summary(of reading: ForeignReading) -> [String] {
  reading.tasks.map { task in
    var parts = ["\(task.key): \(task.title)"]
    if task.state != .open { parts.append("\(task.state)") }
    if let priority = task.priority { parts.append(priority.text) }
    if !task.text.isEmpty { parts.append("text \(task.text)") }
    if !task.criteria.isEmpty { parts.append("criteria \(task.criteria)") }
    if !task.after.isEmpty { parts.append("after \(task.after.joined(separator: ","))") }
    parts += task.links.map { "\($0.kind) \($0.key)" }
    if !task.labels.isEmpty { parts.append("labels \(task.labels.joined(separator: ","))") }
    if let assignee = task.assignee { parts.append("assignee \(assignee)") }
    if let due = task.due { parts.append("due \(due)") }
    if let time = task.notBefore { parts.append("not before \(time)") }
    if let notes = task.notes { parts.append("notes \(notes)") }
    parts += task.comments.map { "comment of \($0.author) at \($0.time): \($0.text)" }
    parts += task.others.map { "\($0.name) \($0.text)" }
    return parts.joined(separator: "; ")
  }
    + reading.losses.map { loss in
      let place = loss.place.line.map { "line \($0): " } ?? ""
      return "\(place)\(loss.key.map { "\($0): " } ?? "")\(loss.kind)"
    }
}

@Suite struct BeadsIssuesTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let summary: [String]

    init(_ name: String, _ text: String, _ summary: String...) {
      (testDescription, self.text, self.summary) = (name, text, summary)
    }
  }

  @Test(arguments: [
    Case("the least", #"{"id":"a-1","title":"T"}"#, "a-1: T"),
    Case(
      "all fields",
      #"{"id":"a-1","title":"T","description":"D","design":"How","acceptance_criteria":"- x\n- y","#
        + #""notes":"N","status":"in_progress","priority":0,"issue_type":"bug","assignee":"ann","#
        + #""labels":["ui"],"external_ref":"gh-1","due_at":"2026-02-03T10:00:00Z","#
        + #""estimated_minutes":60,"comments":[{"author":"bob","created_at":"t","text":"hi"}],"#
        + #""dependencies":[{"issue_id":"a-1","depends_on_id":"a-2","type":"related"}]}"#,
      #"a-1: T; started; P0; text D; criteria ["- x", "- y"]; related a-2; labels ui,bug; "#
        + "assignee ann; due 2026-02-03T10:00:00Z; comment of bob at t: hi; design How; notes N; "
        + "external_ref gh-1; estimated_minutes 60"),
    Case(
      "null is nothing", #"{"id":"a","title":"T","assignee":null,"labels":null,"due_at":null}"#,
      "a: T"),
    Case(
      "states",
      #"{"id":"a","title":"T","status":"closed"}"# + "\n"
        + #"{"id":"b","title":"T","status":"blocked"}"# + "\r\n\r\n"
        + #"{"id":"c","title":"T","status":"deferred"}"#,
      "a: T; done", #"b: T; blocked("blocked")"#, #"c: T; blocked("deferred")"#),
    Case(
      "one for later", #"{"id":"a","title":"T","status":"deferred","defer_until":"2030-01-01"}"#,
      "a: T; not before 2030-01-01"),
    Case(
      "what nobody works on",
      #"{"id":"a","title":"T","issue_type":"message"}"# + "\n"
        + #"{"id":"b","title":"T","is_template":true}"# + "\n"
        + #"{"id":"c","title":"T","issue_type":"gate"}"#,
      #"line 1: a: leftOut("message")"#, #"line 2: b: leftOut("template")"#,
      #"line 3: c: leftOut("gate")"#),
    Case(
      "low priorities", #"{"id":"a","title":"T","priority":4}"#,
      "a: T; P2", #"line 1: a: loweredPriority("P4")"#),
    Case(
      "edges that hold back, and one that does not",
      #"{"id":"a","title":"T","dependencies":[{"depends_on_id":"b","type":"blocks"},"#
        + #"{"depends_on_id":"c","type":"waits-for"},{"id":"d","dependency_type":"blocks"},"#
        + #"{"depends_on_id":"e","dep_type":"conditional-blocks"},"#
        + #"{"depends_on_id":"f","type":"discovered-from"}]}"#,
      "a: T; after b,c,d,e; discovered-from f"),
    Case(
      "a parent ends after its children, which what holds it back holds back",
      #"{"id":"p","title":"P","dependencies":[{"depends_on_id":"x","type":"blocks"}]}"# + "\n"
        + #"{"id":"c","title":"C","dependencies":[{"depends_on_id":"p","type":"parent-child"}]}"#
        + "\n"
        + #"{"id":"g","title":"G","dependencies":[{"depends_on_id":"c","type":"parent-child"}]}"#,
      "p: P; after x,c", "c: C; after x,g", "g: G; after x"),
    Case(
      "a parent that is not there",
      #"{"id":"c","title":"C","dependencies":[{"depends_on_id":"p","type":"parent-child"}]}"#,
      "c: C; parent-child p"),
    Case("a record that is no issue", #"{"_type":"memory"}"#, #"line 1: leftOut("memory")"#),
    Case("nothing", "", "unread(Interchange.UnreadReason.noTasks)"),
    Case(
      "no title", #"{"id":"a"}"#,
      #"line 1: unread(Interchange.UnreadReason.missingField("title"))"#),
    Case(
      "other types", #"{"id":1,"title":"T"}"#,
      #"line 1: unread(Interchange.UnreadReason.wrongType(field: "id"))"#),
    Case(
      "unknown words", #"{"id":"a","title":"T","status":"snoozed"}"#,
      #"a: T; blocked("snoozed"); status snoozed"#,
      #"line 1: a: unknownWord(field: "status", word: "snoozed")"#),
    Case(
      "an unknown priority", #"{"id":"a","title":"T","priority":9}"#,
      "a: T; priority 9",
      #"line 1: a: unknownWord(field: "priority", word: "9")"#),
    Case(
      "words of another type", #"{"id":"a","title":"T","status":3,"priority":"high"}"#,
      #"a: T; blocked("3"); status 3; priority high"#,
      #"line 1: a: unknownWord(field: "status", word: "3")"#,
      #"line 1: a: unknownWord(field: "priority", word: "high")"#),
    Case(
      "an unknown word of what can't be read",
      #"{"id":"a","title":"T","status":"odd","labels":1}"#,
      #"line 1: unread(Interchange.UnreadReason.wrongType(field: "labels"))"#),
    Case(
      "a key twice", #"{"id":"a","title":"T"}"# + "\n" + #"{"id":"a","title":"U"}"#,
      "a: T", #"line 2: a: repeatedKey("a")"#),
    Case("a mark of the byte order", "\u{FEFF}" + #"{"id":"a","title":"T"}"#, "a: T"),
  ])
  func `issues are read`(_ example: Case) {
    #expect(summary(of: read(example.text, as: .beads)) == example.summary)
  }

  @Test func `a line that is no JSON stops no other`() {
    let reading = read(
      #"{"id":"a","title":"T"}"# + "\n<<<<<<< HEAD\n" + #"{"id":"b","title":"U"}"#, as: .beads)
    #expect(reading.tasks.map(\.key) == ["a", "b"])
    #expect(reading.losses.map(\.place.line) == [2])
  }
}
