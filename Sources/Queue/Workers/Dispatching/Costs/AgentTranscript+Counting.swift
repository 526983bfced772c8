public import Host
public import Model
import Text

/// What the counters of an agent's program count.
public enum CounterScope: Sendable {
  /// The usage of the process.
  case process
  /// The usage of the session, including the attempts that it was resumed from.
  case session
  /// Either of the two.
  case unknown
}

extension AgentTranscript {
  /// The usage of the attempt: the difference of counters that continue in a session, else the
  /// counters themselves. The turn's usage fills what they do not count.
  ///
  /// - Parameters:
  ///   - scope: what the counters count.
  ///   - last: what they said before, marked as an estimate if that is uncertain; `nil` for the
  ///     first attempt of a session.
  /// - Returns: the usage of the attempt, and the counters with which the next attempt in the
  ///   session begins; `nil` for what is unknown.
  func counted(
    as scope: CounterScope, after last: AgentUsage?
  ) -> (usage: AgentUsage?, sessionTotal: AgentUsage?) {
    var own = counters ?? AgentUsage()
    var total: AgentUsage?
    if scope != .process, let counters {
      if scope == .session { own = counters.since(last ?? AgentUsage()) }
      // A turn that broke off reports 0, and says nothing about the session.
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

  /// Whether the result of `counted` may include what earlier attempts of the session took.
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
  /// The former counters of a session, if they cannot be read.
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

  /// The usage since an earlier state of the counters. If one of them is lower than it was, all
  /// were reset.
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
  /// Sets the usage of the attempt, from what its program said and the prices.
  ///
  /// - Parameters:
  ///   - transcript: what the program said.
  ///   - version: the program's version, if the program does not say it itself; `nil` if unknown.
  ///   - price: the price of its tokens, if the program does not report money.
  ///   - last: what the counters of the session said before, marked as an estimate if that is
  ///     uncertain; `nil` for the first attempt of a session.
  public mutating func count(
    _ transcript: AgentTranscript, version: VersionNumber?, price: TokenPrice?,
    after last: AgentUsage?
  ) {
    guard let agent = WorkerProfile.Adapter(rawValue: adapter)?.agent else { return }
    let scope = agent.counterScope(version: transcript.version ?? version)
    (usage, sessionTotal) = transcript.counted(as: scope, after: last)
    if let price { usage = usage.map(price.applied(to:)) }
    if transcript.isEstimate(as: scope, after: last), usage?.microdollars != nil {
      usage?.source = .estimate
    }
  }

  /// What the counters of the session say after the attempt, if they said `last` before it. If the
  /// attempt does not report them, they may include its usage: then the source is `estimate`, even
  /// if there is no money.
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
  /// Reads what an agent's program said from the log of its attempt, which has other lines too;
  /// `nil` if the adapter reads no transcript, or there is no log.
  public init?(log path: String, of adapter: WorkerProfile.Adapter) throws(SystemError) {
    guard let reader = adapter.implementation.makeTranscriptReader() else { return nil }
    var lines = TranscriptLines(for: reader)
    do throws(SystemError) {
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let status = try file.status()
      guard status.kind == .regular else { return nil }
      let size = min(status.identity.size, WorkerLog.limit + Self.noteSize)
      try file.visitLines(upTo: size, longest: TranscriptLines.longest) { line in
        guard case .bytes(let bytes) = line else { return }
        lines.append(Array(bytes)[...])
        lines.finish()
      }
    } catch {
      if error.isMissing { return nil }
      throw error
    }
    self = lines.transcript.withoutSecrets(SecretValues([]))
  }

  /// The bytes that orch may add to a full log.
  private static let noteSize = 1 << 10
}
