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

  /// Plans `work` on the queue as it stands, and writes what it asks for.
  mutating func carryOut<W: Work>(_ work: W) throws(StoreError) -> W.Answer {
    var round = Round(file: try reader.readAtRest(after: journal.last?.left))
    var swappedIn: [Plan<W.Answer>] = []
    while true {
      malformedRows = (try? round.file.document.get())?.malformedRows
      let standing = swappedIn.first { $0.rewrite?.stands(in: round.file) ?? false }
      let plan =
        standing.map { .success(Plan(answer: $0.answer, rewrite: nil)) } ?? plan(work, round)
      let rewrite = try? plan.get().rewrite
      if rewrite == nil, round.found == nil { return try plan.get().answer }
      switch try replace(round, with: rewrite, at: work.time) {
      case .displacedWhatWasRead:
        try finish()
        return try plan.get().answer
      case .displacedSave(let sequence):
        if rewrite != nil, let plan = try? plan.get() { swappedIn.append(plan) }
        try keepOverrunSave(round)
        let left = journal.last?.left.identity ?? round.file.identity
        guard let file = try readFoundSave(sequence) else {
          try finish()
          return try plan.get().answer
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

  private func plan<W: Work>(_ work: W, _ round: Round) -> Result<Plan<W.Answer>, StoreError> {
    Result { () throws(StoreError) in
      let document: QueueDocument
      do throws(DocumentError) { document = try round.file.document.get() } catch {
        throw .malformed(path: path, error)
      }
      let history = work.readsHistory ? try history(before: round, at: work.time) : []
      do throws(Refusal) { return try work.plan(for: document, history: history) } catch {
        throw .refused(error)
      }
    }
  }

  /// What happened up to the round's file, a save included that no entry tells yet.
  private func history(
    before round: Round, at time: QueueTime
  ) throws(StoreError) -> [HistoryEntry] {
    let told = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: sidecar).entries(of: nil)
    }
    guard let save = externalEntry(for: round, at: time) else { return told }
    return told + (JournalEntry.parse(save.line.dropLast())?.histories ?? [])
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

extension Rewrite {
  /// Whether a file already is what this makes of it. A layout is never taken for
  /// granted: it costs nothing to look again.
  fileprivate func stands(in file: QueueFile) -> Bool {
    switch self {
    case .change(let change): file.shows(change)
    case .layout: false
    }
  }
}
