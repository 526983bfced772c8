import Host
import Text

/// Whether this machine enforces the limits of sandboxes. Before a limit is relied on, it is tried
/// with a program that does nothing. A success is stored next to `programs.json` until the next
/// boot. After a failure the limit is tried again each time, because a person may have fixed the
/// cause.
public struct SandboxTrials: Sendable {
  /// The name of the file in the sidecar.
  public static let file = "sandbox.json"

  private let file: AnswersFile
  private let scope: SandboxScope

  /// - Parameters:
  ///   - sidecar: the folder beside the queue.
  ///   - scope: the scope whose limits are tried.
  public init(sidecar: String, scope: SandboxScope) {
    (file, self.scope) = (AnswersFile(Self.file, in: sidecar), scope)
  }

  public enum Answer: Equatable, Sendable {
    case holds
    case fails(SandboxObstacle)
  }

  /// The stored answer for a limit; `nil` if the limit was not tried since the boot.
  ///
  /// - Parameters:
  ///   - rung: the limit.
  ///   - program: the path of the program that enforces it.
  public func remembered(_ rung: SandboxRung, by program: String) -> Answer? {
    guard let entry = file[rung.rawValue], let mark = mark(of: rung, by: program),
      entry["of"]?.stringValue == mark
    else { return nil }
    guard let said = entry["problem"]?.stringValue else { return .holds }
    return .fails(.failed(program: Path.name(of: program), said: said))
  }

  /// The stored answer, or the result of a trial.
  ///
  /// - Parameters:
  ///   - rung: the limit.
  ///   - program: the path of the program that enforces it.
  ///   - folder: the working directory.
  ///   - environment: all of the program's variables.
  public func answer(
    _ rung: SandboxRung, by program: String, in folder: String, environment: [String: String]
  ) -> Answer {
    let last = remembered(rung, by: program)
    if last == .holds { return .holds }
    let mark = mark(of: rung, by: program)
    let problem = problem(rung, by: program, in: folder, environment)
    let answer: Answer =
      problem.map { .fails(.failed(program: Path.name(of: program), said: $0)) } ?? .holds
    // The file is written only if the answer changes, because a daemon that waits for another
    // answer watches the file.
    if let mark, answer != last {
      file.set(rung.rawValue, ["of": .string(mark), "problem": JSONValue(problem)])
    }
    return answer
  }

  private func problem(
    _ rung: SandboxRung, by program: String, in folder: String, _ environment: [String: String]
  ) -> String? {
    var scope = scope
    scope.program = program
    let isScope = rung == .memory || rung == .processes
    let words = isScope ? scope.trial(of: rung) : SandboxProfile.trial(of: rung, by: program)
    let trial = Subprocess(
      words[0], Array(words.dropFirst()), in: folder, environment: environment,
      limits: .init(time: Self.time, output: Self.longestAnswer))
    do {
      let outcome = try trial.run()
      let output = ProgramVersions.firstLine(of: outcome.output.text)
      guard outcome.ending.isSuccess else {
        return ProgramVersions.firstLine(of: outcome.errors.text) ?? output ?? outcome.ending.text
      }
      // A number is a limit; the word "max" means no limit.
      return isScope && Int(output ?? "") == nil ? "a scope limits nothing here" : nil
    } catch {
      return "\(error)"
    }
  }

  /// A text that changes with the file of the program, the boot, the container and the manager of
  /// scopes.
  private func mark(of rung: SandboxRung, by program: String) -> String? {
    guard let file = ProgramVersions.mark(of: program), let boot = ProcessIdentity.current?.boot
    else { return nil }
    let namespace = Path.linkTarget("/proc/self/ns/mnt") ?? ""
    let isScope = rung == .memory || rung == .processes
    let folder = isScope ? (try? FileStatus(of: scope.runtimeFolder))?.identity : nil
    let manager = folder.map { "\($0.device):\($0.inode)" } ?? ""
    return [file, boot, namespace, manager].joined(separator: " ")
  }

  private static let time = Duration.seconds(10)
  /// Bytes.
  private static let longestAnswer = 4096
}
