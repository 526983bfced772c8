public import Host
import Model
package import QueueStore
import Workers

/// The main interface: one queue with its settings, stores and folders, for one request.
///
/// Files are found when they are first needed. The results are kept until `refresh`, so that one
/// request sees one queue and one set of settings. Not `Sendable`: each thread opens its own
/// `TaskQueue`, and threads exclude each other by the store's lock, as processes do.
public final class TaskQueue {
  public private(set) var opening: Opening
  package let waitNotice: WaitNotice
  package let receive: (EngineEvent) -> Void
  /// Identifies the operations until `refresh` in history, reports and run log.
  public private(set) var traceID: String
  /// The name of the run if the trace id was given; otherwise empty.
  private(set) var run: String

  var location: QueueLocation.Found?
  var cachedServer: ServerPlace?
  var cachedServerStore: (any ServerStore)?
  /// Reads briefs and decisions while a change is decided.
  var cachedContentStore: (any ServerStore)?
  var cachedConfiguration: Configuration?
  /// Why home, and therefore `orch.json`, was not found.
  var problemOfHome: Problem?
  var cachedTimes: (zone: QueueZone, headings: TimeHeadings)?
  var cachedTrustPermission: TrustPermission?
  /// The worker to which this process belongs. The outer `nil` means that the worker was not looked
  /// up yet; the inner `nil` means that there is none.
  var cachedWorker: (row: String?, label: String)??
  /// Whether the caller was warned that unreadable settings are left out.
  var hasWarnedOfSettings = false
  var cachedRunLog: RunLog?
  /// The last called verb, which names a step in the run log if the opening has no command.
  var verb = ""
  /// The last changed row, the status that a review gave it, and the class of the failed attempt
  /// that the change ended, for the run log.
  var changed: (id: String?, routedTo: Status?, failure: FailureClass?) = (nil, nil, nil)
  let waited = WaitedTime()
  /// The step that has a separate record in the run log.
  var step: LoggedRun?

  /// Creates the object without reading files; the first operation reads the files that it needs.
  ///
  /// - Parameters:
  ///   - opening: the place of the queue, and information about the process that opens it.
  ///   - waitNotice: shows a person why the command waits.
  ///   - receive: receives events in addition to the results: changes and warnings.
  public static func open(
    _ opening: Opening, waitNotice: WaitNotice = .silent,
    receive: @escaping (EngineEvent) -> Void = { _ in }
  ) -> TaskQueue {
    TaskQueue(opening, waitNotice, receive)
  }

  private init(
    _ opening: Opening, _ waitNotice: WaitNotice, _ receive: @escaping (EngineEvent) -> Void
  ) {
    (self.opening, self.waitNotice, self.receive) = (opening, waitNotice, receive)
    (traceID, run) = Self.names(of: opening)
  }

  private static func names(of opening: Opening) -> (traceID: String, run: String) {
    let name = Randomness.hexDigits(12)
    return opening.traceID.map { ($0, name) } ?? ("trace-\(name)", "")
  }

  /// Makes the next operation read the settings again, for a long-running program. The queue's
  /// location stays, because the search would find a queue further up while an editor has moved the
  /// file away.
  ///
  /// - Parameter command: the name of the command for the history from now on; `nil` for the name
  ///   of each verb.
  public func refresh(for command: String?) {
    opening.command = command
    (traceID, run) = Self.names(of: opening)
    forgetSettings()
    (cachedTrustPermission, cachedRunLog) = (nil, nil)
    (hasWarnedOfSettings, changed) = (false, (nil, nil, nil))
  }

  /// Makes the next use of a setting read `orch.json` again.
  package func forgetSettings() {
    (cachedConfiguration, problemOfHome, cachedTimes) = (nil, nil, nil)
  }

  /// Makes changes that have another trace id in the history, by which they are found after a crash.
  package func tracing<Value>(
    as traceID: String, _ body: () throws -> Value
  ) rethrows -> Value {
    let earlier = (opening.command, self.traceID, run)
    defer { (opening.command, self.traceID, run) = earlier }
    (opening.command, self.traceID, run) = (nil, traceID, Randomness.hexDigits(12))
    return try body()
  }

  package func warn(_ warning: Notice) { receive(.warning(warning)) }

  package func show(_ warnings: StoreWarnings) { receive(.storeWarnings(warnings)) }
}

/// Converts the errors of use cases and of lower layers to problems.
package func asking<Answer>(_ body: () throws -> Answer) throws(Problem) -> Answer {
  do { return try body() } catch { throw Problem(error) }
}
