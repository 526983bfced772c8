import Model
import Testing

@Suite struct InterchangeFormTests {
  @Test func `forms have the words of the command`() {
    #expect(
      InterchangeForm.allCases.map(\.rawValue) == [
        "json", "csv", "beads", "backlog", "taskmaster", "speckit", "openspec", "kiro", "todo.txt",
        "github", "markdown", "devops", "job",
      ])
  }
}
