import Host
import TestSupport
import Testing

@Suite struct SHA256Tests {
  /// Source: NIST, "Example values" for SHA-256, and the byte-oriented short messages of the
  /// CAVP test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
        + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `the published examples come out`(_ text: String, digest: String) {
    #expect(SHA256.hexDigest(of: Array(text.utf8)) == digest)
  }

  @Test func `a single byte with its high bit set`() {
    #expect(
      SHA256.hexDigest(of: [0xBD])
        == "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b")
  }

  /// Around the ends of blocks, where the padding needs another one.
  @Test func `every length is what another program makes of it`() throws {
    try withTemporaryDirectory { folder in
      let lengths = Array(50...70) + Array(115...130)
      for length in lengths {
        try NewFile.create("\(folder)/\(length)", text: String(repeating: "x", count: length))
      }
      let printed = try run("sha256sum", lengths.map(String.init), in: folder).output
      let mine = lengths.map {
        SHA256.hexDigest(of: [UInt8](repeating: UInt8(ascii: "x"), count: $0)) + "  \($0)\n"
      }
      #expect(printed == mine.joined())
    }
  }
}

@Suite struct FNVTests {
  /// From the authors' test program.
  @Test(
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
  func `a text has the digest that it has everywhere`(_ text: String, _ value: UInt64) {
    #expect(FNV(of: text).value == value)
    var hash = FNV()
    for byte in text.utf8 { withUnsafeBytes(of: byte) { hash.combine($0) } }
    #expect(hash == FNV(of: text))
  }
}
