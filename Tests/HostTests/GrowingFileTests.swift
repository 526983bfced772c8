import Host
import TestSupport
import Testing

@Suite struct GrowingFileTests {
  @Test(arguments: [
    ("", 2, ""), ("one\ntwo\nthree\n", 2, "two\nthree\n"), ("one\ntwo\nthree", 2, "two\nthree"),
    ("one\ntwo\n", 2, "one\ntwo\n"), ("one\ntwo\n", 9, "one\ntwo\n"), ("one\n\n\n", 2, "\n\n"),
    ("one\ntwo\n", 0, ""), (String(repeating: "x", count: 300_000) + "\ny\n", 1, "y\n"),
    ("a\n" + String(repeating: "x", count: 300_000), 1, String(repeating: "x", count: 300_000)),
  ])
  func `the last lines are read, and then what is appended`(
    _ text: String, _ count: Int, _ last: String
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/log"
      try NewFile.create(path, text: text)
      var file = try GrowingFile(path)
      try file.skip(toLast: count)
      var read: [UInt8] = []
      func readOn() throws {
        while true {
          let piece = try file.next()
          if piece.isEmpty { return }
          read += piece
        }
      }
      try readOn()
      #expect(String(decoding: read, as: UTF8.self) == last)
      let writer = try FileDescriptor(opening: path, for: .appendingOrCreating(permissions: 0o600))
      try writer.write("more\n")
      read = []
      try readOn()
      #expect(String(decoding: read, as: UTF8.self) == "more\n")
    }
  }
}
