import Testing

@testable import Model

/// What the note of a PASS says once the pull request has proved criteria.
@Suite struct PullRequestProofTests {
  @Test(arguments: [
    ("review:PASS all_success_criteria_covered", 1, 1, "verified=1 reported=0"),
    ("review:PASS all_success_criteria_covered", 1, 3, "verified=1 reported=2"),
    (
      "review:PASS verified=1 reported=2 all_success_criteria_covered", 2, 5,
      "verified=3 reported=2"
    ),
    ("review:PASS exit=1 all_success_criteria_covered", 1, 3, "verified=1 reported=1 exit=1"),
  ])
  func `its criteria are verified then`(
    _ note: String, _ proved: Int, _ total: Int, _ counts: String
  ) {
    var notes = Notes("x / \(note) / branch=orch/A")
    notes.countProved(proved, of: total, Policy())
    #expect(
      notes.text == "x / branch=orch/A / review:PASS \(counts) all_success_criteria_covered")
  }

  @Test(arguments: [
    ("review:PASS", 1, 1, "verified=1"), ("review:PASS reported=3", 1, 3, "verified=1 reported=2"),
    ("review:PASS verified=1 reported=2", 2, 3, "verified=3"),
    ("review:PASS verified=1 exit=1", 1, 3, "verified=2 exit=1"),
    ("review:PASS reported=1 ui_validation_passed", 1, 1, "verified=1 ui_validation_passed"),
  ])
  func `so they are where notes are short`(
    _ note: String, _ proved: Int, _ total: Int, _ counts: String
  ) {
    var notes = Notes("x / \(note) / branch=orch/A")
    var policy = Policy()
    policy.hasShortNotes = true
    notes.countProved(proved, of: total, policy)
    #expect(notes.text == "x / review:PASS \(counts) / branch=orch/A")
  }

  @Test(arguments: ["x", "review:RETRY attempt=1/3 unmet=1 (a: b)", "review:PASS all_covered"])
  func `nothing else changes`(_ text: String) {
    var notes = Notes(text)
    notes.countProved(text.contains("PASS") ? 0 : 1, of: 1, Policy())
    #expect(notes.text == text)
  }
}
