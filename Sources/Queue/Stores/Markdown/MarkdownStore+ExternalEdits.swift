import Host
public import Model
public import QueueStore
public import Table

extension MarkdownStore: ExternalEdits {
  public var externalEdits: (any ExternalEdits)? { self }

  /// The identity of the file at the queue's path, if the last entry did not record it. The file is
  /// then an external edit or a copy.
  private func changedFile() -> FileIdentity? {
    guard let recorded = try? JournalHistory(sidecar: sidecar).last()?.identity,
      let found = try? FileStatus(of: path).identity, found != recorded
    else { return nil }
    return found
  }

  public var hasUnrecordedEdit: Bool {
    // A file that is younger than a second may come from a command that is still recording its
    // change.
    guard let found = changedFile(), clock.age(of: found) > .seconds(1) else {
      return false
    }
    return (try? JournalHistory(sidecar: sidecar).recordsFile(at: path)) == false
  }

  public func recordExternalEdits(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void> {
    guard changedFile() != nil else { return StoreOutcome(()) }
    return try perform(EmptyOperation(context: context), receive)
  }

  public var gitHold: GitHold? {
    guard let position = GitHead.position(above: Path.parent(of: path)) else { return nil }
    if let operation = position.operation { return .operation(operation) }
    guard position.isDetached,
      let journal = try? FileDescriptor(opening: sidecar.journal, for: .readingNoLink),
      let size = try? journal.status().identity.size,
      let entries = try? JournalEntry.entries(in: journal, upTo: size),
      let head = entries.last(where: \.isOfCommand)?.head, head.hasPrefix("ref: refs/heads/")
    else { return nil }
    return .detached(from: String(head.dropFirst("ref: refs/heads/".count)))
  }

  /// What the next command would make of a save that comes now; `nil` if that can't be said.
  ///
  /// - Parameter text: the text of the save.
  public func merge(saving text: QueueBytes) throws(StoreError) -> SavedMerge? {
    let file = try QueueReader(path: path, clock: clock).readNow(wasThere: true)
    return try lifting { () throws(SystemError) in
      try mergePreview.merge(saving: QueueVersion(text), over: file)
    }
  }

  public func recordedConflicts() throws(StoreError) -> Int {
    try lifting(JournalHistory(sidecar: sidecar).last()?.conflicts ?? 0)
  }

  public func unreadConflicts() throws(StoreError) -> Int {
    let recorded = try recordedConflicts()
    return try lifting(recorded - ReadConflicts(sidecar: sidecar).read(upTo: recorded))
  }

  public func markConflictsRead(_ count: Int) throws(StoreError) {
    try lifting { () throws(SystemError) in
      try sidecar.checkIsNoLink()
      try ReadConflicts(sidecar: sidecar).write(count)
    }
  }
}

/// `.orch/conflicts-read`: the number of conflicts in the journal that have been read.
struct ReadConflicts {
  let sidecar: Sidecar

  var path: String { "\(sidecar.folder)/conflicts-read" }

  /// - Parameter total: the number of all conflicts. If the file has a larger number, the result is
  ///   0.
  func read(upTo total: Int) throws(SystemError) -> Int {
    guard total > 0 else { return 0 }
    do {
      let text = try FileDescriptor(opening: path, for: .readingNoLink).read(32, at: 0)
      let count = Int(String(decoding: text, as: UTF8.self)) ?? 0
      return (0...total).contains(count) ? count : 0
    } catch {
      guard error.isMissing else { throw error }
      return 0
    }
  }

  func write(_ count: Int) throws(SystemError) {
    guard try count != read(upTo: count) else { return }
    let model = try FileStatus(of: sidecar.journal)
    try NewFile.replace(
      path, text: String(count), permissions: model.permissions, group: model.group)
  }
}
