import Host
import Text
import Workload

/// Runs commands on the queue, one after the other, some of them while the queue is locked.
struct SoakActor {
  let queue: SoakQueue
  let log: SoakLog
  let profile: SoakProfile
  private var random: SeededNumbers
  /// When the soak began, by the machine's monotonic clock.
  private let start: Duration

  /// How often a command that meets a lock is tried; after that its ending counts as unexpected.
  static let retryLimit = 20

  init(_ queue: SoakQueue, _ log: SoakLog, _ profile: SoakProfile, start: Duration, number: Int) {
    (self.queue, self.log, self.profile, self.start) = (queue, log, profile, start)
    random = SeededNumbers(seed: UInt64(profile.seed) &+ UInt64(number) << 40)
  }

  /// Runs a command that writes, again and again while the queue is locked.
  ///
  /// - Returns: `nil` if the command failed.
  mutating func write(
    _ program: ProgramRunner, _ arguments: [String], input: String = "", mayBeRefused: Bool = false
  ) -> CommandResult? {
    for number in 1...Self.retryLimit {
      let isLocked = Double.random(in: 0..<1, using: &random) < profile.faults.lockedDatabase
      let result: CommandResult
      do {
        result = try run(program, arguments, input, onLockedQueue: isLocked)
      } catch {
        log.note(Self.words(arguments), .unexpected(status: 70, error: "the stranger: \(error)"))
        return nil
      }
      switch result.status {
      case 0:
        log.note(arguments[0], .done)
        return result
      case 75 where number < Self.retryLimit: log.note(arguments[0], .locked)
      case 1 where mayBeRefused:
        log.note(arguments[0], .refused)
        return nil
      case _:
        log.note(Self.words(arguments), unexpected: result)
        return nil
      }
    }
    return nil
  }

  /// Runs the command, on request while another process has the queue locked. A server has no lock
  /// of the whole queue.
  private func run(
    _ program: ProgramRunner, _ arguments: [String], _ input: String, onLockedQueue: Bool
  ) throws -> CommandResult {
    guard onLockedQueue, queue.store.hasLock else { return program.run(arguments, input: input) }
    return try queue.store.locked(in: queue.folder) {
      log.noteLock()
      return program.run(arguments, input: input)
    }
  }

  /// Runs a command that only reads, so that a lock does not stop it.
  func read(_ program: ProgramRunner, _ arguments: [String]) -> CommandResult? {
    let result = program.run(arguments)
    guard result.status == 0 else {
      log.note(Self.words(arguments), unexpected: result)
      return nil
    }
    log.note(arguments[0], .done)
    return result
  }

  /// The words that name a command in faults.
  private static func words(_ arguments: [String]) -> String {
    arguments.prefix(2).joined(separator: " ")
  }

  /// Waits for a moment of the soak, in milliseconds of the queue's clock.
  ///
  /// - Returns: whether the soak goes on.
  func wait(until milliseconds: Int) -> Bool {
    log.wait(until: start + queue.clock.real(milliseconds))
  }
}

/// Submits a part of the arriving rows.
struct Submitter {
  private var actor: SoakActor
  private let number: Int

  /// - Parameters:
  ///   - actor: runs the commands of the submitter.
  ///   - number: the number of the submitter, from 0.
  init(_ actor: SoakActor, number: Int) { (self.actor, self.number) = (actor, number) }

  mutating func run() {
    let profile = actor.profile
    for minute in 0..<profile.minutes {
      for arrival in Arrival.inMinute(minute, of: profile)
      where arrival.number % profile.arrivals.submitters == number {
        guard actor.wait(until: arrival.time) else { return }
        switch arrival.kind {
        case .single(let isRepeated):
          add(arrival.number)
          if isRepeated { add(arrival.number) }
        case .burst(let count): request(arrival.number..<arrival.number + count)
        }
      }
    }
  }

  private mutating func add(_ number: Int) {
    let task = SoakTask(number: number)
    let key = "soak-\(number)"
    let result = actor.write(
      actor.queue.orch,
      [
        "add", "--priority", "P\(number % 3)", "--task", task.text, "--success-criteria",
        task.criteria, "--idempotency-key", key,
      ])
    guard let line = result?.firstLine, line.hasPrefix("Added ") else { return }
    actor.log.note(SoakHistory.Submission(ids: [String(line.dropFirst(6))], key: key))
  }

  /// Submits several tasks at once. The tasks have the same criteria, so all are of one kind.
  private mutating func request(_ numbers: Range<Int>) {
    let kinds = SoakTask.Kind.allCases.filter { $0 != .proved }
    let kind = kinds[numbers.lowerBound % kinds.count]
    let tasks = numbers.map { SoakTask(number: $0, kind: kind) }
    let result = actor.write(
      actor.queue.orch,
      [
        "intake", "submit", "--json", "--request", "-", "--success-criteria",
        tasks.first?.criteria ?? "",
      ], input: tasks.map { "- \($0.text)\n" }.joined())
    if let ids = result?.json?["ids"]?.stringValues {
      actor.log.note(SoakHistory.Submission(ids: ids))
    }
  }
}

/// Restarts rows that do not continue by themselves.
struct QueueOperator {
  private var actor: SoakActor
  /// The rows that were FAILED at the last look. In a database the watchdog retries those of them
  /// that have attempts left.
  private var failedBefore: Set<String> = []
  private var count = 0

  init(_ actor: SoakActor) { self.actor = actor }

  mutating func run() {
    var time = 0
    repeat {
      time += actor.profile.people.operatorSeconds * 1000
      look()
    } while actor.wait(until: time)
  }

  private mutating func look() {
    let words = ["list", "--json", "--status", "FAILED", "--status", "BLOCKED"]
    let rows = actor.read(actor.queue.orch, words)?.json?["items"]?.arrayValue ?? []
    var failed: Set<String> = []
    for row in rows.compactMap(\.objectValue) {
      guard let id = row["id"]?.stringValue else { continue }
      if row["status"] == "BLOCKED" || failedBefore.contains(id) {
        restart(id)
      } else {
        failed.insert(id)
      }
    }
    failedBefore = failed
  }

  /// Restarts the row, with each of the two possible commands in turn.
  private mutating func restart(_ id: String) {
    count += 1
    let words =
      count % 2 == 0
      ? ["retry", id, "--force"] : ["replan", id, "--force", "--notes", "with less / 더 적게"]
    _ = actor.write(actor.queue.ops, words, mayBeRefused: true)
  }
}

/// Reads the queue and changes nothing.
struct Reader {
  private let actor: SoakActor

  init(_ actor: SoakActor) { self.actor = actor }

  func run() {
    let (orch, ops) = (actor.queue.orch, actor.queue.ops)
    let looks: [(ProgramRunner, [String])] = [
      (orch, ["list"]), (ops, ["status"]), (ops, ["why"]), (ops, ["workers"]),
      (orch, ["history", "--limit", "20"]),
    ]
    var count = 0
    repeat {
      let (program, words) = looks[count % looks.count]
      _ = actor.read(program, words)
      count += 1
    } while actor.wait(until: count * actor.profile.people.readerSeconds * 1000)
  }
}
