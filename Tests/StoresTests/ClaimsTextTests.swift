import Model
import TestSupport
import Testing
import Text

@testable import Stores

/// The file of claims is written and read by hand, as JSON that any parser reads alike.
@Suite struct ClaimsTextTests {
  private static let texts = ["ORCH-1", "a", "-", "say \"hi\"", "한글", "a\\b", "tab\there", ""]

  private static func streak(_ random: inout SeededGenerator) -> FailureStreak? {
    guard let failure = FailureClass.allCases.randomElement(using: &random),
      Bool.random(using: &random)
    else { return .lost(Int.random(in: 0...3, using: &random)) }
    return FailureStreak(failure, count: Int.random(in: 0...3, using: &random))
  }

  private static func claims(_ random: inout SeededGenerator) -> Claims {
    var claims = Claims()
    claims.includedThrough = Int.random(in: 0...1_000_000, using: &random)
    let changes = (0..<Int.random(in: 0...12, using: &random)).map { row in
      let owner = texts.randomElement(using: &random) ?? ""
      let end = Int.random(in: -5...2_000_000_000, using: &random)
      let lease = Lease(owner: owner, expiresAt: end, hasHeartbeat: Bool.random(using: &random))
      return ClaimChange(
        id: "\(texts.randomElement(using: &random) ?? "")\(row)",
        claim: Claim(
          number: Int.random(in: 0...1_000_000, using: &random),
          nonce: texts.randomElement(using: &random) ?? "", madeAt: end,
          lease: Bool.random(using: &random) ? lease : nil,
          streak: streak(&random),
          isForWorker: Bool.random(using: &random)
        ))
    }
    claims.apply(changes)
    return claims
  }

  @Test(arguments: 0..<40)
  func `what is written is JSON, and says the same in every form`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let claims = Self.claims(&random)
    let text = claims.text
    #expect(Claims(text) == claims)
    let json = try JSONValue(parsing: text)
    // With a space more only the parser takes it.
    #expect(Claims(Array(json.description.utf8) + Array(" \n".utf8)) == claims)
    #expect(json.description + "\n" == String(decoding: text, as: UTF8.self))
  }

  @Test func `an old claim is forgotten, unless its row was given up`() {
    let now = QueueTime(epochSeconds: 2_000_000_000, offset: 0)
    var claims = Claims()
    let rows: [(id: String, age: Int, streak: FailureStreak?)] = [
      ("old", 31, nil), ("failing", 31, FailureStreak(.agent, count: 1)),
      ("given-up", 31, FailureStreak(.agent, count: 0)), ("young", 29, nil),
    ]
    claims.apply(
      rows.map { id, days, streak in
        ClaimChange(
          id: id,
          claim: Claim(
            number: 1, nonce: "a", madeAt: now.epochSeconds - days * 86400, streak: streak))
      })
    claims.forget(before: now)
    #expect(claims.byID.keys.sorted() == ["given-up", "young"])
  }

  @Test(arguments: 0..<12)
  func `a file that is cut anywhere makes no claims`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let text = Self.claims(&random).text
    for end in 0..<(text.count - 1) { #expect(Claims(Array(text[..<end])) == nil, "\(end)") }
  }

  private static let streaks: [(json: String, streak: FailureStreak?)] = [
    (#""lost":0"#, nil), (#""lost":2"#, .lost(2)),
    (#""lost":0,"failures":{"class":"timeout","count":2}"#, FailureStreak(.timeout, count: 2)),
    (#""lost":0,"failures":{"class":"lost","count":0}"#, FailureStreak(.lost, count: 0)),
    // Of a later version, and damaged.
    (#""lost":1,"failures":{"class":"moonlight","count":2}"#, .lost(1)),
    (#""lost":0,"failures":{"class":"timeout"}"#, nil),
    (#""lost":0,"failures":{"class":"timeout","count":-1}"#, nil),
    (#""lost":0,"failures":7"#, nil),
  ]

  @Test(arguments: streaks)
  func `a claim without a class counts lost ones, as in the versions before`(
    _ json: String, _ streak: FailureStreak?
  ) throws {
    let text =
      #"{"last":9,"through":3,"claims":{"A":{"number":9,"nonce":"3fa92c","made_at":5,"#
      + json + #","worker":true,"lease":null}}}"# + "\n"
    let claims = try #require(Claims(Array(text.utf8)))
    #expect(claims["A"]?.streak == streak)
    #expect(claims["A"]?.isForWorker == true)
  }

  @Test func `the usual form is read without a parser`() {
    var random = SeededGenerator(seed: 1)
    var claims = Claims()
    claims.apply(
      Self.claims(&random).byID.values.prefix(3).enumerated().map { row, claim in
        let plain = Claim(
          number: claim.number, nonce: "3fa92c", madeAt: claim.madeAt,
          lease: Lease(owner: "worker-a", expiresAt: 5, hasHeartbeat: row == 1),
          streak: row == 2 ? FailureStreak(.rateLimit, count: 3) : .lost(row), isForWorker: row == 2
        )
        return ClaimChange(id: "ORCH-\(row)", claim: plain)
      })
    #expect(ClaimsScanner.scan(claims.text) == claims)
  }
}
