public import Door
public import Model
public import Text
public import Workers

/// The problems that keep hooks from getting their events.
public struct HookFindings: Equatable, Sendable {
  /// The hooks whose deliveries fail, by name.
  public internal(set) var failing: [FailingHook] = []
  /// Why no hook runs; `nil` if hooks may run, or if there are no hooks.
  public internal(set) var refusal: TrustRefusal?

  public init() {}

  public var isEmpty: Bool { failing.isEmpty && refusal == nil }

  /// A line for each finding.
  public func sentences(at now: QueueTime) -> [Sentence] {
    (refusal.map { [Problem.untrusted(.runningHooks, $0).sentenceWithHint] } ?? [])
      + failing.map { $0.failing.sentence(of: $0.name, at: now) }
  }
}

/// A hook whose deliveries fail.
public struct FailingHook: Equatable, Sendable {
  public let name: String
  public let failing: HookRecord.Failing

  public init(name: String, failing: HookRecord.Failing) {
    (self.name, self.failing) = (name, failing)
  }
}

extension TaskQueue {
  /// The findings; empty if `orch.json` has no hooks and no hosts for results of plans, or can't be
  /// read.
  public func hookFindings() -> HookFindings {
    var findings = HookFindings()
    // Usually there are no hooks, and finding the folders of the queue takes time.
    guard let given = try? fileSettings().given, !Hook.all(in: given).isEmpty,
      let workspace = try? workspace()
    else { return findings }
    if case .refused(let refusal)? = try? trustPermission() { findings.refusal = refusal }
    findings.failing = workspace.hooks.compactMap { hook in
      let record = (try? workspace.hookFolder.record(of: hook.name)) ?? nil
      return record?.failing.map { FailingHook(name: hook.name, failing: $0) }
    }
    return findings
  }
}
