import TestSupport
import Testing
import Text

/// What holds for every input, on inputs put together from secrets and what surrounds them.
@Suite struct RedactorStreamTests {
  private static let parts: [String] =
    TokenShapeTests.tokens.map(\.text) + TokenShapeTests.nearMisses
    + AssignedSecretTests.forms.map(\.input) + AssignedSecretTests.headers.map(\.input)
    + AssignedSecretTests.addresses.map(\.input) + PrivateKeyTests.cases.dropFirst(8).map(\.input)
    + HarmlessTextTests.values + HarmlessTextTests.sources
    + [
      "password=", "token: ", "\"", "'", "`", "\\\"", "\\", "\n", "\r", " ", "=", ":", "://", "@",
      "[",
      "]", "-", "_", ".", "/", "--", "---", "-----BEGIN PRIVATE KEY-----", "-----END x-----", "eyJ",
      "[redacted:password]", "[redacted:", "Bearer ", "Authorization: ", "비밀번호: ", "$", "a", "7",
      "hunter2", Fake.mixed(64), Fake.mixed(300), Fake.hex(9000), "\u{1B}[1m", "\0", ",", ";",
    ]

  private func input(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1..<10, using: &random) {
      let part = Array((Self.parts.randomElement(using: &random) ?? "").utf8)
      let isCut = Int.random(in: 0..<5, using: &random) == 0
      bytes += isCut ? part.prefix(Int.random(in: 0...part.count, using: &random)) : part[...]
      if Int.random(in: 0..<20, using: &random) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &random))
      }
    }
    return bytes
  }

  private func whole(_ bytes: [UInt8]) -> [UInt8] {
    var redactor = Redactor()
    return redactor.redact(bytes[...]) + redactor.finish()
  }

  @Test func `the output does not depend on how the input is cut`() {
    var random = SeededGenerator(seed: 1)
    for round in 0..<600 {
      let bytes = input(&random)
      let longest = [1, 7, 100, 5000][round % 4]
      var (redactor, output, rest) = (Redactor(), [UInt8](), bytes[...])
      while !rest.isEmpty {
        let chunk = rest.prefix(Int.random(in: 1...longest, using: &random))
        output += redactor.redact(chunk)
        rest = rest.dropFirst(chunk.count)
      }
      output += redactor.finish()
      #expect(output == whole(bytes), "round \(round): \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test func `the output goes through a second time as it is`() {
    var random = SeededGenerator(seed: 2)
    for round in 0..<3000 {
      let bytes = input(&random)
      let once = whole(bytes)
      #expect(whole(once) == once, "round \(round): \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test func `bytes at random pass, whatever they are`() {
    var random = SeededGenerator(seed: 3)
    let alphabet = Array(":=@/-[]\"'\\ \n.eyJghp_AKIA7\u{1B}".utf8) + [0, 0x80, 0xC3, 0xFF]
    for round in 0..<2000 {
      let count = Int.random(in: 0..<200, using: &random)
      let bytes = (0..<count).map { _ in
        round % 2 == 0
          ? UInt8.random(in: 0...255, using: &random)
          : alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let once = whole(bytes)
      #expect(whole(once) == once)
    }
    let invalid: [UInt8] = [0xFF, 0xFE, 0x80, 0x0A, 0xC3, 0x28, 0xED, 0xA0, 0x80]
    #expect(whole(invalid) == invalid)
  }

  @Test func `finished lines come at once, and what is not finished soon`() {
    var redactor = Redactor()
    #expect(redactor.redact(Array("one\ntwo gh".utf8)[...]) == Array("one\n".utf8))
    #expect(redactor.redact(Array("\r".utf8)[...]) == Array("two gh\r".utf8))
    // In a line without end, it keeps what a decision may need.
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
    #expect(redactor.redact(long[...]).count == 100_000 - 4096)
    #expect(redactor.redact(long[...]).count == 100_000)
    #expect(redactor.finish().count == 4096)
  }

  @Test func `a secret of any length in a line of any length goes`() {
    var (redactor, output) = (Redactor(), [UInt8]())
    let filling = [UInt8](repeating: UInt8(ascii: "x"), count: 4093)
    output += redactor.redact(filling[...])
    output += redactor.redact(Array((" password=" + Fake.mixed(5000)).utf8)[...])
    for _ in 0..<50 { output += redactor.redact(Array(Fake.mixed(10_000).utf8)[...]) }
    output += redactor.redact(Array((" " + Fake.github + " end").utf8)[...])
    output += redactor.finish()
    let text = " password=[redacted:password] [redacted:github-token] end"
    #expect(output == filling + Array(text.utf8))
  }
}
