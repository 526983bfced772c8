public import Model

extension Plan {
  /// The rows that the plan asks for, in the order of its tasks.
  ///
  /// - Parameter zone: the queue's zone, in which the plan's times are given.
  public func rows(in zone: QueueZone) -> [Transition.NewItem] {
    tasks.map { task in
      let settings = settings(of: task)
      func time(_ text: String?) -> QueueTime? { text.flatMap { QueueTime($0, zone: zone) } }
      var row = Transition.NewItem(
        id: rowID(of: task.id), priority: settings.priority ?? .p1, task: task.task,
        successCriteria: CriteriaCell.text(criteria(of: task), outputs: task.outputs),
        dueAt: time(settings.dueAt), notes: settings.notes ?? "", after: task.after.map(rowID),
        maxAttempts: settings.maxAttempts)
      row.labels = task.tags
      row.worker = settings.worker
      row.timeoutSeconds = settings.timeoutSeconds
      row.repository = settings.repository
      row.plan = name
      row.approval = settings.approval
      row.failurePolicy = settings.failurePolicy
      row.touches = settings.touches
      row.deferredUntil = time(settings.notBefore)
      return row
    }
  }
}
