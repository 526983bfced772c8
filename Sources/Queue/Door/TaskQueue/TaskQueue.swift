public import Host
import Model
package import QueueStore
import Workers

/// The front door: one queue with its settings, stores and folders, as one request works on it.
///
/// Nothing is looked for before it is needed, and what was found is kept, so that one request sees
/// one queue and one set of settings, until `refresh`. Not `Sendable`: each thread opens its own,
/// and they exclude each other by the store's lock, as processes do.
public final class TaskQueue {
  public private(set) var opening: Opening
  package let waitNotice: WaitNotice
  package let receive: (EngineEvent) -> Void
  /// Identifies what is done, until `refresh`, in history, reports and run log.
  public private(set) var traceID: String
  /// Names the run if the trace id was given; otherwise empty.
  private(set) var run: String

  var location: QueueLocation.Found?
  var cachedServer: ServerPlace?
  var cachedServerStore: (any ServerStore)?
  /// Reads briefs and decisions while a change is decided.
  var cachedContentStore: (any ServerStore)?
  var cachedConfiguration: Configuration?
  /// Why home, and so `orch.json`, was not found.
  var problemOfHome: Problem?
  var cachedTimes: (zone: QueueZone, headings: TimeHeadings)?
  var cachedTrustPermission: TrustPermission?
  /// The worker that this process belongs to, once that was looked up; the inner `nil` means none.
  var cachedWorker: (row: String?, label: String)??
  /// Whether a warning said that unreadable settings are left out.
  var hasWarnedOfSettings = false
  var cachedRunLog: RunLog?
  /// The verb that was called last: it names a step in the run log when the opening has no command.
  var verb = ""
  /// The row that was changed last, and the status to which a review moved it, for the run log.
  var changed: (id: String?, routedTo: Status?) = (nil, nil)
  /// The step that the run log records by itself.
  var step: LoggedRun?

  /// Opens nothing; the first question does what it needs.
  ///
  /// - Parameters:
  ///   - opening: where the queue is, and what the opening process says about itself.
  ///   - waitNotice: shows a person what is waited for.
  ///   - receive: gets what happens besides the answers: changes and warnings.
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

  /// Reads the settings again from now on, for a program that runs for long. The place that was
  /// found stays: while an editor has moved the file away, the search would find a queue further
  /// up.
  ///
  /// - Parameter command: what the history names from now on; `nil` for each verb.
  public func refresh(for command: String?) {
    opening.command = command
    (traceID, run) = Self.names(of: opening)
    (cachedConfiguration, problemOfHome, cachedTimes) = (nil, nil, nil)
    (cachedTrustPermission, cachedRunLog) = (nil, nil)
    (hasWarnedOfSettings, changed) = (false, (nil, nil))
  }

  package func warn(_ warning: Notice) { receive(.warning(warning)) }

  package func show(_ warnings: StoreWarnings) { receive(.storeWarnings(warnings)) }
}

/// Converts the errors of use cases and of the layers below once, at the door.
package func asking<Answer>(_ body: () throws -> Answer) throws(Problem) -> Answer {
  do { return try body() } catch { throw Problem(error) }
}
