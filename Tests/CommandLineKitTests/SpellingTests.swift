import Testing

@testable import CommandLineKit

@Suite struct SpellingTests {
  @Test(arguments: [
    ("pick", "pick"), ("pikc", "pick"), ("PICK", "pick"), ("picks", "pick"), ("ick", "pick"),
    ("pik", "pick"), ("pinck", "pick"), ("relaese", "release"), ("rlease", "release"),
    ("reLEASEd", "release"), ("--owner-sesion", "--owner-session"),
    ("--ownersession", "--owner-session"), ("--owner_sesion", "--owner-session"),
    ("완룡", "완료"),
  ])
  func `a near miss finds what was meant`(_ typed: String, meant: String) {
    #expect(Spelling.nearest(to: typed, in: Self.words) == meant)
  }

  @Test(arguments: [
    "", "x", "pi", "pxxk", "pip install", "lease it", "--owner", "--session", "--ower_sesion1",
  ])
  func `what is far from everything finds nothing`(_ typed: String) {
    #expect(Spelling.nearest(to: typed, in: Self.words) == nil)
  }

  @Test func `of two that are as near the first is taken`() {
    #expect(Spelling.nearest(to: "pack", in: ["pick", "peck"]) == "pick")
    #expect(Spelling.nearest(to: "pack", in: []) == nil)
  }

  private static let words = ["pick", "release", "--owner-session", "완료"]

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1),
    ("abc", "ac", 1), ("ac", "abc", 1), ("ab", "ba", 1), ("abcd", "badc", 2), ("ca", "abc", 3),
    ("kitten", "sitting", 3),
  ])
  func `the distance counts insertions, deletions, replacements and swaps`(
    _ from: String, to: String, distance: Int
  ) {
    #expect(Spelling.distance(Array(from), Array(to)) == distance)
  }
}
