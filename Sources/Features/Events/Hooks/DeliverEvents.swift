public import Door
import Host
public import Model
import Plans
import QueueStore
import Synchronization
public import Workers

/// Use case: delivers the due events to the hooks of `orch.json`, in order and each at least once,
/// and then ends. Source: `docs/events.md`, "Hooks".
///
/// Each hook has its own thread, lock and record, so hooks do not wait for each other.
struct DeliverEvents: Sendable, UseCase {
  let queue: Queue
  /// Makes the text that a hook reads about an event.
  let document: @Sendable (QueueEvent) -> String
  /// Whether deliveries that wait for their next try are tried now.
  var triesNow = false

  /// - Returns: what was done for each hook, in the order of the hooks' names.
  /// - Throws: if hooks must not run.
  func callAsFunction() throws -> [HookDelivery] {
    let hooks = workspace.hooks
    if hooks.isEmpty { return [] }
    // A worker would choose the variables with which the hooks run.
    if workspace.hasVariablesOfWorker { throw Problem.insideWorkerHooks }
    try workspace.checkHooksMayRun()
    let root = try workspace.projectRoot()
    // If there is no queue, that is the error, and not a hook's failure.
    _ = try queue.store.historyID(queue.context())
    let found = Mutex<[Int: HookDelivery]>([:])
    // The changes of a queue are made one after another.
    let turns = Mutex(())
    Parallel.beside(hooks.count) { index in
      let delivery = deliver(to: hooks[index], in: root, turns)
      found.withLock { $0[index] = delivery }
    } body: {
    }
    return found.withLock { found in hooks.indices.compactMap { found[$0] } }
  }

  private func deliver(
    to hook: Hook, in root: String, _ turns: borrowing Mutex<Void>
  ) -> HookDelivery {
    var delivery = HookDelivery(hook: hook.name)
    let due = DueHooks(queue: queue)
    var triesNow = triesNow
    do {
      repeat {
        guard try deliverDue(to: hook, in: root, triesNow, &delivery, turns) else {
          return delivery
        }
        triesNow = false
        if let failing = delivery.failing, failing.tries > 0 { return delivery }
        // A process that found the lock taken has ended. Its event may have been written after this
        // process looked for events. So this process looks again after it has released the lock.
      } while try due.isDue(hook)
    } catch {
      delivery.problem = Problem(error)
    }
    return delivery
  }

  /// Delivers the events that are due now, under the hook's lock.
  ///
  /// - Returns: `false` if another process delivers, or a signal ended the hook's program.
  private func deliverDue(
    to hook: Hook, in root: String, _ triesNow: Bool, _ delivery: inout HookDelivery,
    _ turns: borrowing Mutex<Void>
  ) throws -> Bool {
    let folder = workspace.hookFolder
    guard let lock = try folder.lock(hook.name, queue.clock.machine) else {
      delivery.isElsewhere = true
      return false
    }
    func save(_ record: HookRecord, mayBeLost: Bool = false) throws {
      try folder.save(record, of: hook.name, mayBeLost: mayBeLost)
    }
    let events = HookEvents(queue: queue, hook: hook)
    var record: HookRecord
    if let found = try folder.record(of: hook.name), try events.isOfThisHistory(found.cursor) {
      record = found
    } else {
      record = HookRecord(from: try events.end())
      try save(record)
      delivery.begins = true
    }
    if !triesNow, record.waits(at: queue.clock.now.epochSeconds) {
      delivery.failing = record.failing
      return true
    }
    // This matters if no event is left to be tried.
    if triesNow { record.forgetFailure() }
    while true {
      let (batch, last) = try events.next(after: record.cursor)
      if batch.isEmpty {
        delivery.failing = record.failing
        guard last != record.cursor || triesNow else { return true }
        record.cursor = last
        // If this is lost, events that no hook wants are only read again.
        try save(record, mayBeLost: true)
        return true
      }
      // If the record can't be saved, nothing is delivered, because each tick would deliver the
      // same event again.
      try save(record, mayBeLost: true)
      for event in batch {
        // The program to start may have changed since the last check.
        try workspace.checkHooksMayRun()
        guard try prolong(lock, hook) else {
          delivery.isElsewhere = true
          return false
        }
        switch run(hook, event, in: root) {
        case .success:
          record.delivered(event)
          delivery.delivered += 1
          delivery.failing = nil
        case .failure(.stopped): return false
        case .failure(.failed(let error)):
          let now = queue.clock.now.epochSeconds
          var next = record
          if !next.failedEarly(error: error, now: now), next.failed(event, error: error, now: now) {
            do { try turns.withLock { _ in try note(event, of: hook, error) } } catch {
              record.waitAgain(error: Problem(error).message, now: now)
              try save(record)
              throw error
            }
            delivery.givenUp.append(event)
          }
          record = next
          delivery.failing = record.failing
        }
        try save(record)
        if record.waits(at: queue.clock.now.epochSeconds) { return true }
      }
    }
  }

  /// Keeps other machines from delivering while the hook runs.
  private func prolong(_ lock: borrowing SharedLock, _ hook: Hook) throws -> Bool {
    do throws(SharedLock.Failure) {
      return try lock.prolong(to: hook.timeoutSeconds + HookFolder.lease)
    } catch {
      guard case .system(let error) = error else { return false }
      throw error
    }
  }

  /// Notes in the history that a hook gave up on an event. This is noted before the record is
  /// saved, so that a crash in between does not lose it. If the event itself is about a hook that
  /// gave up, nothing is noted: two failing hooks would notify each other forever.
  private func note(_ event: QueueEvent, of hook: Hook, _ error: String) throws {
    if event.kind == .hookGaveUp { return }
    let fact = QueueFact.GivenUpHook(hook: hook.name, eventKey: event.key, error: error)
    _ = try queue.perform(.note([.hookGaveUp(fact)]))
  }

  private enum Failure: Error {
    case failed(String)
    /// A signal to this process ended the hook's program, which is not a failure of the hook.
    case stopped
  }

  /// Runs a hook with an event on standard input. No part of a row becomes an argument or a
  /// variable.
  private func run(_ hook: Hook, _ event: QueueEvent, in root: String) -> Result<Void, Failure> {
    if hook.isCallback { return post(event) }
    var variables = ChildEnvironment.variables(from: workspace.environment, passing: hook.env)
    // Replies that a hook sends count as the hook's, and not as a person's.
    if variables["ORCH_OWNER_SESSION"] == nil {
      variables["ORCH_OWNER_SESSION"] = "hook:\(hook.name)"
    }
    let program = Subprocess(
      hook.argv[0], Array(hook.argv.dropFirst()), in: root, environment: variables,
      input: Array("\(document(event))\n".utf8),
      limits: .init(time: .seconds(hook.timeoutSeconds), output: Self.keptOutput))
    let secrets = hook.env.compactMap { variables[$0] } + workspace.secretTexts
    let said: (Subprocess.Outcome) -> String = { HookOutput.lastLine(of: $0, removing: secrets) }
    do throws(Subprocess.StartError) {
      let outcome = try program.supervise(onStart: { _ in }, onOutput: { _, _ in })
      switch outcome.ending {
      case .exited(0): return .success(())
      case .exited(let status): return .failure(.failed("status \(status)\(said(outcome))"))
      case .signalled(let number):
        return .failure(.failed("ended by signal \(number)\(said(outcome))"))
      case .timedOut, .silent, .lingered:
        return .failure(
          .failed("took longer than \(hook.timeoutSeconds) s\(said(outcome))"))
      case .interrupted: return .failure(.stopped)
      }
    } catch {
      return .failure(.failed("\(error)"))
    }
  }

  /// Posts the result of a plan.
  private func post(_ event: QueueEvent) -> Result<Void, Failure> {
    guard case .planEnded(let end)? = event.entry.fact else { return .success(()) }
    do {
      try PostCallback(queue: queue)(ofPlan: end.plan, version: end.version)
      return .success(())
    } catch let failure as PostCallback.Failure {
      return .failure(.failed(failure.reason))
    } catch {
      return .failure(.failed(Problem(error).message))
    }
  }

  /// The number of bytes that are kept of each stream.
  private static let keptOutput = 16 << 10
}

/// What was done for a hook.
public struct HookDelivery: Sendable {
  public let hook: String
  /// How many events the hook received.
  public internal(set) var delivered = 0
  /// Whether the hook had no position in this history, and begins at the end of the history.
  public internal(set) var begins = false
  /// Whether another process delivers events to the hook.
  public internal(set) var isElsewhere = false
  /// The events that the hook gave up on.
  public internal(set) var givenUp: [QueueEvent] = []
  /// The failure of the next event's delivery; `nil` if it did not fail.
  public internal(set) var failing: HookRecord.Failing?
  /// Why nothing could be delivered to any hook.
  public internal(set) var problem: Problem?

  init(hook: String) { self.hook = hook }

  public var hasFailed: Bool { failing != nil || problem != nil }
}
