import Host
import Workload

/// Works a queue as its users do, for as long as a profile says, and reports the result.
struct Soak {
  private let profile: SoakProfile
  private let text: [UInt8]
  private let programs: Programs
  private let folder: SoakFolder
  private let store: SoakStore

  /// The paths of the programs.
  struct Programs: Sendable {
    let orch: String
    let ops: String
    /// The path of this program, which also plays the worker.
    let worker: String
  }

  /// - Parameters:
  ///   - text: the text of the profile's file.
  ///   - minutes: how long rows arrive, if not as long as the profile says.
  ///   - programs: the programs under test, and the worker.
  ///   - folder: the folder of the soak, which must not exist yet.
  ///   - store: the store of the queue.
  init(
    _ text: [UInt8], minutes: Int? = nil, with programs: Programs, in folder: SoakFolder,
    _ store: SoakStore = .database
  ) throws(ProfileError) {
    let whole = try SoakProfile(parsing: text)
    profile = minutes.map(whole.lasting) ?? whole
    (self.text, self.programs, self.folder, self.store) = (text, programs, folder, store)
  }

  /// Runs the soak.
  ///
  /// - Parameters:
  ///   - pause: ends the waits of the soak, and so the soak itself, at a signal.
  ///   - progress: is called with a line from time to time.
  func run(_ pause: InterruptiblePause, progress: @escaping (String) -> Void) throws -> SoakOutcome
  {
    let clock = SoakClock(speed: profile.speed, epoch: Clock.system.now() / 1_000_000_000)
    let queue = SoakQueue(
      orch: programs.orch, ops: programs.ops, folder: folder, store: store, clock: clock)
    try prepare(queue)
    let (profile, submitters) = (profile, profile.arrivals.submitters)
    let log = SoakLog(submitters: submitters)
    let start = Clock.system.monotonic()
    var monitor = SoakMonitor(queue, log, profile, start: start, progress: progress)
    let end = Parallel.beside(submitters + 2) { number in
      let actor = SoakActor(queue, log, profile, start: start, number: number)
      if number < submitters {
        var submitter = Submitter(actor, number: number)
        submitter.run()
        log.removeSubmitter()
      } else if number == submitters {
        var queueOperator = QueueOperator(actor)
        queueOperator.run()
      } else {
        Reader(actor).run()
      }
    } body: {
      defer { log.end() }
      return Result { try monitor.run(pause) }
    }
    return try monitor.outcome(end.get())
  }

  private func prepare(_ queue: SoakQueue) throws {
    let worker = [programs.worker, "worker", folder.path, programs.orch]
    try folder.create(text, profile, worker: worker, epoch: queue.clock.epoch)
    for words in [["init"], ["trust", "--yes"]] {
      let result = queue.orch.run(words)
      guard result.status == 0 else {
        throw SoakError.command("orch \(words[0])", result.errors)
      }
    }
  }
}

/// Why a soak cannot run.
enum SoakError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A command that the soak needs failed: the command and its message.
  case command(String, String)
  /// The path of the soak's folder is taken.
  case taken(String)
  /// A worker was started without a variable or file that it needs.
  case missing(String)

  var description: String {
    switch self {
    case .command(let words, let text): "\(words) failed: \(text)"
    case .taken(let path): "\(path) exists already (name a folder that does not)"
    case .missing(let what): "\(what) is missing"
    }
  }
}
