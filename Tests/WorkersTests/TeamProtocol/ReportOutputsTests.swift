import Foundation
import Gate
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

/// The files that a report names.
@Suite struct ReportOutputsTests {
  struct Named: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let lines: [String]
    /// The paths with their states.
    let found: [String]

    init(_ testDescription: String, _ lines: String..., found: [String]) {
      (self.testDescription, self.lines, self.found) = (testDescription, lines, found)
    }
  }

  private static let found = "docs/X.md file 20"

  @Test(arguments: [
    Named("a path", "docs/X.md", found: [found]),
    Named("in code", "`docs/X.md`", found: [found]),
    Named("with what changed", "docs/X.md: the title (new)", found: [found]),
    Named("with a line", "docs/X.md:12-30 the title", found: [found]),
    Named("a list", "docs/X.md, gone.txt", found: [found, "gone.txt missing"]),
    Named("twice", "docs/X.md", "docs/X.md", found: [found]),
    Named("from the root of the disk", "ROOT/docs/X.md", found: ["ROOT/docs/X.md file 20"]),
    Named("a folder", "docs/", found: ["docs/ folder"]),
    Named("a file without an ending", "empty", found: ["empty file 0"]),
    Named("with a blank in its name", "my file", found: ["my file file 1"]),
    Named("missing", "src/gone.swift (new)", found: ["src/gone.swift missing"]),
    Named("outside", "/etc/hosts", found: ["/etc/hosts outside"]),
    Named("outside, and missing", "../gone.txt", found: ["../gone.txt outside"]),
    Named("by a link", "link.md", found: ["link.md outside"]),
    Named("a link to nothing", "broken.md", found: ["broken.md outside"]),
    Named(
      "prose", "None, the work was simulated", "No file changed.", "https://example.org/x",
      found: []),
    Named("nothing", "None", found: []),
    Named(
      "what no file is called", String(repeating: "a/", count: 50_000), "docs/X.md\0.txt",
      found: []),
  ])
  func `each is looked at`(_ named: Named) throws {
    try withProject { scene in
      try scene.write("x", to: "my file")
      for (name, target) in [
        ("link.md", "../outside/secret.md"), ("broken.md", "../outside/gone.md"),
      ] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(scene.root)/\(name)", withDestinationPath: target)
      }
      let lines = named.lines.map { "- \($0.replacing("ROOT", with: scene.root))\n" }
      let outputs = Self.outputs(of: lines.joined(), in: scene)
      let found = outputs.files.map {
        "\($0.path.replacing(scene.root, with: "ROOT")) \($0.state.text)"
      }
      #expect(found == named.found)
    }
  }

  @Test func `what is missing or outside is named in the verdict`() throws {
    try withProject { scene in
      let lines = (1...7).map { "- gone/\($0).txt\n" } + ["- /etc/hosts\n", "- docs/X.md\n"]
      let outputs = Self.outputs(of: lines.joined(), in: scene)
      #expect(
        outputs.remarks.map { "\($0.code) \($0.sentence)" } == [
          """
          outputs_missing:gone/1.txt, gone/2.txt, gone/3.txt, gone/4.txt, gone/5.txt and 2 more \
          The report names what is not there: gone/1.txt, gone/2.txt, gone/3.txt, gone/4.txt, \
          gone/5.txt and 2 more.
          """,
          """
          outputs_outside:/etc/hosts \
          The report names what is outside the project: /etc/hosts.
          """,
        ])
      var check = ReportCheck(
        of: Report(reading: "Status: DONE\n"), by: "", proofs: nil, page: nil)
      check.remarks = outputs.remarks
      #expect(check.verdict.remarks == outputs.remarks.map(\.code))
    }
  }

  @Test func `what a file was is kept, whether it changed, too`() throws {
    try withProject { scene in
      let hash = SHA256.hexDigest(of: Array("# Title\n본문 text\n".utf8))
      for (claimedAt, isChanged) in [(nil, "null"), (0, "true"), (4_102_444_800, "false")] {
        scene.claimedAt = claimedAt
        #expect(
          Self.outputs(of: "- docs/X.md\n- gone.txt\n", in: scene).text == """
            {"schema":1,"files":[{"path":"docs/X.md","state":"file","size":20,"sha256":\
            "\(hash)","changed":\(isChanged)},{"path":"gone.txt","state":"missing"}]}

            """)
      }
    }
  }

  // MARK: Secrets

  private static let token = "gh" + "p_" + String(repeating: "Fa7Ke", count: 8)

  @Test func `a secret is found, unless its file is exempt, unchanged or too far behind`() throws {
    try withProject { scene in
      for (path, text) in [
        ("a.txt", "one\n\(Self.token)\n"), ("tests/fixtures/b.txt", Self.token),
        ("tests/fixtures2/b.txt", Self.token), ("c.txt", "password: hunter2\n"),
        ("far.txt", String(repeating: "\n", count: 1 << 20) + Self.token),
      ] {
        try scene.write(text, to: path)
      }
      let lines =
        "- a.txt\n- tests/fixtures/b.txt\n- tests/fixtures2/b.txt\n- c.txt\n- far.txt\n- gone.txt\n"
      func found(_ exemptions: String) -> [String] {
        let outputs = Self.outputs(of: lines, in: scene, SecretExemptions(exemptions))
        return outputs.secrets.map { "\($0.path):\($0.found.line) \($0.found.kind)" }
      }
      let all = [
        "a.txt:2 github-token", "tests/fixtures/b.txt:1 github-token",
        "tests/fixtures2/b.txt:1 github-token",
      ]
      for claimedAt in [nil, 0] {
        scene.claimedAt = claimedAt
        #expect(found("") == all)
        #expect(found("# a.txt\n\ntests/fixtures/\n") == [all[0], all[2]])
        #expect(found("./tests\r\na.tx\nb.txt\n") == [all[0]])
        #expect(found("a.txt\n/tests\n") == [all[1], all[2]])
      }
      scene.claimedAt = 4_102_444_800
      #expect(found("") == [])
    }
  }

  @Test func `a worker exempts no file itself`() throws {
    try withProject { scene in
      try scene.write("a.txt\n", to: SecretExemptions.fileName)
      for (claimedAt, isExempt) in [(nil, true), (0, false), (4_102_444_800, true)] {
        let exemptions = SecretExemptions(below: scene.root, unchangedSince: claimedAt)
        #expect(exemptions.contains("a.txt") == isExempt)
      }
      #expect(
        SecretExemptions(below: "\(scene.root)/docs", unchangedSince: nil) == SecretExemptions(""))
    }
  }

  @Test(arguments: [
    ("Status: DONE\nDiff-Summary:\n- guide written\n", "BLOCK secret_in_output:b.txt:7 approval"),
    ("Status: DONE\n", "BLOCK secret_in_output:b.txt:7;missing_checks:1 approval"),
    (
      "Status: BLOCKED\nBlocker: no access\n",
      "BLOCK secret_in_output:b.txt:7;explicit_block_marker:Blocker: no access none"
    ),
    ("Status: QUESTION\nQuestion: which?\n", "QUESTION question:which? answer"),
  ])
  func `a verdict of a report with a secret`(_ report: String, _ expected: String) throws {
    var check = ReportCheck(
      of: Report(reading: "[REPORT A]\n\(report)"), by: "guide written", proofs: nil, page: nil)
    let found = FoundSecret(line: 7, kind: "github-token")
    check.secrets = [OutputSecret(path: "b.txt", found: found)]
    let verdict = check.verdict
    let awaited = verdict.awaited?.rawValue ?? "none"
    #expect(
      "\(verdict.result.rawValue) \(verdict.reasons.codes(separator: ";")) \(awaited)" == expected)
    #expect(
      check.explanation.last
        == "A person has to look first: there is a secret (github-token) in b.txt, line 7.")
  }

  private static func outputs(
    of lines: String, in scene: ProofScene, _ exemptions: SecretExemptions = SecretExemptions("")
  ) -> ReportOutputs {
    ReportOutputs(
      of: Report(reading: "[REPORT A]\nStatus: DONE\nFiles:\n\(lines)"), root: scene.root,
      home: scene.root, isPermitted: false, claimedAt: scene.claimedAt, exemptions: exemptions)
  }
}

extension ReportOutputs.State {
  fileprivate var text: String {
    switch self {
    case .file(let size, _, _): "file \(size)"
    case .folder: "folder"
    case .missing: "missing"
    case .outside: "outside"
    }
  }
}
