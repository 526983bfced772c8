import Host
import Testing

@Suite struct FNVTests {
  /// From the authors' test program.
  @Test(
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
  func `a text has the digest that it has everywhere`(_ text: String, _ value: UInt64) {
    #expect(FNV(of: text).value == value)
    var hash = FNV()
    for byte in text.utf8 { withUnsafeBytes(of: byte) { hash.take($0) } }
    #expect(hash == FNV(of: text))
  }
}
