import Testing

@testable import ReferencePages

@Suite struct MarkedDocumentTests {
  private static let head = "# Page\n\n| by | hand |\n| --- | --- |\n\n"
  private static let ops = """
    <!-- generated: ops -->
    | command | prints |
    """

  @Test(arguments: ["", "former\n", "| former |\n| --- |\n\n| former |\n"])
  func `only what stands between marks is written anew`(_ former: String) throws {
    let text =
      "\(Self.head)<!-- generated: ops -->\n\(former)<!-- end -->\n\nThe end, without a line end"
    let filled = try MarkedDocument(path: "page.md", text: text).filled(with: [.ops])
    #expect(filled.hasPrefix("\(Self.head)\(Self.ops)\n| --- | --- |\n| `status` | `summary "))
    #expect(filled.hasSuffix(" |\n<!-- end -->\n\nThe end, without a line end"))
    #expect(!filled.contains("former"))
    #expect(try MarkedDocument(path: "page.md", text: filled).filled(with: [.ops]) == filled)
  }

  @Test(arguments: [
    (
      "nothing",
      "page.md: the part 'ops' is missing (add <!-- generated: ops --> and <!-- end -->)"
    ),
    (
      "<!-- generated: ops -->\n| a |",
      "page.md: the part 'ops' does not end (add the line <!-- end -->)"
    ),
    (
      "<!-- generated: opps -->\n<!-- end -->",
      "page.md: nothing generates the part 'opps' (ReferenceTable names the parts)"
    ),
  ])
  func `marks that do not fit are an error`(_ text: String, error: String) {
    let thrown = #expect(throws: MarkError.self) {
      try MarkedDocument(path: "page.md", text: text).filled(with: [.ops])
    }
    #expect(thrown?.description == error)
  }

  @Test func `a pipe does not end a cell, and an empty cell stays one`() {
    let lines = MarkdownTable.lines(header: ["a", "b", "c"], rows: [["`x|y`", "", "z"]])
    #expect(lines == ["| a | b | c |", "| --- | --- | --- |", #"| `x\|y` | | z |"#])
  }
}
