import TestSupport
import Testing

/// `orch review` with a page to look at, by an executable that stands in for the browser.
@Suite struct ReviewPageTests {
  private static let criteria = "add the greeting"

  /// - Parameter script: what `playwright-cli` is; nothing is in its place for `nil`.
  private func review(_ script: String?, _ more: String...) throws -> (Scene, Outcome) {
    let scene = try Scene(
      rows: row("A", "IN_PROGRESS", criteria: Self.criteria, owner: "w", started: Scene.now))
    if let script { try writeExecutable(script, to: scene.path("playwright-cli")) }
    let words = [
      "review", "A", "--ui-url", "http://127.0.0.1:1/", "--ui-contains", "Hello",
    ]
    return (
      scene,
      try scene.run(
        scene.orchPath, words + more, environment: ["PATH": "\(scene.folder):/usr/bin:/bin"])
    )
  }

  private static let showing = "#!/bin/sh\n[ \"$1\" = snapshot ] && echo 'HELLO, world'; exit 0\n"

  @Test func `a page that shows what it should passes, and is printed`() throws {
    let (scene, outcome) = try review(Self.showing, "--report", "Added the greeting.")
    expect(outcome, is: .prints("A -> DONE (PASS)\n"))
    #expect(
      try scene.text().contains("review:PASS all_success_criteria_covered;ui_validation_passed"))
  }

  @Test func `a page that lacks it undoes a pass`() throws {
    let empty = "#!/bin/sh\necho nothing\n"
    let (scene, outcome) = try review(empty, "--report", "Added the greeting.", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.output.hasPrefix(
        #"{"id":"A","verdict":"RETRY","reasons":["ui:ui_missing_terms:Hello"],"#
          + #""missing_checks":["ui_validation"],"#), "\(outcome)")
    #expect(
      try scene.text().contains("attempt=1/3 missing=ui_validation; ui:ui_missing_terms:Hello"))
  }

  @Test func `without the browser the review says what is missing`() throws {
    let (_, outcome) = try review(nil, "--report", "Added the greeting.", "--json")
    #expect(
      outcome.output.contains(
        #""reasons":["ui:ui_open_failed:command_not_found:playwright-cli"]"#), "\(outcome)")
  }

  @Test func `nothing that a page shows undoes a block`() throws {
    let (_, outcome) = try review(
      Self.showing, "--report", "Cannot proceed: the credentials are missing.")
    expect(outcome, is: .prints("A -> BLOCKED (BLOCK)\n"))
  }

  @Test func `attempts that are used up count for a page, too`() throws {
    let (scene, outcome) = try review(
      nil, "--report", "Added the greeting.", "--attempt-count", "3")
    expect(outcome, is: .prints("A -> BLOCKED (BLOCK)\n"))
    #expect(
      try scene.text().contains(
        "review:BLOCK ui:ui_open_failed:command_not_found:playwright-cli;"
          + "retry_limit_reached:3/3"))
  }
}
