import Foundation
import Host
import QueueModel
import TestSupport
import Testing

@testable import Dispatching

/// The ledger of what attempts took.
@Suite struct CostLedgerTests {
  private static func entry(
    _ token: String, session: String? = nil, microdollars: Int? = nil, id: String = "A"
  ) -> CostEntry {
    var entry = CostEntry(
      id: id, claimToken: token, claimNumber: 7, worker: "w", adapter: "codex",
      time: QueueTime(epochSeconds: 1_769_850_000, offset: 32400))
    entry.session = session
    entry.model = "m"
    var usage = AgentUsage()
    (usage.inputTokens, usage.microdollars) = (5, microdollars)
    usage.source = microdollars.map { _ in .cli }
    entry.usage = usage
    return entry
  }

  private func withLedger(_ body: (CostLedger, _ sidecar: String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let sidecar = "\(folder)/.orch"
      try body(CostLedger(sidecar: sidecar), sidecar)
    }
  }

  private func book(_ entry: CostEntry, in ledger: CostLedger) throws -> Bool {
    var entry = entry
    return try ledger.book(&entry)
  }

  @Test func `what is booked is read again, each token once`() throws {
    try withLedger { ledger, sidecar in
      #expect(try ledger.entries() == [])
      #expect(try ledger.entry(of: "1-a") == nil)
      let first = Self.entry("1-a", session: "s", microdollars: 12_345)
      var unknown = Self.entry("2-b")
      unknown.usage = nil
      #expect(try book(first, in: ledger))
      #expect(try book(unknown, in: ledger))
      var again = Self.entry("1-a", microdollars: 99)
      #expect(try !ledger.book(&again))
      #expect(again == first)
      #expect(try ledger.entries() == [first, unknown])
      #expect(try ledger.entry(of: "2-b") == unknown)
      let text = try String(contentsOfFile: ledger.path, encoding: .utf8)
      #expect(
        text.split(separator: "\n").first.map(String.init)
          == #"{"schema":1,"time":"2026-01-31T18:00:00+09:00","id":"A","claim":7,"attempt":"1-a","#
          + #""worker":"w","adapter":"codex","model":"m","session":"s","usage":{"input_tokens":5,"#
          + #""cached_input_tokens":null,"output_tokens":null},"cost":{"usd":0.012345,"source":"cli"},"#
          + #""session_usage":null,"session_cost":null}"#)
      let status = try FileStatus(of: ledger.path)
      #expect(status.permissions == (try FileStatus(of: sidecar).companionPermissions))
    }
  }

  struct Found: CustomTestStringConvertible {
    let testDescription: String
    /// What is there; `LINE` is an entry of the token `1-a`.
    let text: String
    var tokens = ["1-a"]
  }

  private static let found = [
    Found(testDescription: "an empty file", text: "", tokens: []),
    Found(testDescription: "a whole line", text: "LINE\n"),
    Found(testDescription: "a whole line without its end", text: "LINE"),
    Found(testDescription: "a torn line", text: "LINE\n{\"schema\":1,\"time\":\"2026-01-3"),
    Found(testDescription: "a torn character", text: "LINE\n{\"schema\":1,\"id\":\"\u{D55C}"),
    Found(testDescription: "a line behind a torn one", text: "{\"schema\":1,\"ti\nLINE\n"),
    Found(testDescription: "a token twice", text: "LINE\nLINE\n"),
    Found(testDescription: "blank lines", text: "\n\n \nLINE\r\n\n"),
    Found(testDescription: "what is no JSON", text: "\u{0}\u{1}\nno\n[1]\n7\n\"a\"\nnull\nLINE\n"),
    Found(testDescription: "another's JSON", text: "{\"event\":\"run_start\",\"id\":1}\nLINE\n"),
    Found(testDescription: "a later form", text: "LINE_2\n", tokens: []),
    Found(testDescription: "no time", text: "LINE_T\n", tokens: []),
    Found(testDescription: "a claim below 0", text: "LINE_N\n", tokens: []),
    Found(testDescription: "no token", text: "LINE_E\n", tokens: []),
    Found(
      testDescription: "nested too deeply", text: "\(String(repeating: "[", count: 9999))\nLINE\n"),
    Found(
      testDescription: "a line that is too long",
      text: "{\"id\":\"\(String(repeating: "x", count: 1 << 20))\"}\nLINE\n"),
  ]

  @Test(arguments: found)
  func `what orch did not write whole does not count, and the next line begins behind it`(
    _ found: Found
  ) throws {
    try withLedger { ledger, sidecar in
      try Directory.create(sidecar, permissions: 0o700)
      let line = Self.entry("1-a").line
      let text = found.text
        .replacing("LINE_2", with: line.replacing("\"schema\":1", with: "\"schema\":2"))
        .replacing("LINE_T", with: line.replacing("2026-01-31T", with: "2026-13-31T"))
        .replacing("LINE_N", with: line.replacing("\"claim\":7", with: "\"claim\":-7"))
        .replacing("LINE_E", with: line.replacing("\"1-a\"", with: "\"\""))
        .replacing("LINE", with: line)
      try Data(text.utf8).write(to: URL(filePath: ledger.path))
      #expect(try ledger.entries().map(\.claimToken) == found.tokens)
      let next = Self.entry("9-z", microdollars: 1)
      #expect(try book(next, in: ledger))
      #expect(try !book(next, in: ledger))
      #expect(try ledger.entries().map(\.claimToken) == found.tokens + ["9-z"])
      #expect(try ledger.entries().last == next)
    }
  }

  @Test(arguments: [
    (#"{"input_tokens":-5,"cached_input_tokens":-1,"output_tokens":-7}"#, #"{"usd":-1}"#),
    (#"{"input_tokens":1e300,"output_tokens":"7"}"#, #"{"usd":1e300}"#),
    (#"[1]"#, #"{"usd":"1"}"#), (#""5""#, #"0.5"#), (#"{"input_tokens":true}"#, #"{"usd":null}"#),
    (#"{"input_tokens":9223372036854775807}"#, #"{"source":"cli"}"#),
  ])
  func `numbers that can't be are unknown`(_ usage: String, _ cost: String) throws {
    let line = Self.entry("1-a", microdollars: 3).line
      .replacing(
        #"{"input_tokens":5,"cached_input_tokens":null,"output_tokens":null}"#, with: usage
      )
      .replacing(#"{"usd":3e-06,"source":"cli"}"#, with: cost)
    let entry = try #require(CostEntry(parsing: Array(line.utf8)))
    #expect(entry.usage == nil)
  }

  @Test func `a link, a folder or a pipe is not read, and not written`() throws {
    try withLedger { ledger, sidecar in
      try Directory.create(sidecar, permissions: 0o700)
      let other = "\(sidecar)/other"
      try NewFile.create(other, text: "mine\n")
      let makers: [() throws -> Void] = [
        {
          try FileManager.default.createSymbolicLink(
            atPath: ledger.path, withDestinationPath: other)
        },
        { try Directory.create(ledger.path, permissions: 0o700) },
        { #expect(mkfifo(ledger.path, 0o600) == 0) },
      ]
      for make in makers {
        try make()
        #expect(throws: SystemError.self) { try ledger.entries() }
        #expect(throws: LockFile.Failure.self) { try book(Self.entry("1-a"), in: ledger) }
        try FileManager.default.removeItem(atPath: ledger.path)
      }
      try ledger.checkWritable()
      // No queue is where a folder is.
      try Directory.create(ledger.path, permissions: 0o700)
      #expect(throws: SystemError.otherContents(ledger.path, expected: "a regular file")) {
        try ledger.entries()
      }
      try FileManager.default.removeItem(atPath: ledger.path)
      try Directory.link(other, to: ledger.path)
      #expect(throws: SystemError.self) { try ledger.checkWritable() }
      #expect(throws: LockFile.Failure.self) { try book(Self.entry("1-a"), in: ledger) }
      #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine\n")
    }
  }

  @Test func `a sidecar that is a link is not followed`() throws {
    try withTemporaryDirectory { folder in
      try Directory.create("\(folder)/other", permissions: 0o700)
      let ledger = CostLedger(sidecar: "\(folder)/.orch")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/.orch", withDestinationPath: "other")
      #expect(throws: LockFile.Failure.self) { try book(Self.entry("1-a"), in: ledger) }
      #expect(try Directory.names(in: "\(folder)/other").isEmpty)
    }
  }

  /// Each thread books all tokens, whose counters go on in one session.
  @Test func `what several book at once is booked once, and in sequence`() throws {
    try withLedger { ledger, _ in
      let tokens = (1...24).map { "\($0)-t" }
      let booked = BookedTokens()
      let work: @Sendable (Int) -> Void = { thread in
        for place in tokens.indices {
          var entry = Self.entry(tokens[(place + thread * 5) % tokens.count], session: "s")
          let isNew = try? ledger.book(&entry) { entry, last in
            let before = last?.microdollars ?? 0
            entry.sessionTotal = AgentUsage()
            entry.sessionTotal?.microdollars = before + 1
          }
          if isNew == true { booked.add(entry.claimToken) }
        }
      }
      Parallel.beside(5, work: work) { work(5) }
      #expect(booked.tokens.sorted() == tokens.sorted())
      let text = try String(contentsOfFile: ledger.path, encoding: .utf8)
      #expect(text.split(separator: "\n").count == tokens.count)
      let totals = try ledger.entries().map { $0.sessionTotal?.microdollars }
      #expect(totals == tokens.indices.map { $0 + 1 })
    }
  }

  @Test func `a ledger of 100 MB is read, line by line`() throws {
    try withLedger { ledger, _ in
      #expect(try book(Self.entry("1-a"), in: ledger))
      let file = try FileDescriptor(opening: ledger.path, for: .appending)
      let noise = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
      for _ in 0..<100 { try file.write(noise) }
      #expect(try book(Self.entry("2-b"), in: ledger))
      #expect(try ledger.entries().map(\.claimToken) == ["1-a", "2-b"])
    }
  }
}

/// The tokens that threads booked.
private final class BookedTokens: @unchecked Sendable {
  // Guarded by the lock.
  private var found: [String] = []
  private let lock = NSLock()

  func add(_ token: String) { lock.withLock { found.append(token) } }
  var tokens: [String] { lock.withLock { found } }
}
