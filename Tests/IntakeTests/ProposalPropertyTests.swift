import Intake
import TestSupport
import Testing

/// What holds for any text.
@Suite struct ProposalPropertyTests {
  private static let pieces = [
    "update the docs", "로그인 수정", "ログを圧縮", "修复错误", "обновить сайт", ",", ", and ", " and ",
    " 및 ", "、", "，", ";", " / ", " -> ", "→", "\n", "\r\n", "\n\n", "- ", "* ", "1. ", "2) ",
    "(1) ", "① ", "[ ] ", "  ", "\t", "`", "```", "\"", "'", "(", ")", "「", "」", ":", "：", ".",
    "…", " 후 ", "한 다음 ", "then ", "然后", "それから", "затем ", "if ", "First ", "긴급: ",
    "내일 18:00까지 ", "by 2026-02-08 ", "https://a.b/c,d", "src/a.ts", "1,000", "P0", "\u{202E}",
    "\u{301}", "👩‍💻", "-", "=>", "·", "•", "오늘 할 일:",
  ]

  private static func request(seed: Int) -> String {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 1...14, using: &random)
    return (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  @Test(arguments: LongTests.sample(1, of: 0..<4, named: "requests"))
  func `any request gives items that say something, on one line each`(_ part: Int) {
    let now = Moment(year: 2026, month: 1, day: 31, hour: 18)
    for seed in part * 500..<(part + 1) * 500 {
      let request = Self.request(seed: seed)
      let proposal = Proposal.propose(request, now: now)
      for text in proposal.texts {
        #expect(
          !text.isEmpty && !text.contains(where: \.isNewline) && !text.hasPrefix(" ")
            && !text.hasSuffix(" "), "\(request.debugDescription) gave \(text.debugDescription)")
      }
      #expect(Set(proposal.texts.map { $0.lowercased() }).count == proposal.items.count)
      #expect(!proposal.isOrdered || proposal.items.count > 1)
    }
  }

  @Test(arguments: LongTests.sample(1, of: 0..<4, named: "requests"))
  func `nothing is said that the request does not say, but for phases and lists`(_ part: Int) {
    for seed in part * 500..<(part + 1) * 500 {
      let request = Self.request(seed: seed)
      let proposal = Proposal.propose(request)
      let letters = request.unicodeScalars.filter { $0.properties.isAlphabetic }
      let said = proposal.texts.joined().unicodeScalars.filter { $0.properties.isAlphabetic }
      if !proposal.isTemplate { #expect(said.count <= letters.count, "\(request)") }
    }
  }

  @Test(arguments: [
    "and ", "a, ", "로그인 수정, ", "- a\n", "(", "\"a ", "`", "\n", "then ", "후 ", "/ ", "1) x ",
    ": ", "然后", "-", "=", "a:\n\n", "if a, then b ", "• ", "그리고 ", "2026-02-0 by ", "  - a\n",
  ])
  func `a long text of one kind is read like any other`(_ piece: String) {
    let request = String(repeating: piece, count: 30_000 / piece.utf8.count)
    #expect(
      Proposal.propose(request, now: Moment(year: 2026, month: 1, day: 1)).items.count < 30_000)
  }
}
