import Testing
import Text

@Suite struct PrivateKeyTests {
  @Test(arguments: cases)
  func `a private key goes from its first line to its last`(_ example: RedactionCase) {
    #expect(Redactor.redacted(example.input) == example.output)
  }

  private static let mark = "[redacted:private-key]"
  private static let begin = "-----" + "BEGIN PRIVATE KEY-----"
  private static let end = "-----" + "END PRIVATE KEY-----"

  static let cases =
    [
      "RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY",
      "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK",
    ].map { RedactionCase($0, "a\n\(Fake.key($0))\nb\n", "a\n\(mark)\nb\n") } + [
      RedactionCase("small", "\(begin)\nabc\n\(end)\n", "\(mark)\n"),
      RedactionCase("large", "x\(Fake.key(lines: 2000))y", "x\(mark)y"),
      RedactionCase(
        "in JSON", #"{"private_key": "\#(Fake.key(break: #"\n"#))\n", "id": 1}"#,
        #"{"private_key": "\#(mark)\n", "id": 1}"#),
      RedactionCase("variable", "KEY=\"\(Fake.key())\"", "KEY=\"\(mark)\""),
      RedactionCase(
        "lines of a log", Fake.key(break: "\n2026-01-31 18:00:00 remote | ") + "\nbye",
        "\(mark)\nbye"),
      RedactionCase(
        "headers",
        "\(begin)\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n\(Fake.mixed(64))\n\(end)",
        mark),
      RedactionCase(
        "without an end",
        "\(begin)\n\(Fake.mixed(64))\n\(Fake.mixed(64))\n\(Fake.mixed(9))=\nmore is here\n",
        "\(mark)\nmore is here\n"),
      RedactionCase("cut off", "\(begin)\n\(Fake.mixed(64))\n\(Fake.mixed(9))", mark),
      RedactionCase(
        "one line without end", "\(begin)\n\(Fake.mixed(9000))\nall is well", "\(mark)\nall is well"
      ),
      RedactionCase("two", "\(Fake.key())\n\(Fake.key())\n", "\(mark)\n\(mark)\n"),
      RedactionCase("only its first line", stays: "expected \(begin), got nothing\n"),
      RedactionCase("its first and its last line", stays: "marks = (\"\(begin)\", \"\(end)\")\n"),
      RedactionCase("public key", stays: Fake.key("PUBLIC KEY")),
      RedactionCase("a title that is none", stays: "-----" + "BEGIN my private key-----\n"),
    ]

  @Test func `what follows a key without an end is not lost`() {
    let log = String(repeating: "[1/9] Compiling a file\n", count: 40)
    let key = "\(Self.begin)\n\(Fake.mixed(64))\n"
    #expect(Redactor.redacted(key + log) == Self.mark + "\n" + log)
  }
}
