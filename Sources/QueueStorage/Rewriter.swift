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
  var notices: [Notice] = []
  private(set) var malformedRows: MalformedRows?
  /// Who took which row before this command.
  var claims = Claims()
  /// Whether the sidecar's file of them lacks some.
  var claimsAreBehind = false
  /// Whether claims that are made elsewhere have come further.
  var hasRaisedLastClaim = false
  /// The rows of whose claims entries of this command told.
  var toldClaims: Set<String> = []
  /// The displaced saves that this command took.
  var taken: [FileIdentity] = []
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
    notices = lateSaves.map { .keptWithoutJournal($0) }
    if journal.droppedTornLine { notices.append(.droppedTornLine) }
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
    try readClaims()
    raiseLastClaim(to: work.lastClaim)
    var round = Round(file: try reader.readAtRest(after: journal.last?.left))
    var swappedIn: [Plan<W.Answer>] = []
    while true {
      malformedRows = (try? round.file.document.get())?.malformedRows
      let planned = swappedIn.standing(in: round.file).map { .success($0) } ?? plan(work, round)
      let plan = try? planned.get()
      if plan?.rewrite == nil, round.found == nil {
        return try end(planned, at: work.time)
      }
      switch try replace(round, with: plan, at: work.time) {
      case .displacedWhatWasRead: return try finish(planned, at: work.time)
      case .displacedSave(let sequence):
        if let plan, plan.rewrite != nil { swappedIn.append(plan) }
        guard let next = try roundOfSave(sequence, displacedBy: round) else {
          return try finish(planned, at: work.time)
        }
        round = next
      case .queueWasAway: try waitForQueue(&round)
      }
    }
  }

  /// Ends a turn that leaves the queue as it is.
  private mutating func end<Answer>(
    _ planned: Result<Plan<Answer>, StoreError>, at time: QueueTime
  ) throws(StoreError) -> Answer {
    try keepDurably((try? planned.get())?.claims ?? [], at: time)
    return try planned.get().answer
  }

  private func waitForQueue(_ round: inout Round) throws(StoreError) {
    try checkDeadline()
    if round.found == nil {
      if round.file.identity == journal.last?.left.identity { round.own = round.file }
      round.file = try reader.readAtRest(after: journal.last?.left)
    } else {
      clock.sleep(.milliseconds(3))
    }
  }

  func checkDeadline() throws(StoreError) {
    if clock.monotonic() >= deadline { throw .notAtRest(path: path) }
  }

  /// Makes the swap durable, and looks after the sidecar.
  private mutating func finish<Answer>(
    _ planned: Result<Plan<Answer>, StoreError>, at time: QueueTime
  ) throws(StoreError) -> Answer {
    do { try Directory.sync(Path.parent(of: path)) } catch { throw .notDurable(error) }
    keep((try? planned.get())?.claims ?? [], at: time)
    tidy()
    return try planned.get().answer
  }

  private mutating func tidy() {
    do throws(SystemError) {
      for kept in try generations.tidy(journal, taken: taken) {
        notices.append(.keptLateSave(kept))
      }
      try JournalCompaction(sidecar: sidecar).run(journal, now: clock.now())
    } catch {
      // The change itself is durable.
      notices.append(.untidied(error))
    }
  }
}
