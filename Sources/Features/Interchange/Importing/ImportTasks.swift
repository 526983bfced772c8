import Door
import Model

/// Use case: makes rows from the tasks of another tool, and changes rows that were not changed here
/// after the last import.
///
/// The briefs are written first, then all rows in one transition. If a crash interrupts this, the
/// next import completes it, because it finds the same ids free.
struct ImportTasks: Sendable, UseCase {
  let queue: Queue
  private let zone: QueueZone

  /// - Parameter zone: the zone of the queue's times.
  init(queue: Queue, zone: QueueZone) {
    (self.queue, self.zone) = (queue, zone)
  }

  /// - Parameters:
  ///   - form: the form of the tasks' tool.
  ///   - isDryRun: whether to report only what would happen to the tasks.
  ///   - report: called with the number of briefs that were written, and the number of all briefs.
  func callAsFunction(
    _ reading: ForeignReading, from form: InterchangeForm, dryRun isDryRun: Bool,
    report: (Int, Int) -> Void
  ) throws -> ImportOutcome {
    try queue.checkWritable()
    // This records rows that were deleted by hand in the history.
    if !isDryRun { try queue.recordExternalEdits() }
    let policy = try queue.settings.get().policy
    var losses = reading.losses
    let tasks: [ImportedTask] = reading.tasks.compactMap { task in
      if case .dropped(let word) = task.state {
        losses.append(ForeignLoss(.leftOut(word), key: task.key, at: task.place))
        return nil
      }
      let made = ImportedTask(task, policy, in: zone)
      losses += made.losses
      return made
    }
    var attempts = 1
    while true {
      do {
        return try change(tasks, form, losses, isDryRun, report)
      } catch {
        // Another process used a generated id in the meantime.
        guard case .alreadyExists? = Problem(error).refusal, attempts < Self.mostAttempts else {
          throw error
        }
        attempts += 1
      }
    }
  }

  private static let mostAttempts = 8

  private func change(
    _ tasks: [ImportedTask], _ form: InterchangeForm, _ losses: [ForeignLoss], _ isDryRun: Bool,
    _ report: (Int, Int) -> Void
  ) throws -> ImportOutcome {
    let made = try ImportedRows(of: tasks, from: form, in: queue)
    var outcome = made.outcome
    outcome.losses = losses + outcome.losses
    if made.rows.isEmpty, made.briefs.isEmpty { return outcome }
    let transition = Transition.importRows(.init(made.rows))
    let decision: Decision
    if isDryRun {
      decision = try queue.preview(transition)
    } else {
      decision = try made.briefs.writing(for: queue) { queue in
        try queue.perform(transition)
      } isThere: { id in
        try? queue.read { try $0.contains(id) }
      } report: {
        report($0, $1)
      }
    }
    // Rows that were changed in the meantime were not changed again.
    let changed = Set(decision.changes.map(\.id))
    for index in outcome.rows.indices where outcome.rows[index].fate == .changed {
      if !changed.contains(outcome.rows[index].id ?? "") { outcome.rows[index].fate = .changedHere }
    }
    return outcome
  }
}
