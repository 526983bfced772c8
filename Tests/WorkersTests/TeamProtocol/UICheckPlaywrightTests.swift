import Foundation
import Host
import TestSupport
import Testing
import Workers

@Suite struct UICheckPlaywrightTests {
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
      let result = try checkPage(
        ["playwright-cli": script], driver: .playwright, session: session
      ) { folder in
        let count = session == nil ? 0 : 1
        let calls = try String(contentsOfFile: folder + "/calls", encoding: .utf8)
        #expect(
          calls
            == "\(count + 2) \(words)open \(checkedPage)\n\(count + 1) \(words)snapshot\n")
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
  func `a failure of playwright is reported`(_ programs: [String: String], reason: String) throws {
    let result = try checkPage(programs, terms: ["a", " ", "b"], driver: .playwright)
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
    let result = try checkPage(programs, driver: .playwright, timeLimit: 1)
    #expect(result.reasons == [reason])
  }

  @Test func `each missing text is reported`() throws {
    let result = try checkPage(
      Self.playwright(), terms: ["welcome", "Sign in", "", "Konto"], driver: .playwright)
    #expect(result.reasons == ["ui_missing_terms:Sign in,Konto"])
    #expect(result.missing == ["Sign in", "Konto"])
    #expect(result.snapshotExcerpt == "- heading \"Welcome\"")
  }

  @Test func `the address proves nothing, and a linked snapshot is read`() throws {
    let snapshot = "echo '### Page'; echo '- Page URL: \(checkedPage)'; echo '### Snapshot'"
    #expect(
      try checkPage(Self.playwright(snapshot: snapshot), driver: .playwright).reasons
        == ["ui_missing_terms:Welcome"])
    let linked = "\(snapshot); echo '- [Snapshot](page-1.yml)'"
    #expect(
      try checkPage(
        Self.playwright(open: "echo '- text: WELCOME' > page-1.yml", snapshot: linked),
        driver: .playwright
      ).isOK)
    for (path, reason) in [
      ("gone.yml", "no such file"), ("../x", "a path with '..' is not followed"),
      ("/etc/passwd", "not relative to the project root"),
    ] {
      let snapshot = "echo '[Snapshot](\(path))'"
      #expect(
        try checkPage(Self.playwright(snapshot: snapshot), driver: .playwright).reasons
          == ["ui_snapshot_failed:\(path): \(reason)"])
    }
  }
}
