import Model
import Table
import Testing

@Suite struct TableEndTests {
  @Test(arguments: [
    "", "  ", "\t", "# Heading", "###### Heading", "#", "> quote", "- item", "* item", "+ item",
    "---", "***", "- - -", "```", "~~~ md", "<!-- comment -->", "\r", "-", "+", "_ _ _", "1. item",
    "123456789) item", "1.", "    code", "\tcode", "  \tcode", "</details>", "<details open>",
    "<B>",
    "<div", "<DIV class=x>y", "<hr/>", "<!DOCTYPE html>", "<?php", "<![CDATA[x", "<pre>x", "<Style",
    "<x-y a='b > c' d e = \"f\" g=h/>", "</x >", "  <i>  ", "[^1]: a note",
  ])
  func `a block of its own ends the table`(_ line: String) throws {
    let text = queue(row("A")) + line + "\n" + row("B") + "\n"
    let queue = try document(text)
    #expect(queue.summary == "A:3")
    #expect(queue.trailingCount == line.utf8.count + row("B").utf8.count + 2)
  }

  @Test(arguments: [
    "glued text", "#hash", "####### seven", "-x", "*emphasis* here", "--", "``code``",
    "<b>bold</b>",
    "\\# no heading", "| - item |", "|# x|", "+++", "__", "1.x", "1234567890. x", "<b",
    "<!-",
    "<!doctype html>", "<b a=>", "<1>", "<b/ >", "</b c>", "<divx y", "<pre/", "[1]: x", "[^]: x",
    "   text",
  ])
  func `any other line is a row, and a malformed one`(_ line: String) throws {
    let queue = try document(queue(row("A"), line, row("B")))
    #expect(queue.summary == "A:3 ? B:5")
    #expect(queue.malformedRowCount == 1)
  }

  @Test func `a row that is indented as code ends it, too`() throws {
    for indent in ["    ", "\t"] {
      let queue = try document(queue(row("A"), indent + row("B"), row("C")))
      #expect(queue.summary == "A:3")
    }
    #expect(try document(queue("   " + row("A"), " " + row("B"))).summary == "A:3 B:4")
  }

  @Test func `a new row stands above what ends the table`() throws {
    for end in ["</details>", "    code", "1. item", "# Heading", "```"] {
      let text = queue(row("A")) + end + "\n"
      let lines = try document(text).adding(.new("B")).split(separator: "\n")
      #expect(lines.last.map(String.init) == end)
      #expect(try document(text).nextLine == 4)
    }
  }

  @Test(arguments: [
    ("nothing", queue(row("A")), 0, true), ("no line end", queue() + row("A"), 0, false),
    ("a blank line", queue(row("A")) + "\n", 1, true),
    ("text", queue(row("A")) + "\nend", 4, false),
  ])
  func `what follows the table is counted`(
    _ description: String, text: String, count: Int, endsWithLineEnd: Bool
  ) throws {
    let queue = try document(text)
    #expect(queue.trailingCount == count)
    #expect(queue.endsWithLineEnd == endsWithLineEnd)
  }

  @Test(arguments: ["\n", "\r\n"])
  func `the next row gets the line behind the last`(_ lineEnd: String) throws {
    let text = "# Q\n" + queue(row("A"), "glued") + "\n" + row("X")
    let queue = try document(text.replacing("\n", with: lineEnd))
    #expect(queue.rowCount == 2)
    #expect(queue.nextLine == 6)
    #expect(try document(queue.adding(.new("B"))).items.last?.line == 6)
  }

  @Test func `line ends may differ from line to line`() throws {
    let text =
      header.replacing("\n", with: "\r\n") + row("A", notes: "a") + "\n" + row("B", notes: "b")
      + "\r\n" + row("C", notes: "c")
    let queue = try document(text)
    #expect(queue.summary == "A:3 B:4 C:5")
    #expect(queue.items.map(\.notes.text) == ["a", "b", "c"])
  }
}
