import Host
import TestSupport
import Testing

@testable import Door

@Suite struct KeptReportTests {
  private static let head = #"{"received":"2026-01-31T18:00:00+09:00","store":"QUEUE.md"}"#

  struct Kept: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The files in the sidecar, each with its text.
    let files: [String: String]
    /// The place and the message of the last report; `nil` for none.
    let found: String?
  }

  @Test(arguments: [
    Kept(testDescription: "none", files: [:], found: nil),
    Kept(
      testDescription: "the newest of the evidence",
      files: [
        "evidence/A/1-a.report": head + "\nold\n", "evidence/A/2-a.report": head + "\nnew\n",
        "evidence/A/3-a.txt": "proof", "evidence/B/4-a.report": head + "\nother\n",
      ], found: "accepted new\n"),
    Kept(
      testDescription: "one that waits, of the row that its message names",
      files: [
        "evidence/A/1-a.report": head + "\nold\n",
        "inbox/2-a.report": head + "\n[REPORT A]\nStatus: DONE\n",
        "inbox/3-a.report": head + "\n[REPORT B]\nStatus: DONE\n",
      ], found: "waiting [REPORT A]\nStatus: DONE\n"),
    Kept(
      testDescription: "a refused one, of the row that its sender named",
      files: [
        "inbox/2-a.report": head + "\n[REPORT A]\n",
        "inbox/refused/3-a.report": head.dropLast() + #","id":"A","refused":"no"}"# + "\nx\n",
      ], found: "refused x\n"),
    Kept(
      testDescription: "one of this queue, that orch wrote",
      files: [
        "evidence/A/1-a.report": head + "\nmine\n",
        "evidence/A/2-a.report": #"{"received":"now","store":"queue.db"}"# + "\nother\n",
        "evidence/A/3-a.report": "no report",
      ], found: "accepted mine\n"),
  ])
  func `the last report of a row is found wherever it is kept`(_ kept: Kept) throws {
    try withTemporaryDirectory { folder in
      let sidecar = "\(folder)/.orch"
      for (name, text) in kept.files {
        let path = "\(sidecar)/\(name)"
        try Directory.createWithParents(Path.parent(of: path))
        try NewFile.create(path, text: text)
      }
      let workspace = Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: sidecar,
        environment: Environment([:]))
      let found = workspace.lastReport(of: "A").map { "\($0.place) \($0.message.text)" }
      #expect(found == kept.found)
    }
  }
}
