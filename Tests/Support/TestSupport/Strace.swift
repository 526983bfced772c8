import Foundation

/// Runs programs under strace(1), which lists their system calls. It can make a call fail, or kill
/// the process before the call.
public enum Strace {
  /// Whether this system lets a program be traced. Containers often refuse it.
  public static let isPermitted = { () -> Bool in
    let trial = try? run("true", [], in: "/tmp", tracing: ["exit_group"])
    return trial?.calls.map(\.name) == ["exit_group"]
  }()

  /// The reason for skipping a test when `isPermitted` is false.
  public static let refusal = "strace cannot trace a program here (not installed, or no ptrace)"

  /// A system call in a log of strace.
  public struct Call: Equatable, Sendable, CustomStringConvertible {
    public let name: String
    /// The number of this call among the calls of its name, from 1.
    public var occurrence: Int
    /// The text between the parentheses.
    public let arguments: String
    /// The result, negative for an error; `nil` if the process ended during the call.
    public let result: Int?

    public var description: String { "\(name)#\(occurrence)(\(arguments))" }
  }

  /// The ending of a traced program, and its system calls.
  public struct Trace: Sendable {
    public let ending: ChildProcess.Ending
    public let calls: [Call]
  }

  /// Runs `program` to its end.
  ///
  /// - Parameters:
  ///   - names: the system calls to list; those that this processor lacks are ignored.
  ///   - injections: faults for calls: `fsync:signal=KILL:when=2`. A signal arrives before the
  ///     call. Calls are counted for each process.
  ///   - followsChildren: whether child processes are traced and waited for, too.
  ///   - paths: if given, only calls on these paths are listed and counted.
  ///   - stringLimit: how many bytes of a buffer are listed.
  public static func run(
    _ program: String, _ arguments: [String], in folder: String,
    environment: [String: String] = [:], tracing names: [String],
    injecting injections: [String] = [], followsChildren: Bool = true,
    concerning paths: [String] = [], stringLimit: Int = 64
  ) throws -> Trace {
    let log = NSTemporaryDirectory() + "orch-strace-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let ending = try TestSupport.run(
      "strace",
      options(log, names, injections, stringLimit: stringLimit)
        .filter { followsChildren || $0 != "-f" }
        + paths.flatMap { ["-P", $0] } + [program] + arguments, in: folder,
      environment: environment)
    return Trace(ending: ending, calls: calls(in: (try? contents(of: log)) ?? ""))
  }

  /// The arguments of strace, before the program and its arguments.
  ///
  /// - Parameters:
  ///   - log: the file for the log.
  ///   - names: the system calls to list.
  ///   - injections: faults for calls.
  ///   - signals: the signals to list.
  ///   - stringLimit: how many bytes of a buffer are listed.
  public static func options(
    _ log: String, _ names: [String], _ injections: [String], signals: String = "none",
    stringLimit: Int = 64
  ) -> [String] {
    // `--seccomp-bpf` is not used, because with it strace 6.1 does not send the signals. Faults can
    // be injected only into traced calls.
    let tampered = injections.map { String($0.prefix { $0 != ":" }) }
    let traced = (names + tampered).map { "?\($0)" }.joined(separator: ",")
    let expressions = ["trace=\(traced)", "signal=\(signals)"] + injections.map { "inject=\($0)" }
    return ["-f", "-qq", "-y", "-s", "\(stringLimit)", "-o", log]
      + expressions.flatMap { ["-e", $0] }
  }

  /// The calls of a log, in order.
  public static func calls(in log: String) -> [Call] {
    var counts: [String: Int] = [:]
    return log.split(separator: "\n").compactMap { line in
      // `4711  fsync(3)     = 0`
      let text = line.drop { $0.isNumber || $0 == " " }
      guard let open = text.firstIndex(of: "("),
        let equals = text.range(of: " = ", options: .backwards),
        let close = text[..<equals.lowerBound].lastIndex(of: ")")
      else { return nil }
      let name = String(text[..<open])
      counts[name, default: 0] += 1
      return Call(
        name: name, occurrence: counts[name] ?? 0,
        arguments: String(text[text.index(after: open)..<close]),
        result: Int(text[equals.upperBound...].prefix { $0 == "-" || $0.isNumber }))
    }
  }
}
