import Testing

/// What the model of a disk may lose, and what not.
@Suite struct PowerLossDiskTests {
  private static let create = [
    DiskOperation.create("a", .ordinary), .write("a", at: 0, Array("ab".utf8)),
  ]

  private static let cases: [(String, [DiskOperation], Set<String>)] = [
    ("nothing is synced", [], ["", "a=", "a=a", "a=..", "a=ab"]),
    ("a file without its name", [.sync("a")], ["", "a=ab"]),
    ("a name without the file", [.sync("")], ["a=", "a=a", "a=..", "a=ab"]),
    ("both", [.sync("a"), .sync("")], ["a=ab"]),
    (
      "renamed", [.sync("a"), .sync(""), .rename("a", to: "b")], ["a=ab", "b=ab"]
    ),
    (
      "shorter", [.sync("a"), .sync(""), .resize("a", 1)], ["a=ab", "a=a"]
    ),
    (
      "written over", [.sync("a"), .sync(""), .write("a", at: 0, Array("xy".utf8))],
      ["a=ab", "a=xb", "a=..", "a=xy"]
    ),
    (
      "names in their order",
      [.sync("a"), .sync(""), .rename("a", to: "b"), .rename("b", to: "c")],
      ["a=ab", "b=ab", "c=ab"]
    ),
    (
      "the folder of a folder",
      [.sync("a"), .create("d", .folder), .rename("a", to: "d/a"), .sync("d")], ["d= d/a=ab"]
    ),
  ]

  /// What is found: each file with its bytes, a point for a zero.
  private func found(_ operations: [DiskOperation]) -> Set<String> {
    var disk = PowerLossDisk(FolderImage())
    for operation in operations { disk.perform(operation) }
    return Set(
      disk.remains().map { image in
        image.names.sorted { $0.key < $1.key }
          .map { name, inode in
            let bytes = image.files[inode]?.bytes.map { $0 == 0 ? UInt8(ascii: ".") : $0 } ?? []
            return "\(name)=\(String(decoding: bytes, as: UTF8.self))"
          }.joined(separator: " ")
      })
  }

  @Test(arguments: cases)
  func `what was not synced is lost, kept, or kept in part`(
    name: String, then: [DiskOperation], expected: Set<String>
  ) {
    #expect(found(Self.create + then) == expected, "\(name)")
  }

  @Test func `names are swapped whole`() {
    let other = [DiskOperation.create("b", .ordinary), .write("b", at: 0, Array("z".utf8))]
    let synced = [DiskOperation.sync("a"), .sync("b"), .sync(""), .exchange("a", "b")]
    #expect(found(Self.create + other + synced) == ["a=ab b=z", "a=z b=ab"])
  }
}
