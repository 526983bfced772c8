import Foundation
import Host
import TestSupport
import Testing
import Workers

@Suite struct UICheckChromiumTests {
  @Test(arguments: [
    ("echo '<p>Wel<b>come</b></p>'", nil),
    ("echo '<p class=welcome>x'", "ui_missing_terms:Welcome"),
    (
      "echo 'x Page load failed: net::ERR_CONNECTION_REFUSED' >&2",
      "ui_open_failed:net::ERR_CONNECTION_REFUSED"
    ),
    ("exit 0", "ui_open_failed:empty_page"), ("echo broken >&2; exit 1", "ui_open_failed:broken"),
    ("exec /bin/sleep 60", "ui_open_failed:timeout"),
  ])
  func `what Chromium dumps is read as a page`(_ script: String, reason: String?) throws {
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      let result = try checkPage(
        [name: script], driver: .chromium, timeLimit: reason?.hasSuffix("timeout") == true ? 1 : 60)
      #expect(result.reasons == (reason.map { [$0] } ?? []), "\(name)")
    }
  }

  @Test func `Chromium has a profile of its own, and a sandbox unless for root`() throws {
    let script = "echo \"$*\" > arguments; for w in \"$@\"; do :; done; echo \"$w welcome\""
    let result = try checkPage(["chromium": script], driver: .chromium) { folder in
      let words = try String(contentsOfFile: folder + "/arguments", encoding: .utf8)
      #expect(words.contains(" --user-data-dir=/tmp/ui-") && words.contains("/profile "))
      #expect(words.contains("--no-sandbox") == (CurrentProcess.effectiveUser == 0))
      #expect(words.hasSuffix(" --dump-dom \(checkedPage)\n"))
    }
    #expect(result.isOK)
  }

  @Test(arguments: [
    (["playwright-cli", "chromium"], "playwright-cli"), (["chromium"], "chromium"),
    (["google-chrome"], "google-chrome"),
  ])
  func `auto takes what is there`(_ names: [String], used: String) throws {
    let script = "echo \"<p>Welcome from ${0##*/}</p>\""
    let programs = Dictionary(uniqueKeysWithValues: names.map { ($0, script) })
    let result = try checkPage(programs, driver: .auto)
    #expect(result.isOK && result.snapshotExcerpt.contains("from \(used)"))
    #expect(
      try checkPage([:], driver: .auto).reasons == [
        "ui_open_failed:command_not_found:playwright-cli"
      ])
    #expect(
      try checkPage([:], driver: .chromium).reasons == ["ui_open_failed:command_not_found:chromium"]
    )
  }
}
