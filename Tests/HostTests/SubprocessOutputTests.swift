import Host
import TestSupport
import Testing

@Suite struct SubprocessOutputTests {
  @Test func `of a flood on both streams the beginning and the end are kept`() throws {
    let flood = "head -c 50000000 /dev/zero | tr '\\0' x"
    let outcome = try runShell(
      "echo first; echo first >&2; (\(flood)) & (\(flood) >&2) & wait; echo last; echo last >&2",
      output: 1000)
    #expect(outcome.ending == .exited(0))
    for kept in [outcome.output, outcome.errors] {
      #expect(kept.dropped == 50_000_000 + 11 - 1000)
      #expect(kept.beginning.count == 500 && kept.end.count == 500)
      #expect(kept.text.hasPrefix("first\nxxx") && kept.text.hasSuffix("xxxlast\n"))
      #expect(kept.text.contains("\n[… 49999011 bytes left out …]\n"))
    }
  }

  @Test(arguments: [
    (0, 0, 0), (1, 4, 0), (4, 4, 0), (5, 4, 1), (100, 4, 96), (100, 0, 100), (3, 5, 0), (5, 5, 1),
  ])
  func `what is kept is never more than the limit`(
    size: Int, limit: Int, dropped: Int
  ) throws {
    let digits = String((0..<size).map { Character(String($0 % 10)) })
    let kept = try runShell("printf '%s' \(digits)", output: limit).output
    #expect(kept.dropped == dropped)
    let said =
      dropped == 0 ? digits : "\(digits.prefix(limit / 2))\n[… \(dropped) bytes left out …]\n"
    #expect(kept.text.hasPrefix(said))
    #expect(kept.beginning.count + kept.end.count == size - dropped)
  }

  @Test func `bytes that are no text are kept as they are`() throws {
    let outcome = try runShell(#"printf '\377\000\200'"#)
    #expect(outcome.output.beginning + outcome.output.end == [0xFF, 0, 0x80])
  }
}
