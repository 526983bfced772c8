import TestSupport
import Testing
import Text

/// The search in a stream of bytes.
@Suite struct SecretSearchTests {
  private static func found(
    _ bytes: [UInt8], in pieces: Int, for values: [String] = []
  ) -> FoundSecret? {
    var search = SecretSearch(for: SecretValues(values))
    var place = 0
    while place < bytes.count {
      let end = min(place + pieces, bytes.count)
      search.add(bytes[place..<end])
      place = end
    }
    return search.finish()
  }

  /// Around the ends of what is looked through at once.
  @Test(arguments: [0, 160, 8_000, 253_000, 253_945, 253_952, 262_100, 262_140, 262_144, 600_000])
  func `a secret is found wherever it stands, and however the bytes are divided`(
    _ before: Int
  ) {
    let filling = [UInt8](repeating: UInt8(ascii: " "), count: max(0, before - 1)) + [10]
    for (text, kind) in [
      (Fake.github, "github-token"), (Fake.key(), "private-key"), (Fake.webToken, "jwt"),
      ("aws_secret_access_key = " + Fake.mixed(40), "aws-secret-key"),
      ("x=correct-horse-battery", "variable"),
    ] {
      for pieces in [4_099, 65_536, 1 << 20] {
        let bytes = filling + Array("\(text)\nend\n".utf8)
        #expect(
          Self.found(bytes, in: pieces, for: ["correct-horse-battery"])
            == FoundSecret(line: 2, kind: kind), "\(kind) in pieces of \(pieces)")
      }
    }
  }

  @Test func `the first of several counts, and a second stream begins anew`() {
    var search = SecretSearch(for: SecretValues(["correct-horse-battery"]))
    search.add(Array("a\ncorrect-horse-battery\n\(Fake.github)".utf8)[...])
    #expect(search.finish() == FoundSecret(line: 2, kind: "variable"))
    search.add(Array("\(Fake.github)\ncorrect-horse-battery".utf8)[...])
    #expect(search.finish() == FoundSecret(line: 1, kind: "github-token"))
    search.add(Array("nothing".utf8)[...])
    #expect(search.finish() == nil)
    #expect(search.finish() == nil)
  }

  @Test func `a value of less than eight characters is none`() {
    #expect(Self.found(Array("hunter2".utf8), in: 10, for: ["hunter2"]) == nil)
    #expect(Self.found(Array("hunter22".utf8), in: 3, for: ["hunter22"])?.kind == "variable")
  }
}
