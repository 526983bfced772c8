import Testing

/// A file may end anywhere, because a save was cut short.
@Suite struct PrefixTests {
  private static let whole = Array(
    ("# 큐\n\n"
      + queueText(row("A"), row("B", task: "두 번째"), row("C", notes: "last"))
      + "\nText below, with a ``` fence\n").utf8)
  private static let listing = "A\tPENDING\tP1\twork\nB\tPENDING\tP1\t두 번째\nC\tPENDING\tP1\twork\n"

  /// Where files are cut: about every seventh byte, and round the ends of lines.
  private static let cuts: [Int] = {
    let lineEnds = whole.indices.filter { whole[$0] == 10 }
    let near = lineEnds.flatMap { [$0 - 1, $0, $0 + 1] }
    return Set(stride(from: 0, to: whole.count, by: 7)).union(near).sorted()
  }()

  @Test(arguments: [0, 1, 2, 3])
  func `a file that was cut is a shorter queue or refused, and nothing is lost`(
    _ share: Int
  ) throws {
    for (index, cut) in Self.cuts.enumerated() where index % 4 == share {
      let bytes = Array(Self.whole[..<cut])
      let scene = try Scene()
      try scene.write(bytes)
      let list = try scene.orch("list")
      let add = try scene.add("--id", "NEW")
      let after = try scene.bytes()
      if list.status == 0 {
        #expect(Self.listing.hasPrefix(list.output) && list.errors.isEmpty, "cut \(cut): \(list)")
        #expect(add == .prints("Added NEW\n"), "cut \(cut): \(add)")
        Self.expectInsertion(into: bytes, after, cut: cut)
      } else {
        #expect(list.status == 65 && list.output.isEmpty, "cut \(cut): \(list)")
        #expect(list.errors.hasPrefix("ERROR: QUEUE.md:"), "cut \(cut): \(list)")
        #expect(add == list, "cut \(cut): \(add)")
        #expect(after == bytes, "cut \(cut)")
      }
    }
  }

  /// Checks that `after` is `before` with one row put in.
  private static func expectInsertion(into before: [UInt8], _ after: [UInt8], cut: Int) {
    let start = zip(before, after).prefix { $0 == $1 }.count
    let end = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
    #expect(start + end >= before.count, "cut \(cut): bytes are lost")
    let text = String(decoding: after, as: UTF8.self)
    let rows = text.split(separator: "\n").filter { $0 == row("NEW") }
    #expect(rows.count == 1, "cut \(cut): \(text)")
  }

  @Test func `both outcomes occur`() throws {
    let scene = try Scene()
    var statuses: Set<Int32> = []
    for cut in [Self.whole.count, Self.whole.count - 40, 20] {
      try scene.write(Array(Self.whole[..<cut]))
      statuses.insert(try scene.orch("list", "--no-log").status)
    }
    #expect(statuses == [0, 65])
  }
}
