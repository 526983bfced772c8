import Table
import TestSupport
import Testing

@testable import Runner
@testable import Stores

@Suite struct NearestIDTests {
  struct Case: CustomTestStringConvertible {
    let typed: String
    let ids: [String]
    let nearest: String?
    var testDescription: String { "\(typed) among \(ids.joined(separator: ", "))" }

    init(_ typed: String, among ids: String..., is nearest: String?) {
      self.typed = typed
      self.ids = ids
      self.nearest = nearest
    }
  }

  private static func nearest(to typed: String, among ids: [String]) throws -> String? {
    let rows = ids.map { "| \($0) | PENDING | P1 | t | c | - | - | - | |\n" }.joined()
    let document = try QueueDocument(QueueBytes(Array((QueueFixture.text() + rows).utf8)))
    return NearestID(typed).find(in: MarkdownTable(document: document, claims: Claims()))
  }

  @Test(arguments: [
    Case("ORCH-01", among: "ORCH-001", "ORCH-010", "ORCH-011", is: "ORCH-001"),
    Case("orch-1", among: "ORCH-001", "ORCH-002", is: "ORCH-001"),
    Case("ORCH-0002", among: "ORCH-001", "ORCH-002", is: "ORCH-002"),
    Case("OCRH-002", among: "ORCH-001", "ORCH-002", is: "ORCH-002"),
    Case("ORCH001", among: "ORCH-001", "REL-1", is: "ORCH-001"),
    Case("ORCH-000", among: "ORCH-0", is: "ORCH-0"),
    Case("release", among: "Relase", "other", is: "Relase"),
    Case("정리하기", among: "정리하고", "다른것", is: "정리하고"),
  ])
  func `the row that was meant`(_ choice: Case) throws {
    #expect(try Self.nearest(to: choice.typed, among: choice.ids) == choice.nearest)
  }

  @Test(arguments: [
    Case("ORCH-002", among: "ORCH-001", "ORCH-003", is: nil),
    Case("REL-1.2", among: "REL-1.1", "REL-12", is: nil),
    Case("orch-1", among: "ORCH-1", "ORCH-01", is: nil),
    Case("RAL-1", among: "REL-1", "ROL-1", is: nil),
    Case("B", among: "A", is: nil), Case("nope", among: "A", "ORCH-1", is: nil),
    Case("", among: "A", is: nil), Case("A", is: nil),
    Case(String(repeating: "a", count: 129), among: String(repeating: "a", count: 128), is: nil),
  ])
  func `no row where another number, several, or none is near`(_ choice: Case) throws {
    #expect(try Self.nearest(to: choice.typed, among: choice.ids) == choice.nearest)
  }

  @Test func `a row far down in a big queue is not looked for`() throws {
    let ids = (1...NearestID.rowLimit + 1).map { "ORCH-\($0)" }
    #expect(try Self.nearest(to: "orch-10000", among: ids) == "ORCH-10000")
    #expect(try Self.nearest(to: "orch-10001", among: ids) == nil)
  }

  @Test(arguments: [
    ("done orhc-1 --notes x", "did you mean ORCH-001?"),
    ("pick --id ORCH-1", "did you mean ORCH-001?"),
    ("assign ORCH-1 --owner-session s", "did you mean ORCH-001?"),
    ("release ORCH-1", "did you mean ORCH-001?"), ("show ORCH-1", "did you mean ORCH-001?"),
    ("add --priority P1 --task t --success-criteria c --after orch-1", "did you mean ORCH-001?"),
    ("show ORCH-9", "orch list shows the rows"),
  ])
  func `every command that misses a row names the nearest`(_ line: String, hint: String) throws {
    try withScene(["| ORCH-001 | PENDING | P1 | t | c | - | - | - | |"]) { scene in
      let id = line.split(separator: " ").first { $0.lowercased().hasPrefix("or") }!
      #expect(
        scene.run("\(line) --no-log")
          == .init(status: 1, errors: "ERROR: Row id not found: \(id) (\(hint))\n"))
    }
  }

  @Test func `json has the same hint`() throws {
    try withScene(["| ORCH-001 | PENDING | P1 | t | c | - | - | - | |"]) { scene in
      let error =
        #"{"error":{"code":"not_found","message":"Row id not found: orch-1","#
        + #""hint":"did you mean ORCH-001?"}}"# + "\n"
      #expect(scene.run("show orch-1 --json") == .init(status: 1, errors: error))
    }
  }
}
