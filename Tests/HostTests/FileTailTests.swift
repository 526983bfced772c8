import Glibc
import Host
import TestSupport
import Testing

@Suite struct FileTailTests {
  @Test(
    arguments: [
      ("", 0, "", 0), ("one\ntwo\n", 0, "one\ntwo\n", 0), ("one\ntwo\n", 4, "two\n", 0),
      ("one\ntwo\nthree\n", 0, "three\n", 8), ("0123456789abcdef", 0, "6789abcdef", 6),
      // Of a line that is longer than the limit the end is read.
      ("one\n0123456789abcdef\n", 0, "789abcdef\n", 11), ("ab", 4, "", 0),
    ])
  func `the last whole lines are read`(_ text: String, start: Int, read: String, omitted: Int)
    throws
  {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/log"
      try NewFile.create(path, text: text)
      let tail = try FileTail(of: path, upTo: 10, from: start)
      #expect(tail.text == read)
      #expect(tail.omitted == omitted)
    }
  }

  @Test func `what is not a file of its own is not read, and does not block`() throws {
    try withTemporaryDirectory { folder in
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(symlink("/dev/zero", "\(folder)/link") == 0)
      for name in ["pipe", "link", "missing", "."] {
        #expect(throws: SystemError.self) {
          _ = try FileTail(of: "\(folder)/\(name)", upTo: 10)
        }
      }
    }
  }
}
