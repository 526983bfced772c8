public import Host

/// Works a queue as its users do, for as long as a profile says, and counts what it came to.
public struct Soak {
  let profile: SoakProfile
  private let text: [UInt8]
  private let programs: Programs
  private let folder: SoakFolder

  /// The programs that take part.
  public struct Programs: Sendable {
    let orch: String
    let ops: String
    let worker: String

    /// - Parameters:
    ///   - orch: under test.
    ///   - ops: under test, too.
    ///   - worker: this program, which is its own worker.
    public init(orch: String, ops: String, worker: String) {
      (self.orch, self.ops, self.worker) = (orch, ops, worker)
    }
  }

  public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
    /// A command that has to work did not; with what it said.
    case command(String, String)
    /// Something is where the soak's folder is to be.
    case taken(String)
    case system(SystemError)

    public var description: String {
      switch self {
      case .command(let words, let text): "\(words) failed: \(text)"
      case .taken(let path): "\(path) is there already (name a folder that is not)"
      case .system(let error): error.description
      }
    }
  }

  /// - Parameters:
  ///   - text: the profile's file.
  ///   - programs: by their paths.
  ///   - folder: where nothing is yet.
  public init(_ text: [UInt8], with programs: Programs, in folder: SoakFolder) throws(ProfileError)
  {
    profile = try SoakProfile(parsing: text)
    self.text = text
    self.programs = programs
    self.folder = folder
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - pause: cuts its waits short.
  ///   - progress: is told now and then how things stand.
  public func run(
    _ pause: InterruptiblePause, progress: @escaping (String) -> Void
  ) throws(Failure) -> SoakOutcome {
    let clock = QueueClock(
      speed: profile.speed, epoch: Clock.system.now() / 1_000_000_000)
    let tool = Tool(orch: programs.orch, ops: programs.ops, folder: folder, clock: clock)
    try prepare(tool)
    let record = Record()
    for _ in 0..<profile.arrivals.submitters { record.addSubmitter() }
    let start = Clock.system.monotonic()
    var watch = Watch(tool, record, profile, start: start, progress: progress)
    let profile = profile
    let result = Parallel.beside(profile.arrivals.submitters + 2) { number in
      let participant = Participant(tool, record, profile, start: start, number: number)
      if number < profile.arrivals.submitters {
        var submitter = Submitter(participant, number: number)
        submitter.run()
        record.removeSubmitter()
      } else if number == profile.arrivals.submitters {
        var queueOperator = QueueOperator(participant)
        queueOperator.run()
      } else {
        Reader(participant).run()
      }
    } body: {
      defer { record.end() }
      return Result { () throws(Failure) in try watch.run(pause) }
    }
    let end = try result.get()
    return try watch.outcome(end)
  }

  private func prepare(_ tool: Tool) throws(Failure) {
    let worker = [programs.worker, "worker", folder.path, programs.orch]
    do {
      try folder.create(text, profile, worker: worker, epoch: tool.clock.epoch)
    } catch {
      throw error == .taken(folder.path) ? .taken(folder.path) : .system(error)
    }
    for words in [["init"], ["trust", "--yes"]] {
      let answer = tool.run(.orch, words)
      guard answer.status == 0 else {
        throw .command("orch \(words[0])", answer.errors)
      }
    }
  }
}
