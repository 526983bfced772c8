public import Host
public import Model
import Text

/// The scope of the counters of an agent's program.
public enum CounterScope: Sendable {
  /// The usage of the process.
  case process
  /// The usage of the session, including the earlier attempts in the session.
  case session
  /// It is unknown which of the two is counted.
  case unknown
}

extension AgentTranscript {
  /// The usage of the attempt: the difference of counters that continue in a session, else the
  /// counters themselves. Numbers that the counters do not have are taken from the turn's usage.
  ///
  /// - Parameters:
  ///   - scope: the scope of the counters.
  ///   - last: the counters before the attempt, marked as an estimate if they are uncertain; `nil`
  ///     for the first attempt of a session.
  /// - Returns: the usage of the attempt, and the counters with which the next attempt in the
  ///   session begins; unknown numbers are `nil`.
  func counted(
    as scope: CounterScope, after last: AgentUsage?
  ) -> (usage: AgentUsage?, sessionTotal: AgentUsage?) {
    var own = counters ?? AgentUsage()
    var total: AgentUsage?
    if scope != .process, let counters {
      if scope == .session { own = counters.since(last ?? AgentUsage()) }
      // An aborted turn reports 0, which is not the usage of the session.
      if !counters.isZero {
        total = counters.withSource(scope == .unknown && last != nil ? .estimate : .cli)
      }
    }
    if own.inputTokens ?? own.outputTokens == nil {
      own.inputTokens = usage?.inputTokens
      own.cachedInputTokens = usage?.cachedInputTokens
      own.outputTokens = usage?.outputTokens
    }
    own.microdollars = own.microdollars ?? usage?.microdollars
    own = own.withSource(.cli)
    return (own == AgentUsage() ? nil : own, total)
  }

  /// Whether the result of `counted` may include the usage of earlier attempts of the session.
  fileprivate func isEstimate(as scope: CounterScope, after last: AgentUsage?) -> Bool {
    guard let last, let counters else { return false }
    return switch scope {
    case .process: false
    case .session:
      last.source == .estimate || (last.microdollars == nil && counters.microdollars != nil)
    case .unknown: true
    }
  }
}

extension AgentUsage {
  /// The value for the former counters of a session if they cannot be read.
  public static var unknownTotal: AgentUsage {
    var usage = AgentUsage()
    usage.source = .estimate
    return usage
  }

  fileprivate var isZero: Bool {
    [inputTokens, cachedInputTokens, outputTokens, microdollars].allSatisfy { $0 ?? 0 == 0 }
  }

  fileprivate func withSource(_ source: CostSource) -> AgentUsage {
    var usage = self
    usage.source = microdollars == nil ? nil : source
    return usage
  }

  /// The usage since an earlier state of the counters. If one counter is lower than before, all
  /// counters were reset.
  fileprivate func since(_ earlier: AgentUsage) -> AgentUsage {
    var hasBegunAnew = false
    let difference = combined(with: earlier) { now, before in
      guard let now, let before else { return now }
      if now < before { hasBegunAnew = true }
      return now - before
    }
    return hasBegunAnew ? self : difference
  }
}

extension CostEntry {
  /// Sets the usage of the attempt, from the transcript of its program and the prices.
  ///
  /// - Parameters:
  ///   - transcript: the transcript of the program.
  ///   - version: the program's version, if the transcript does not have it; `nil` if unknown.
  ///   - price: the price of its tokens, if the program does not report money.
  ///   - last: the counters of the session before the attempt, marked as an estimate if they are
  ///     uncertain; `nil` for the first attempt of a session.
  public mutating func count(
    _ transcript: AgentTranscript, version: VersionNumber?, price: TokenPrice?,
    after last: AgentUsage?
  ) {
    let adapter = WorkerProfile.Adapter(rawValue: adapter)
    if adapter?.isChat == true { return count(transcript.usage, calls: 1, price: price) }
    guard let agent = adapter?.agent else { return }
    let scope = agent.counterScope(version: transcript.version ?? version)
    (usage, sessionTotal) = transcript.counted(as: scope, after: last)
    if let price { usage = usage.map(price.applied(to:)) }
    if transcript.isEstimate(as: scope, after: last), usage?.microdollars != nil {
      usage?.source = .estimate
    }
  }

  /// The counters of the session after the attempt, given the counters `last` before it. If the
  /// attempt does not report the counters, it is unknown whether they include its usage. Then the
  /// source is `estimate`, even if there is no money.
  func sessionTotal(after last: AgentUsage?) -> AgentUsage? {
    if let sessionTotal { return sessionTotal }
    if let usage, usage.isZero { return last }
    var total = AgentUsage.unknownTotal
    for part in [last, usage] { total.add(part ?? AgentUsage()) }
    return total
  }
}

// MARK: - An attempt whose supervisor was killed

extension AgentTranscript {
  /// Reads the transcript of an attempt from its log, which has other lines too; `nil` if there is
  /// no log, if the adapter reads no transcript, or if a chat endpoint has not answered.
  public init?(log path: String, of adapter: WorkerProfile.Adapter) throws(SystemError) {
    let found: AgentTranscript?
    if adapter.isChat {
      var answered: AgentTranscript?
      // The first such line counts, because the model's own text follows it.
      try Self.visitLines(of: path) { answered = answered ?? ChatLog.transcript(of: $0) }
      found = answered
    } else {
      guard let reader = adapter.implementation.makeTranscriptReader(of: nil) else { return nil }
      var lines = TranscriptLines(for: reader)
      let isThere = try Self.visitLines(of: path) { line in
        lines.append(line[...])
        lines.finish()
      }
      found = isThere ? lines.transcript : nil
    }
    guard let found else { return nil }
    self = found.withoutSecrets(SecretValues([]))
  }

  /// - Returns: whether there is a log.
  @discardableResult
  private static func visitLines(
    of path: String, _ visit: ([UInt8]) -> Void
  ) throws(SystemError) -> Bool {
    do throws(SystemError) {
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let status = try file.status()
      guard status.kind == .regular else { return false }
      let size = min(status.identity.size, WorkerLog.limit + noteSize)
      try file.visitLines(upTo: size, longest: TranscriptLines.longest) { line in
        if case .bytes(let bytes) = line { visit(Array(bytes)) }
      }
      return true
    } catch {
      if error.isMissing { return false }
      throw error
    }
  }

  /// The bytes that orch may add to a full log.
  private static let noteSize = 1 << 10
}
