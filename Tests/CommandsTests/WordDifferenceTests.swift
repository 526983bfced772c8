import Model
import Testing

@testable import Door

/// The words of a text that changed, in the notation of `git diff --word-diff`.
@Suite struct WordDifferenceTests {
  @Test(arguments: [
    ("a b c", "a x c", "a [-b-] {+x+} c"),
    ("a b", "a b c d", "a b {+c d+}"), ("a b c", "b c", "[-a-] b c"),
    ("a b c", "x y", "[-a b c-] {+x y+}"), ("", "a", "{+a+}"),
    (
      "one two three four five six seven eight", "one two three four five six seven nine",
      "… six seven [-eight-] {+nine+}"
    ),
    (
      "a1 a2 a3 a4 b c1 c2 c3 c4 c5 c6 d e1 e2 e3 e4",
      "a1 a2 a3 a4 x c1 c2 c3 c4 c5 c6 y e1 e2 e3 e4",
      "… a3 a4 [-b-] {+x+} c1 c2 … c5 c6 [-d-] {+y+} e1 e2 …"
    ),
    (
      "review:RETRY attempt=1/3 unmet=2 (run tests)",
      "로그인 확인 / review:RETRY attempt=2/3 unmet=2 (run tests)",
      "{+로그인 확인 /+} review:RETRY [-attempt=1/3-] {+attempt=2/3+} unmet=2 (run tests)"
    ),
  ])
  func `what both have is cut to the words beside a difference`(
    _ old: String, _ new: String, _ text: String
  ) {
    #expect(WordDifference(from: old, to: new).text == text)
  }

  @Test func `texts of any length are compared, and a long difference is cut`() {
    let old = (1...2000).map { "a\($0)" }.joined(separator: " ")
    let new = (1...2000).map { "b\($0)" }.joined(separator: " ")
    let text = WordDifference(from: "x " + old, to: "x " + new).text
    #expect(text.hasPrefix("x [-a1 a2 "))
    #expect(text.hasSuffix(" b15 b16 …+}"))
    #expect(text.count < 200)
  }

  @Test func `an entry shows short texts whole, and of long ones what changed`() {
    let long = "the first try broke the build, and the log of it is too long for the report"
    func entry(_ before: [String: String], _ after: [String: String]) -> HistoryEntry {
      HistoryEntry(
        sequence: 1, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "done", actor: "w",
        row: RowChange(id: "A", before: before, after: after))
    }
    let change = entry(
      ["status": "PENDING", "notes": long, "task": "-"],
      ["status": "DONE", "notes": long + " / fixed", "task": long + " " + long])
    #expect(
      change.changedWords(.korean)
        == "status PENDING -> DONE; "
        + "task - -> the first try broke the build, and the log of it is too long for the …; "
        + "notes … the report {+/ fixed+}")
    #expect(entry([:], ["id": "A", "task": "t"]).changedWords(.korean) == "task t")
    #expect(entry(["id": "A", "task": "t"], [:]).changedWords(.korean) == "removed: task t")
    #expect(entry(["id": "A"], ["id": "B"]).changes(.korean) == "id A -> B")
  }
}
