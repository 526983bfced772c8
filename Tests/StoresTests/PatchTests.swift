import Table
import TestSupport
import Testing
import Text

@testable import Stores

/// How one version of the file becomes the next.
@Suite struct PatchTests {
  private static func patch(_ old: String, _ new: String) -> [Edit] {
    [Edit](from: QueueBytes(old.utf8), to: QueueBytes(new.utf8))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let old, new, json: String
  }

  static let cases = [
    Case(testDescription: "nothing", old: "abc", new: "abc", json: "[]"),
    Case(
      testDescription: "a word", old: "one two three", new: "one 2 three", json: #"[[4,3,"2"]]"#),
    Case(testDescription: "an end", old: "one", new: "one two", json: #"[[3,0," two"]]"#),
    Case(testDescription: "a beginning", old: "one", new: "no one", json: #"[[0,0,"no "]]"#),
    Case(testDescription: "less", old: "aaaa", new: "aa", json: #"[[2,2,""]]"#),
    Case(testDescription: "all", old: "one", new: "", json: #"[[0,3,""]]"#),
    // U+AC00 is EA B0 80, U+AC01 EA B0 81: the change is not cut out of a scalar.
    Case(testDescription: "half of a scalar", old: "x가y", new: "x각y", json: #"[[1,3,"각"]]"#),
    Case(
      testDescription: "the end of one", old: "\u{AC00}", new: "\u{B000}", json: #"[[0,3,"뀀"]]"#),
  ]

  @Test(arguments: cases)
  func `it is what differs, in whole characters`(_ test: Case) throws {
    let patch = Self.patch(test.old, test.new)
    #expect(patch.json.description == test.json)
    #expect([Edit](patch.json) == patch)
    var bytes = Array(test.old.utf8)
    #expect(patch.apply(to: &bytes))
    #expect(bytes == Array(test.new.utf8))
  }

  @Test(arguments: 0..<200)
  func `any two texts`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    func text() -> String {
      String(
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          "a|\n가각é🙂".randomElement(using: &random) ?? "a"
        })
    }
    let (old, new) = (text(), text())
    let patch = try #require([Edit](Self.patch(old, new).json))
    var bytes = Array(old.utf8)
    #expect(patch.apply(to: &bytes) && bytes == Array(new.utf8), "\(old.debugDescription)")
  }

  @Test(arguments: [#"[[3,4,"x"]]"#, #"[[9,0,"x"]]"#, #"[[-1,0,""]]"#])
  func `one that was made for other bytes is refused`(_ json: String) throws {
    let patch = try #require([Edit](try JSONValue(parsing: Array(json.utf8))))
    var bytes = Array("abcd".utf8)
    #expect(!patch.apply(to: &bytes))
  }

  @Test(arguments: ["7", #"[["a",1,"x"]]"#, "[[1,2]]", "[1]", #"[[0,-1,""]]"#])
  func `what is no patch is none`(_ json: String) throws {
    #expect([Edit](try JSONValue(parsing: Array(json.utf8))) == nil)
  }
}
