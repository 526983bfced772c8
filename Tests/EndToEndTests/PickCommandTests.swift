import TestSupport
import Testing

@Suite struct PickCommandTests {
  struct Refused: CustomTestStringConvertible {
    let testDescription: String
    let row: String
    let error: String

    init(_ description: String, _ row: String, _ error: String) {
      (testDescription, self.row, self.error) = (description, row, error)
    }
  }

  @Test(arguments: [
    Refused("no such row", row("B"), "Row id not found: A (orch list shows the rows)"),
    Refused(
      "it waits", row("A", notes: "after=B,Z") + "\n" + row("B", "FAILED"),
      "A waits for B (FAILED), Z (no readable row) (finish B, Z first)"),
    Refused(
      "without an owner, asked for by a session", row("A", "IN_PROGRESS"),
      "A is IN_PROGRESS (only PENDING rows can be picked; orch release --id A --force frees it)"),
  ])
  func `picking a row that cannot be had says why`(_ refused: Refused) throws {
    let scene = try Scene(rows: refused.row)
    let outcome = try scene.orch("pick", "--id", "A", "--owner-session", "w")
    #expect(outcome == .fails(1, "ERROR: \(refused.error)"))
    try expect(scene.text(), is: queueText(refused.row))
  }
}
