public import Door
public import Host
public import Model
import Plans
import QueueStore

extension TaskQueue {
  /// Passes the events of the queue to `visit`, oldest first. Archived rows have events, too.
  ///
  /// - Parameters:
  ///   - cursor: the event after which reading begins; `nil` to begin with the first event.
  ///   - awaitingWriters: whether to wait for processes that write now. Their changes may have
  ///     touched the files, but are not visible before they are durable.
  ///   - caller: the session that asks. The first call gives the queue an id.
  /// - Returns: the last position that was read, even if the event there was not wanted.
  /// - Throws: `badCursor` for a position of another queue, or one that the history has not
  ///   reached.
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

  /// The position of the last event. Future events come after it.
  public func lastEvent(as caller: Caller) throws(Problem) -> EventCursor {
    let near = try asking {
      let queue = try queue(as: caller, for: "events")
      let last = try queue.store.latestHistory(1).last?.sequence ?? 0
      return EventCursor(
        history: try queue.store.historyID(queue.context()), sequence: max(0, last - 1), index: 0)
    }
    // One change may concern many rows, and archived rows have positions, too.
    return try events(after: near, matching: EventFilter(), as: caller) { _ in }
  }

  /// Passes the events of the queue to `visit`, and continues with new ones until `visit` ends it.
  ///
  /// - Parameters:
  ///   - cursor: the event after which reading begins; `nil` to begin with the first event.
  ///   - output: the stream to which the events are printed. The wait ends when nobody reads the
  ///     stream any more.
  ///   - visit: called with each event, and with `nil` before a wait; `false` ends it.
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
      // Changes are noticed from this point on.
      watch.restart(watching: Set(files.map(Path.parent(of:))).sorted())
      // Reading a database changes its folder.
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
        // The error may pass by itself, for example if a save is in progress.
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

  /// The files of which at least one changes with each entry of the history. If a tick records a
  /// save, only the journal changes.
  private func filesOfHistory() throws(Problem) -> [String] {
    (try store().watchable?.files ?? []) + [Path.join(try workspace().sidecar, "journal.jsonl")]
  }

  /// How long to wait for further changes, because a command changes several files.
  private static let burst = Duration.milliseconds(10)
  /// The longest time between two looks.
  private static let longestPause = Duration.seconds(30)
  /// A change within a tick of the kernel's clock leaves the stamp as it is.
  private static let shortPause = Duration.milliseconds(100)
}
