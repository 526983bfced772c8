public import Host
import Model

/// A program that judges work or prepares its folder, with everything that was vetted before it may
/// run. Whoever runs it gets this value and nothing else, so it can't run elsewhere than where it
/// was vetted.
public struct VettedProgram: Sendable {
  /// The name of the program, for messages: `test` for `review.checks.test`.
  public let name: String
  public let place: ProgramPlace
  /// The program and its arguments, without the sandbox.
  private let words: [String]
  private let environment: [String: String]
  /// In seconds.
  private let timeLimit: Int
  private let turn: Turn?

  /// The lock of a program of which only one instance runs at a time on this machine.
  public struct Turn: Sendable {
    /// The folder of the locks; `nil` if no lock can be taken. It is the user's own folder, because
    /// in a shared folder any user could hold the lock.
    let folder: String?

    public init(in folder: String?) { self.folder = folder }

    /// The maximum number of other instances that may run before this one.
    static let most = 4
  }

  /// Why a program must not run.
  public enum Refusal: Error, Equatable, Sendable {
    /// Why no program runs in the folder.
    case place(String)
    /// The sandbox does not show the folder.
    case hidden(folder: String)
    /// The work changed these files among the words, from the folder.
    case changed([String])

    public var reason: String {
      switch self {
      case .place(let obstacle): obstacle
      case .hidden(let folder): "its sandbox does not show \(folder)"
      case .changed(let files): "\(Verdict.Reason.list(files)) changed"
      }
    }
  }

  /// Why a program did not run.
  public enum Failure: Error, Sendable, CustomStringConvertible {
    case turn(LockFile.Failure)
    case start(Subprocess.StartError)

    public var description: String {
      switch self {
      case .turn(.held(let holder)): "another one runs: \(holder)"
      case .turn(.system(let error)): "\(error)"
      case .start(let error): "\(error)"
      }
    }
  }

  /// - Parameters:
  ///   - words: the program and its arguments, as the settings have them.
  ///   - name: the name of the program, for messages.
  ///   - place: the folder in which it runs.
  ///   - environment: all variables of the program.
  ///   - timeLimit: seconds.
  ///   - turn: the lock to take; `nil` if several instances may run.
  ///   - isChanged: whether the work changed the file at a path from the folder.
  public init(
    _ words: [String], called name: String, in place: ProgramPlace,
    environment: [String: String], timeLimit: Int, turn: Turn? = nil,
    isChanged: (String) -> Bool
  ) throws(Refusal) {
    if let obstacle = place.obstacle { throw .place(obstacle) }
    if let places = place.sandbox.places, !places.shows(place.folder) {
      throw .hidden(folder: place.folder)
    }
    let changed = place.unvettedFiles(of: Array(words.dropFirst()), isChanged)
    if !changed.isEmpty { throw .changed(changed) }
    self.name = name
    self.place = place
    self.words = place.located(words)
    self.environment = environment
    self.timeLimit = timeLimit
    self.turn = turn
  }

  /// Runs the program to its end.
  ///
  /// - Parameter receiveTime: called with the time that the program ran, and waited for another
  ///   one.
  public func run(
    input: [UInt8] = [], receiveTime: (Duration) -> Void = { _ in }
  ) throws(Failure) -> Subprocess.Outcome {
    let clock = Clock.system
    let begin = clock.monotonic()
    defer { receiveTime(clock.monotonic() - begin) }
    guard let turn else { return try start(input) }
    let lock = try lock(turn)
    defer { withExtendedLifetime(lock) {} }
    return try start(input)
  }

  private func start(_ input: [UInt8]) throws(Failure) -> Subprocess.Outcome {
    let words = place.located(place.sandbox.words) + words
    let run = Subprocess(
      words[0], Array(words.dropFirst()), in: place.folder, environment: environment,
      input: input, limits: Subprocess.Limits(time: .seconds(timeLimit)))
    do throws(Subprocess.StartError) { return try run.run() } catch { throw .start(error) }
  }

  /// The words that a record shows: the sandbox that orch makes is left out, because it is long and
  /// another one each time.
  public var shownWords: [String] {
    (place.sandbox.enforced == nil ? place.located(place.sandbox.words) : []) + words
  }

  private func lock(_ turn: Turn) throws(Failure) -> LockFile {
    guard let folder = turn.folder else {
      throw .turn(.system(.other("XDG_STATE_HOME", than: .ownFolder)))
    }
    do throws(SystemError) { try Directory.createWithParents(folder) } catch {
      throw .turn(.system(error))
    }
    let project = SHA256.hexDigest(of: Array(place.programRoot.utf8)).prefix(16)
    do throws(LockFile.Failure) {
      return try LockFile(
        at: Path.join(folder, "check-\(project)-\(name).lock"), permissions: 0o600,
        timeout: .seconds(Turn.most * timeLimit), holder: "orch: check \(name)", clock: .system)
    } catch {
      throw .turn(error)
    }
  }
}
