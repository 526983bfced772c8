import Intake
import Testing

@Suite struct HiddenCharacterTests {
  private func places(_ request: String) -> [String] {
    HiddenCharacter.places(in: request) {
      $0.value < 0x20 || $0.properties.generalCategory == .format
    }
    .map { "\($0.line):\($0.column) \(String($0.scalar.value, radix: 16))" }
  }

  @Test func `each hidden character is reported with its place`() {
    #expect(places("ab\u{202E}c\r\n\u{200B}d\n\n\u{1B}") == ["1:3 202e", "2:1 200b", "4:1 1b"])
  }

  @Test func `lines, tabs and the mark of the byte order may be there`() {
    #expect(places("\u{FEFF}a\tb\r\nc\rd\n").isEmpty)
    #expect(places("a\u{FEFF}") == ["1:2 feff"])
  }
}
