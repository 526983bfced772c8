public import Door
public import Host
public import Model
import Plans
import QueueStore

extension TaskQueue {
  /// Passes events of the queue to `visit`, oldest first, with those of archived rows.
  ///
  /// - Parameters:
  ///   - cursor: the event behind which they begin; `nil` for the first one.
  ///   - filter: which events are wanted.
  ///   - awaitingWriters: whether to wait for those who write now, whose change may have touched the
  ///     files, and be seen only once it is durable.
  ///   - caller: who asks: the first one who does gives the queue an id.
  ///   - visit: called with each event.
  /// - Returns: the last place that was seen, also of an event that was not wanted.
  /// - Throws: `badCursor` for a place of another queue, or one to which the history has not come.
  public func events(
    after cursor: EventCursor?, matching filter: EventFilter, awaitingWriters: Bool = false,
    as caller: Caller, _ visit: (QueueEvent) -> Void
  ) throws(Problem) -> EventCursor {
    try asking {
      let queue = try queue(as: caller, for: "events")
      if awaitingWriters { try queue.awaitWriters() }
      let read = ReadEvents(
        queue: queue, filter: filter, idsOfPlan: try filter.plan.map(ids(ofPlan:)),
        plans: queue.plansOfRows())
      return try read(after: cursor, visit)
    }
  }

  /// The place of the last event: what comes behind it happens from now on.
  ///
  /// - Parameter caller: who asks.
  public func lastEvent(as caller: Caller) throws(Problem) -> EventCursor {
    let near = try asking {
      let queue = try queue(as: caller, for: "events")
      let last = try queue.store.latestHistory(1).last?.sequence ?? 0
      return EventCursor(
        history: try queue.store.historyID(queue.context()), sequence: max(0, last - 1), index: 0)
    }
    // Of one change there may be many rows, and what was archived has places, too.
    return try events(after: near, matching: EventFilter(), as: caller) { _ in }
  }

  /// The same, and goes on with what happens, until `visit` ends it.
  ///
  /// - Parameters:
  ///   - cursor: the event behind which they begin; `nil` for the first one.
  ///   - filter: which events are wanted.
  ///   - caller: who asks.
  ///   - output: where they are printed: the end of its reader ends the wait.
  ///   - visit: called with each event, and with `nil` before it waits; `false` ends it.
  public func followEvents(
    after cursor: EventCursor?, matching filter: EventFilter, as caller: Caller,
    to output: StandardStream, _ visit: (QueueEvent?) -> Bool
  ) throws(Problem) {
    let command = opening.command
    var watch = FolderWatch(of: [])
    var (last, goesOn) = (cursor, true)
    var lastStamp: QueueStamp?
    while goesOn {
      if let notice = try? followQueue() { warn(notice) }
      refresh(for: command)
      let files = try filesOfHistory()
      // From here on changes are noticed.
      watch.restart(watching: Set(files.map(Path.parent(of:))).sorted())
      // To read a database changes its folder.
      let stamp = QueueStamp(of: files)
      let isChanged = stamp != lastStamp
      lastStamp = stamp.isFinal(at: opening.clock.now()) ? stamp : nil
      do {
        if isChanged {
          last = try events(
            after: last, matching: filter, awaitingWriters: true, as: caller
          ) { event in
            goesOn = goesOn && visit(event)
          }
        }
      } catch {
        // A save that is in progress, say.
        guard error.exitStatus == .temporaryFailure else { throw error }
        lastStamp = nil
      }
      guard goesOn, visit(nil) else { return }
      let longest = watch.recheckInterval ?? Self.longestPause
      let pause = lastStamp == nil ? Self.shortPause : longest
      switch watch.wait(within: pause, writing: output) {
      case .unread: return
      case .change: opening.clock.sleep(Self.burst)
      case .time: break
      }
    }
  }

  /// The files of which one changes with each entry of the history. A save that a tick records
  /// changes the journal alone.
  private func filesOfHistory() throws(Problem) -> [String] {
    (try store().watchable?.files ?? []) + [Path.join(try workspace().sidecar, "journal.jsonl")]
  }

  /// A command changes several files.
  private static let burst = Duration.milliseconds(10)
  /// The longest time without a look.
  private static let longestPause = Duration.seconds(30)
  /// A change within a tick of the kernel's clock leaves the stamp as it is.
  private static let shortPause = Duration.milliseconds(100)
}
