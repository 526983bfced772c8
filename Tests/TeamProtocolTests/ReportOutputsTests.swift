import Foundation
import Host
import QueueModel
import ReviewerGate
import TeamProtocol
import TestSupport
import Testing

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

  private static func outputs(of lines: String, in scene: ProofScene) -> ReportOutputs {
    ReportOutputs(
      of: Report(reading: "[REPORT A]\nStatus: DONE\nFiles:\n\(lines)"), root: scene.root,
      home: scene.root, isPermitted: false, claimedAt: scene.claimedAt)
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
