import Foundation
import Host
import TeamProtocol
import TestSupport
import Testing

/// With scripts that stand in for the programs.
@Suite struct UICheckTests {
  private static let page = "http://127.0.0.1:1/welcome"

  /// - Parameter programs: scripts by the name under which they are found.
  private func check(
    _ programs: [String: String], terms: [String] = ["Welcome"], driver: UICheck.Driver,
    session: String? = nil, timeLimit: Int = 60, _ look: (String) throws -> Void = { _ in }
  ) throws -> UICheckResult {
    try withTemporaryDirectory { folder in
      // A longer path would not be taken.
      let temporary = "/tmp/ui-\(UUID().uuidString.prefix(13))"
      for place in ["\(folder)/bin", temporary] {
        try FileManager.default.createDirectory(
          atPath: place, withIntermediateDirectories: false)
      }
      defer { try? FileManager.default.removeItem(atPath: temporary) }
      for (name, script) in programs {
        try writeExecutable("#!/bin/sh\n\(script)\n", to: "\(folder)/bin/\(name)")
      }
      let check = try UICheck(
        url: Self.page, terms: terms, driver: driver, browserSession: session,
        timeLimit: timeLimit, folder: folder,
        environment: Environment([
          // Only what a script needs, no real browser.
          "PATH": "\(folder)/bin", "TMPDIR": temporary, "SECRET": "x",
        ]))
      let result = check.run()
      let left = try Directory.names(in: temporary)
      #expect(left == [])
      try look(folder)
      return result
    }
  }

  /// A `playwright-cli` that does this for each of its commands.
  private static func playwright(
    open: String = "exit 0", snapshot: String = "echo '- heading \"Welcome\"'"
  ) -> [String: String] {
    ["playwright-cli": "case \"$*\" in *open*) \(open);; *) \(snapshot);; esac"]
  }

  @Test func `the programs get the page as one argument, and no variable of ours`() throws {
    let script =
      "echo \"$# $*\" >> calls; test -z \"$SECRET\" || exit 9; echo welcome to this page"
    for (session, words) in [(nil, ""), ("s-1", "--session=s-1 ")] {
      let result = try check(
        ["playwright-cli": script], driver: .playwright, session: session
      ) { folder in
        let count = session == nil ? 0 : 1
        let calls = try String(contentsOfFile: folder + "/calls", encoding: .utf8)
        #expect(
          calls
            == "\(count + 2) \(words)open \(Self.page)\n\(count + 1) \(words)snapshot\n")
      }
      #expect(result.isOK && result.reasons.isEmpty && result.missing.isEmpty)
      #expect(result.snapshotExcerpt == "welcome to this page")
    }
  }

  @Test(
    arguments: [
      (Self.playwright(open: "echo 'no\nbrowser' >&2; exit 3"), "ui_open_failed:no browser"),
      (Self.playwright(open: "echo out; exit 3"), "ui_open_failed:out"),
      (Self.playwright(open: "exit 3"), "ui_open_failed:open_failed_rc=3"),
      (Self.playwright(open: "kill -KILL $$"), "ui_open_failed:open_failed_signal=9"),
      (Self.playwright(snapshot: "echo gone >&2; exit 1"), "ui_snapshot_failed:gone"),
      (Self.playwright(snapshot: "exit 4"), "ui_snapshot_failed:snapshot_failed_rc=4"),
      (Self.playwright(snapshot: "rm no-such-thing"), "ui_snapshot_failed:"),
      ([:], "ui_open_failed:command_not_found:playwright-cli"),
    ] as [([String: String], String)])
  func `what fails with playwright is told`(_ programs: [String: String], reason: String) throws {
    let result = try check(programs, terms: ["a", " ", "b"], driver: .playwright)
    #expect(!result.isOK && result.reasons.count == 1)
    #expect(
      reason.hasSuffix(":") ? result.reasons[0].hasPrefix(reason) : result.reasons == [reason])
    #expect(result.missing == ["a", "b"] && result.snapshotExcerpt.isEmpty)
  }

  @Test(arguments: [
    ("open", "ui_open_failed:timeout"), ("snapshot", "ui_snapshot_failed:timeout"),
  ])
  func `a program that hangs is ended`(_ step: String, reason: String) throws {
    // Nothing is on the PATH here but what stands in.
    let hang = "exec /bin/sleep 60"
    let programs = Self.playwright(
      open: step == "open" ? hang : "exit 0", snapshot: hang)
    let result = try check(programs, driver: .playwright, timeLimit: 1)
    #expect(result.reasons == [reason])
  }

  @Test func `texts that are missing are told, each of them`() throws {
    let result = try check(
      Self.playwright(), terms: ["welcome", "Sign in", "", "Konto"], driver: .playwright)
    #expect(result.reasons == ["ui_missing_terms:Sign in,Konto"])
    #expect(result.missing == ["Sign in", "Konto"])
    #expect(result.snapshotExcerpt == "- heading \"Welcome\"")
  }

  @Test func `the address proves nothing, and a linked snapshot is read`() throws {
    let told = "echo '### Page'; echo '- Page URL: \(Self.page)'; echo '### Snapshot'"
    #expect(
      try check(Self.playwright(snapshot: told), driver: .playwright).reasons
        == ["ui_missing_terms:Welcome"])
    let linked = "\(told); echo '- [Snapshot](page-1.yml)'"
    #expect(
      try check(
        Self.playwright(open: "echo '- text: WELCOME' > page-1.yml", snapshot: linked),
        driver: .playwright
      ).isOK)
    for (path, reason) in [
      ("gone.yml", "no such file"), ("../x", "a path with '..' is not followed"),
      ("/etc/passwd", "not relative to the project root"),
    ] {
      let snapshot = "echo '[Snapshot](\(path))'"
      #expect(
        try check(Self.playwright(snapshot: snapshot), driver: .playwright).reasons
          == ["ui_snapshot_failed:\(path): \(reason)"])
    }
  }

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
      let result = try check(
        [name: script], driver: .chromium, timeLimit: reason?.hasSuffix("timeout") == true ? 1 : 60)
      #expect(result.reasons == (reason.map { [$0] } ?? []), "\(name)")
    }
  }

  @Test func `Chromium has a profile of its own, and a sandbox unless for root`() throws {
    let script = "echo \"$*\" > arguments; for w in \"$@\"; do :; done; echo \"$w welcome\""
    let result = try check(["chromium": script], driver: .chromium) { folder in
      let words = try String(contentsOfFile: folder + "/arguments", encoding: .utf8)
      #expect(words.contains(" --user-data-dir=/tmp/ui-") && words.contains("/profile "))
      #expect(words.contains("--no-sandbox") == (CurrentProcess.effectiveUser == 0))
      #expect(words.hasSuffix(" --dump-dom \(Self.page)\n"))
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
    let result = try check(programs, driver: .auto)
    #expect(result.isOK && result.snapshotExcerpt.contains("from \(used)"))
    #expect(
      try check([:], driver: .auto).reasons == ["ui_open_failed:command_not_found:playwright-cli"])
    #expect(
      try check([:], driver: .chromium).reasons == ["ui_open_failed:command_not_found:chromium"])
  }

  @Test(arguments: [
    "", "-", "--help", "localhost:3000", "http://", "javascript:alert(1)", "data:text/html,x",
    "chrome://settings", "http://a b", "http://a\nb", "http://a\0b", "http://a\u{202E}b",
    " http://a",
    "ftp://a", "http:/a",
  ])
  func `what is no page is refused`(_ url: String) {
    #expect(throws: UICheckMistake.url(url)) {
      try UICheck(
        url: url, terms: [], driver: .auto, browserSession: nil, timeLimit: 1, folder: "/",
        environment: Environment([:]))
    }
  }

  @Test(arguments: ["", "-x", "a b", "a;b", "../a", "a=b"])
  func `what is no name of a session is refused`(_ session: String) {
    #expect(throws: UICheckMistake.session(session)) {
      try UICheck(
        url: "HTTPS://a", terms: [], driver: .auto, browserSession: session, timeLimit: 1,
        folder: "/", environment: Environment([:]))
    }
  }
}
