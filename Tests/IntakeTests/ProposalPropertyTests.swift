import Intake
import Testing

/// What holds for any text.
@Suite struct ProposalPropertyTests {
  private static let pieces = [
    "update the docs", "로그인 수정", "ログを圧縮", "修复错误", "обновить сайт", ",", ", and ", " and ",
    " 및 ", "、", "，", ";", " / ", " -> ", "→", "\n", "\r\n", "\n\n", "- ", "* ", "1. ", "2) ",
    "(1) ", "① ", "[ ] ", "[x] ", "  ", "\t", "`", "```", "\"", "'", "(", ")", "「", "」", ":", "：",
    ".", "…", " 후 ", "한 다음 ", "then ", "然后", "それから", "затем ", "if ", "First ", "긴급: ",
    "내일 18:00까지 ", "by 2026-02-08 ", "https://a.b/c,d", "src/a.ts", "1,000", "P0", "\u{202E}",
    "\u{301}", "👩‍💻", "-", "=>", "·", "•", "오늘 할 일:",
  ]

  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private static func request(seed: Int) -> String {
    var random = Random(state: UInt64(seed))
    let count = Int.random(in: 1...14, using: &random)
    return (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  @Test func `items say something, once, on one line, and nothing that the request does not`() {
    let now = Moment(year: 2026, month: 1, day: 31, hour: 18)
    for seed in 0..<2000 {
      let request = Self.request(seed: seed)
      let proposal = Proposal.propose(request, now: now)
      for text in proposal.texts {
        #expect(
          !text.isEmpty && !text.contains(where: \.isNewline) && !text.hasPrefix(" ")
            && !text.hasSuffix(" "), "\(request.debugDescription) gave \(text.debugDescription)")
      }
      #expect(Set(proposal.texts.map { $0.lowercased() }).count == proposal.items.count)
      #expect(!proposal.isOrdered || proposal.items.count > 1)
      let letters = request.unicodeScalars.count { $0.properties.isAlphabetic }
      let said = proposal.texts.joined().unicodeScalars.count { $0.properties.isAlphabetic }
      #expect(said <= letters, "\(request)")
    }
  }

  @Test(arguments: [
    "and ", "a, ", "로그인 수정, ", "- a\n", "(", "\"a ", "`", "\n", "then ", "후 ", "/ ", "1) x ",
    ": ", "然后", "-", "=", "a:\n\n", "if a, then b ", "• ", "그리고 ", "2026-02-0 by ", "  - a\n",
    "가", "更新", "a\n", "to run and ", "긴급 ", "[x] ", "작성 및 ", "修复、", "```\n", ". ",
  ])
  func `a long text of one kind is read like any other`(_ piece: String) {
    let request = String(repeating: piece, count: 30_000 / piece.unicodeScalars.count)
    let now = Moment(year: 2026, month: 1, day: 1)
    #expect(Proposal.propose(request, now: now).items.count < 30_000)
  }
}
