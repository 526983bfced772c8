import TestSupport
import Testing

/// Labels, in the notes, in a column and in a database.
@Suite struct LabelTests {
  @Test(arguments: QueueKept.allCases)
  func `rows are labelled and found by their labels`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, rows: [row("A"), row("B", notes: "see x / labels=bug")])
    #expect(
      try scene.orch("add", "New", "--id", "C", "--label", "ui,bug", "--label", "ui").status == 0)
    try expect(scene.notes("C"), is: "labels=ui,bug")
    try expect(
      scene.orch("edit", "A", "B", "--append", "--label", "release"),
      is: .prints("Edited A\nlabels: - -> release\nEdited B\nlabels: bug -> bug,release\n"))
    try expect(scene.notes("B"), is: "see x / labels=bug,release")
    func ids(_ arguments: String...) throws -> String {
      let lines = try scene.run(scene.orchPath, ["list"] + arguments).output.split(separator: "\n")
      return lines.map { String($0.split(separator: "\t")[0]) }.joined(separator: " ")
    }
    try expect(ids("--label", "bug"), is: "B C")
    try expect(ids("--label", "bug", "--label", "release"), is: "B")
    try expect(ids("--label", "bug,release"), is: "B")
    try expect(ids("--label", "Bug"), is: "")
    try expect(ids("--search", "RELEASE"), is: "A B")
    #expect(try scene.orch("list", "--json").output.contains(#""labels":["ui","bug"]"#))
    #expect(try scene.orch("show", "C").output.contains("\nlabels            ui,bug\n"))
    if kept == .inFile {
      #expect(try scene.terminal("$ORCH list").contains("LABELS       TASK"))
      try expect(
        scene.orch("complete", "--", "list", "--label", "ui,r"), is: .prints("ui,release\t\n"))
    }
    #expect(try scene.orch("done", "B", "--notes", "fixed").status == 0)
    try expect(scene.notes("B"), is: "fixed / labels=bug,release")
    try expect(
      scene.orch("edit", "B", "--label", "-", "--force"),
      is: .prints("Edited B\nlabels: bug,release -> -\n"))
    #expect(try scene.orch("undo", "B").status == 0)
    try expect(scene.notes("B"), is: "fixed / labels=bug,release")
  }
}
