import StoreTestSupport
import Testing

@testable import QueueModel

@Suite struct TouchesTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let mine: String
    let theirs: String
    /// What both touch; `nil` for nothing.
    let overlap: String?

    init(_ description: String, _ mine: String, _ theirs: String, _ overlap: String?) {
      testDescription = description
      self.mine = mine
      self.theirs = theirs
      self.overlap = overlap
    }
  }

  @Test(arguments: [
    Case("the same file", "docs/x.md", "docs/x.md", "docs/x.md"),
    Case("a name that goes on is another", "docs/x.md", "docs/x.md.bak", nil),
    Case("a folder's name that goes on is another", "Sources/Host", "Sources/HostTests/", nil),
    Case("a file in a folder", "Sources/", "Sources/Host/Path.swift", "Sources/Host/Path.swift"),
    Case("a folder without its slash", "Sources", "Sources/Host/", "Sources/Host/"),
    Case("with and without", "Sources", "Sources/", "Sources"),
    Case("side by side", "Sources/", "Tests/", nil),
    Case("all", ".", "docs/x.md", "docs/x.md"),
    Case("all, by its slash", "/", "docs/x.md", "docs/x.md"),
    Case("all, by ./", "./", ".", "./"),
    Case("from here", "./Sources", "Sources/a.swift", "Sources/a.swift"),
    Case("from the root", "/Sources", "Sources/a.swift", "Sources/a.swift"),
    Case("slashes in a row", "Sources//Host", "Sources/Host", "Sources//Host"),
    Case("there and back", "Sources/../docs", "docs/x.md", "docs/x.md"),
    Case("there, and not where it leads", "Sources/../docs", "Sources/", nil),
    Case("out of the project may be anywhere", "../other/x", "docs/", "docs/"),
    Case("case counts", "Docs/", "docs/", nil),
    Case("the second of several", "Tests/,docs/", "README.md, docs/x.md", "docs/x.md"),
    Case("none of several", "Tests/,docs/", "README.md,Sources/", nil),
    Case("a comma is no path", ",", "docs/", nil),
    Case("no path", "", "docs/", nil),
  ])
  func `paths overlap where one is the other, or below it`(_ paths: Case) {
    let mine = QueueItem.sample(notes: "touches=\(paths.mine)").touches
    let theirs = QueueItem.sample(notes: "touches=\(paths.theirs)").touches
    #expect(mine.overlap(with: theirs) == paths.overlap)
    #expect((theirs.overlap(with: mine) == nil) == (paths.overlap == nil))
  }
}
