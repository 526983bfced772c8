import Dispatching
import Facts
import Host
import QueueModel

/// Use case: starts what asks the forge in a process of its own where a row waits for its pull
/// request, and does not wait for it; tells what it found wrong last, once.
struct StartSync: Sendable {
  let queue: Queue
  let workspace: Workspace
  let launcher: SupervisorLauncher

  /// - Returns: the process; `nil` where none is needed.
  func callAsFunction() throws(Problem) -> StartedCommand? {
    let due = DueSync(queue: queue, workspace: workspace)
    guard try due.isNeeded() else { return nil }
    let folder = ForgeFolder(workspace)
    if try !folder.state().news.isEmpty { try tell(in: folder) }
    guard try due.seconds() == 0 else { return nil }
    // A worker that ticks has no business with a person's account.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "sync")
  }

  private func tell(in folder: ForgeFolder) throws(Problem) {
    let lock: SharedLock
    do throws(Problem) { lock = try folder.lock(queue.clock.machine) } catch {
      // It is being asked again.
      if case .forge(.isAsked) = error { return }
      throw error
    }
    defer { withExtendedLifetime(lock) {} }
    var state = try folder.state()
    let news = state.news
    state.news = []
    try folder.save(state)
    for told in news { queue.warn(.ofForge(told.sentence)) }
  }
}

/// When the forge is to be asked next.
struct DueSync: Sendable {
  let queue: Queue
  let workspace: Workspace

  /// Whether a row waits for its pull request.
  func isNeeded() throws(Problem) -> Bool {
    guard workspace.profiles.profiles.contains(where: { $0.integration == .pullRequest }) else {
      return false
    }
    return try queue.read { table in
      var isFound = false
      try table.visit(.blocked) { item in
        isFound = item.awaited == .merge
        return isFound ? .enough : .more
      }
      return isFound
    }
  }

  /// Seconds until it may be asked, whether or not a row waits.
  func seconds() throws(Problem) -> Int {
    try ForgeFolder(workspace).state().secondsToNext(at: queue.clock.now.epochSeconds)
  }
}
