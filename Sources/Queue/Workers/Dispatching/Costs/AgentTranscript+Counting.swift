public import Host
public import Model
import Text

/// What the counters of an agent's program count.
public enum CounterScope: Sendable {
  /// What the process took.
  case process
  /// What the session took, with the attempts that it was resumed from.
  case session
  /// One or the other.
  case unknown
}

extension AgentTranscript {
  /// What the attempt took: the difference of counters that go on in a session, else what they say.
  /// What they do not count is what the turn took.
  ///
  /// - Parameters:
  ///   - scope: what the counters count.
  ///   - last: what they said before, as an estimate where that is not sure; `nil` for the first
  ///     attempt of a session.
  /// - Returns: what the attempt took, and the counters that the next one in the session begins
  ///   with; `nil` for what is unknown.
  func counted(
    as scope: CounterScope, after last: AgentUsage?
  ) -> (usage: AgentUsage?, sessionTotal: AgentUsage?) {
    var own = counters ?? AgentUsage()
    var total: AgentUsage?
    if scope != .process, let counters {
      if scope == .session { own = counters.since(last ?? AgentUsage()) }
      // A turn that broke off gives 0, and says nothing of the session.
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

  /// Whether what `counted` returns may have what earlier attempts of the session took.
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
  /// What the counters of a session said before, where that can't be read.
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

  /// What counters took since an earlier state. One that is lower than it was has begun anew, and
  /// all with it.
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
  /// Adds what the attempt took, by what its program said and by the prices.
  ///
  /// - Parameters:
  ///   - transcript: what the program said.
  ///   - version: of the program, where it does not say that itself; `nil` for an unknown one.
  ///   - price: of its tokens, where it says no money.
  ///   - last: what the counters of the session said before, as an estimate where that is not sure;
  ///     `nil` for the first attempt of a session.
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

  /// What the counters of the session say after the attempt, where they said `last` before it. Where
  /// the attempt does not say it, they may have what it took: the source is `estimate` then, also
  /// where there is no money.
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
  /// Reads what an agent's program said from the log of its attempt, in which there are other lines,
  /// too; `nil` where the adapter reads none, or there is no log.
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

  /// Bytes that orch may add to a full log.
  private static let noteSize = 1 << 10
}
