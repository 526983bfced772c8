package import Attempts
package import Door
import Host
package import Model
import QueueStore
import Workers

/// Use case: if a row waits for its pull request, starts a process that asks the forge, and does
/// not wait for that process. Reports the problems that the last process found, each once.
package struct StartSync: Sendable, UseCase {
  package let queue: Queue
  package let launcher: SupervisorLauncher

  package init(queue: Queue, launcher: SupervisorLauncher) {
    self.queue = queue
    self.launcher = launcher
  }

  /// - Returns: the process; `nil` if no row waits.
  package func callAsFunction() throws -> StartedProcess? {
    let due = DueSync(queue: queue)
    guard try !due.items().isEmpty else { return nil }
    let folder = ForgeFolder(workspace)
    let state = try folder.state()
    if !state.news.isEmpty { try showNews(in: folder) }
    if state.secondsToNext(at: queue.clock.now.epochSeconds) > 0 { return nil }
    // A tick that a worker runs must not use a person's account.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "sync")
  }

  private func showNews(in folder: ForgeFolder) throws {
    let lock: SharedLock
    do { lock = try folder.lock(queue.clock.machine) } catch {
      // Another process is asking the forge already.
      if case .isAsked? = Problem(error).forge { return }
      throw error
    }
    defer { withExtendedLifetime(lock) {} }
    var state = try folder.state()
    let news = state.news
    state.news = []
    try folder.save(state)
    for sentence in news { queue.warn(.ofForge(sentence)) }
  }
}

/// When the forge is to be asked next.
package struct DueSync: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// The rows that have, or need, a pull request and whose branch is on this machine. In a queue on
  /// a server, other machines have the branches of the rows that they worked on.
  package func items() throws -> [QueueItem] {
    guard workspace.profiles.profiles.contains(where: { $0.integration == .pullRequest }) else {
      return []
    }
    let items = try queue.read { table in
      var found: [QueueItem] = []
      try table.visit(.blocked) { item in
        if item.awaited == .merge { found.append(item) }
        return .more
      }
      return found
    }
    var own: [QueueItem] = []
    for item in items where workspace.profile(of: item)?.integration == .pullRequest {
      if try !isElsewhere(item) { own.append(item) }
    }
    return own
  }

  private func isElsewhere(_ item: QueueItem) throws -> Bool {
    guard let claims = queue.store.sharedClaims else { return false }
    return try claims.claimPlaces(ofRow: item.id).last?.isHere == false
  }

  /// The seconds until the forge may be asked, whether or not a row waits.
  package func seconds() throws -> Int {
    try ForgeFolder(workspace).state().secondsToNext(at: queue.clock.now.epochSeconds)
  }
}
