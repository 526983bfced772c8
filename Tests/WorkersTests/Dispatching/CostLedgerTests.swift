import Foundation
import Host
import Model
import TestSupport
import Testing

@testable import Workers

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

  @Test func `an open entry counts until another takes its place`() throws {
    try withLedger { (ledger, _) throws in
      var open = Self.entry("1-a")
      (open.usage, open.calls, open.isOpen) = (nil, 1, true)
      let other = Self.entry("2-b")
      #expect(try book(open, in: ledger))
      #expect(try !book(open, in: ledger))
      #expect(try book(other, in: ledger))
      #expect(try ledger.entries() == [other, open])
      var settled = Self.entry("1-a", microdollars: 5)
      settled.calls = 1
      #expect(try book(settled, in: ledger))
      #expect(try !book(settled, in: ledger))
      #expect(try ledger.entries() == [other, settled])
      #expect(try ledger.entry(of: "1-a") == settled)
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
      #expect(throws: SystemError.other(ledger.path, than: .regularFile)) {
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

  @Test func `a ledger that is larger than any is refused with what to do`() throws {
    try withLedger { (ledger, _) throws in
      #expect(try book(Self.entry("1-a"), in: ledger))
      let file = try FileDescriptor(opening: ledger.path, for: .updating)
      try file.truncate(to: CostLedger.largest + 1)
      let error = #expect(throws: SystemError.self) { try ledger.entries() }
      #expect(
        error?.description
          == "cannot read \(ledger.path): it has 134217729 bytes, and the limit is 134217728")
      #expect(error?.finding == .size(134_217_729, limit: 134_217_728, isLedger: true))
      #expect(throws: LockFile.Failure.self) { try book(Self.entry("2-b"), in: ledger) }
    }
  }

  // MARK: Months

  /// An entry of a day of 2026 in Korea, as `01-31`.
  private static func entry(
    _ token: String, on day: String, session: String? = nil
  ) throws -> CostEntry {
    var entry = Self.entry(token, session: session, microdollars: 1)
    entry.time = try #require(QueueTime(iso8601: "2026-\(day)T23:59:59+09:00"))
    return entry
  }

  /// The files of the ledger, each with the tokens in it: `costs-2026-01.jsonl 1-a 2-b`.
  private func files(of sidecar: String) throws -> [String] {
    try Directory.names(in: sidecar).filter { $0.hasSuffix(".jsonl") }.sorted().map { name in
      let lines = try String(contentsOfFile: "\(sidecar)/\(name)", encoding: .utf8)
        .split(separator: "\n")
      return lines.reduce(into: name) { text, line in
        text += " " + (CostEntry(parsing: Array(line.utf8))?.claimToken ?? "?")
      }
    }
  }

  @Test func `the file of a month that is over gets the name of its month`() throws {
    try withLedger { (ledger, sidecar) throws in
      for (token, day) in [
        ("1-a", "01-30"), ("2-b", "01-31"), ("3-c", "02-01"), ("4-d", "02-28"), ("5-e", "04-01"),
      ] {
        #expect(try book(Self.entry(token, on: day), in: ledger))
      }
      let all = [
        "costs-2026-01.jsonl 1-a 2-b", "costs-2026-02.jsonl 3-c 4-d", "costs.jsonl 5-e",
      ]
      #expect(try files(of: sidecar) == all)
      #expect(try ledger.entries().map(\.claimToken) == ["1-a", "2-b", "3-c", "4-d", "5-e"])
      #expect(try ledger.entry(of: "2-b") == Self.entry("2-b", on: "01-31"))

      var again = try Self.entry("1-a", on: "04-02")
      #expect(try !ledger.book(&again))
      #expect(try again == Self.entry("1-a", on: "01-30"))
      #expect(try files(of: sidecar) == all)
    }
  }

  /// Older versions wrote all into one file.
  @Test func `a file of several months gets the name of the last one`() throws {
    try withLedger { (ledger, sidecar) throws in
      try Directory.create(sidecar, permissions: 0o700)
      let lines = try [("1-a", "01-31"), ("2-b", "02-28"), ("3-c", "03-01")]
        .map { try Self.entry($0.0, on: $0.1).line + "\n" }
      try Data((lines.joined() + "torn").utf8).write(to: URL(filePath: ledger.path))
      #expect(try book(Self.entry("4-d", on: "03-02"), in: ledger))
      #expect(try files(of: sidecar) == ["costs.jsonl 1-a 2-b 3-c ? 4-d"])
      #expect(try book(Self.entry("5-e", on: "04-01"), in: ledger))
      #expect(
        try files(of: sidecar) == ["costs-2026-03.jsonl 1-a 2-b 3-c ? 4-d", "costs.jsonl 5-e"])
    }
  }

  @Test func `the counters of a session go on in another month`() throws {
    try withLedger { (ledger, _) throws in
      var first = try Self.entry("1-a", on: "01-31", session: "s")
      try ledger.book(&first) { entry, _ in entry.sessionTotal = entry.usage }
      var next = try Self.entry("2-b", on: "02-01", session: "s")
      var last: AgentUsage?
      try ledger.book(&next) { last = $1 }
      #expect(last == first.usage)
    }
  }

  /// What a crash may leave at each step of booking `2-b` in February; `1-a` was booked in January.
  @Test(arguments: [
    ["costs.jsonl LINE_A"], ["costs-2026-01.jsonl LINE_A"],
    ["costs-2026-01.jsonl LINE_A", "costs.jsonl "],
    ["costs-2026-01.jsonl LINE_A", "costs.jsonl {\"schema\":1,\"ti"],
    ["costs-2026-01.jsonl LINE_A", "costs.jsonl LINE_B"],
    // A reader may have opened the file by its old name.
    ["costs-2026-01.jsonl LINE_A", "costs.jsonl LINE_A"],
  ])
  func `after a crash each token is booked once`(_ found: [String]) throws {
    try withLedger { (ledger, sidecar) throws in
      try Directory.create(sidecar, permissions: 0o700)
      let (first, next) = (
        try Self.entry("1-a", on: "01-31"), try Self.entry("2-b", on: "02-01")
      )
      for file in found {
        let parts = file.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts[1].replacing("LINE_A", with: first.line + "\n")
          .replacing("LINE_B", with: next.line + "\n")
        try Data(text.utf8).write(to: URL(filePath: "\(sidecar)/\(parts[0])"))
      }
      for entry in [first, next, first, next] { _ = try book(entry, in: ledger) }
      #expect(try ledger.entries() == [first, next])
      let tokens = try files(of: sidecar).flatMap { $0.split(separator: " ").dropFirst() }
      #expect(tokens.count { $0 == "2-b" } == 1)
    }
  }

  @Test func `where a clock goes back no month is written over`() throws {
    try withLedger { (ledger, sidecar) throws in
      for (token, day) in [("1-a", "01-31"), ("2-b", "02-01"), ("3-c", "01-31")] {
        #expect(try book(Self.entry(token, on: day), in: ledger))
      }
      let all = ["costs-2026-01.jsonl 1-a", "costs.jsonl 2-b 3-c"]
      #expect(try files(of: sidecar) == all)
      #expect(try book(Self.entry("4-d", on: "02-02"), in: ledger))
      #expect(try files(of: sidecar) == [all[0], all[1] + " 4-d"])
      #expect(try book(Self.entry("5-e", on: "03-01"), in: ledger))
      #expect(
        try files(of: sidecar) == [all[0], "costs-2026-02.jsonl 2-b 3-c 4-d", "costs.jsonl 5-e"])
      #expect(
        try ledger.entries().map(\.claimToken) == ["1-a", "2-b", "3-c", "4-d", "5-e"])
    }
  }

  @Test func `a month that is a link is not followed`() throws {
    try withLedger { (ledger, sidecar) throws in
      #expect(try book(Self.entry("1-a"), in: ledger))
      try FileManager.default.createSymbolicLink(
        atPath: "\(sidecar)/costs-2025-12.jsonl", withDestinationPath: "costs.jsonl")
      #expect(throws: SystemError.self) { try ledger.checkReadable() }
      #expect(throws: SystemError.self) { try ledger.entries() }
    }
  }
}

extension CostLedger {
  fileprivate func entries() throws(SystemError) -> [CostEntry] {
    var entries: [CostEntry] = []
    try visitEntries { entries.append($0) }
    return entries
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
