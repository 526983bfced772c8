import Host
import QueueDocument
import QueueModel

/// One command's turn at the queue, with the lock held: recover, read, decide,
/// write, swap, and go forward when a save arrived in between.
///
/// Source: `docs/queue-file.md`, "How a rewrite happens".
struct Rewriter: ~Copyable {
  let path: String
  let sidecar: Sidecar
  let author: Author
  let clock: Clock
  /// Told of a save that takes long to end.
  let notice: WaitNotice
  /// When to stop going forward, on the monotonic clock.
  let deadline: Int
  var journal: Journal
  var notices: [String] = []
  private(set) var malformedRows: MalformedRows?
  /// The displaced saves that this command took.
  private var taken: [FileIdentity] = []
  /// The generations of the commands before.
  var oldGenerations: [Int] = []

  var generations: Generations { Generations(sidecar: sidecar, clock: clock) }
  var reader: QueueReader { QueueReader(path: path, clock: clock, notice: notice) }

  init(
    path: String, sidecar: Sidecar, author: Author, clock: Clock, notice: WaitNotice, deadline: Int
  ) throws(StoreError) {
    self.path = path
    self.sidecar = sidecar
    self.author = author
    self.clock = clock
    self.notice = notice
    self.deadline = deadline
    var lateSaves: [String] = []
    journal = try lifting { () throws(SystemError) in
      try Self.openJournal(path, sidecar, &lateSaves)
    }
    for kept in lateSaves {
      notices.append(
        "the journal of \(Path.name(of: path)) is gone; a file that it would have told of is kept "
          + "as \(kept): compare, and copy what you need")
    }
    if journal.droppedTornLine {
      notices.append("the journal's last line was cut short by a crash and is dropped")
    }
  }

  /// Where there is no journal the folder is new, or somebody died while making it.
  private static func openJournal(
    _ path: String, _ sidecar: Sidecar, _ lateSaves: inout [String]
  ) throws(SystemError) -> Journal {
    do { return try Journal(opening: sidecar.journal) } catch {
      guard error.isMissing else { throw error }
    }
    try sidecar.fill(like: FileStatus(of: path))
    // Nothing is written there before there is a journal: somebody removed it.
    lateSaves = try Generations(sidecar: sidecar, clock: .system).putAllAside()
    return try Journal(opening: sidecar.journal)
  }

  mutating func perform(
    _ transition: Transition, context: TransitionContext
  ) throws(StoreError) -> Decision {
    var round = Round(file: try reader.readAtRest(after: journal.last?.left))
    var swappedIn: [Decision] = []
    while true {
      malformedRows = (try? round.file.document.get())?.malformedRows
      let standing = swappedIn.first { round.file.shows($0) }
      let answer = standing.map(Result.success) ?? decide(transition, on: round.file, context)
      let change = standing == nil ? try? answer.get().change : nil
      if change == nil, round.found == nil { return try answer.get() }
      switch try replace(round, with: change, at: context.now) {
      case .displacedWhatWasRead:
        try finish()
        return try answer.get()
      case .displacedSave(let sequence):
        if change != nil, let decision = try? answer.get() { swappedIn.append(decision) }
        try keepOverrunSave(round)
        let left = journal.last?.left.identity ?? round.file.identity
        guard let file = try readFoundSave(sequence) else {
          try finish()
          return try answer.get()
        }
        taken.append(file.identity)
        round = Round(file: file, found: FoundSave(generation: sequence, standing: left))
      case .queueWasAway:
        try checkDeadline()
        if round.found == nil {
          round.file = try reader.readAtRest(after: journal.last?.left)
        } else {
          clock.sleep(.milliseconds(3))
        }
      }
    }
  }

  /// A found save that was just coming back to the queue's path when another one
  /// took its place there: that one's author may never have seen it.
  private mutating func keepOverrunSave(_ round: Round) throws(StoreError) {
    guard let found = round.found else { return }
    let generations = generations
    let kept = try lifting { () throws(SystemError) in
      try generations.putAside(found.generation)
    }
    notices.append(
      "two saves of \(Path.name(of: path)) came at once; the queue goes on from the later one, "
        + "the other is kept as \(kept): compare, and copy what you need")
  }

  private func decide(
    _ transition: Transition, on file: QueueFile, _ context: TransitionContext
  ) -> Result<Decision, StoreError> {
    switch file.document {
    case .failure(let error): .failure(.malformed(path: path, error))
    case .success(let document):
      Result { () throws(Refusal) in try transition.decide(in: document, context: context) }
        .map { $0.placed(inLine: document.nextLine) }.mapError(StoreError.refused)
    }
  }

  /// Makes the swap durable, and looks after the generations.
  private mutating func finish() throws(StoreError) {
    do { try Directory.sync(Path.parent(of: path)) } catch { throw .notDurable(error) }
    do throws(SystemError) {
      for kept in try generations.tidy(journal, taken: taken) {
        notices.append(
          "somebody saved \(Path.name(of: path)) from an editor that had an older copy open; "
            + "that save is kept as \(kept): compare, and copy what you need")
      }
      try JournalCompaction(sidecar: sidecar).run(journal, now: clock.now())
    } catch {
      // The change itself is durable: what could not be tidied waits for the
      // next command.
      notices.append(error.description)
    }
  }

  /// The save that a swap displaced, once it is whole; `nil` when its author does
  /// not come to an end in time. Then it stays a generation, which is looked at again.
  private mutating func readFoundSave(_ sequence: Int) throws(StoreError) -> QueueFile? {
    let displaced = generations.path(sequence)
    do throws(StoreError) {
      try checkDeadline()
      return try QueueReader(path: displaced, clock: clock, notice: notice)
        .readDisplaced(after: journal.last?.left)
    } catch .notAtRest {
      notices.append(
        "somebody is still saving \(Path.name(of: path)) while this command ran; "
          + "that save is in \(displaced)")
      return nil
    }
  }

  private func checkDeadline() throws(StoreError) {
    if clock.monotonic() >= deadline { throw .notAtRest(path: path) }
  }
}

/// What one attempt at a rewrite starts from.
struct Round {
  var file: QueueFile
  /// Set for a file that is a save which a swap displaced: it has to come back to
  /// the queue's path, with the transition or without.
  var found: FoundSave?
}

/// Where a save lies that a swap displaced, and what the swap put in its place.
struct FoundSave {
  let generation: Int
  let standing: FileIdentity
}

extension Decision {
  var change: ItemChange? {
    switch self {
    case .change(let change): change
    case .nothingPending, .alreadySo: nil
    }
  }

  /// The decision with the line that an added row will have.
  fileprivate func placed(inLine line: Int) -> Decision {
    guard case .change(let change) = self, change.before == nil else { return self }
    var item = change.after
    item.line = line
    return .change(ItemChange(before: nil, after: item))
  }
}
