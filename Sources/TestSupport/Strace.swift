import Foundation

/// Runs programs under strace(1), which lists their system calls and can let one
/// of them fail, or end the process when it is about to make it.
public enum Strace {
  /// Whether this system lets a program be traced. Containers often refuse it.
  public static let isPermitted = { () -> Bool in
    let trial = try? run("true", [], in: "/tmp", tracing: ["exit_group"])
    return trial?.calls.map(\.name) == ["exit_group"]
  }()

  /// Why a test is skipped where `isPermitted` is false.
  public static let refusal = "strace cannot trace a program here (not installed, or no ptrace)"

  /// One system call, as strace wrote it down.
  public struct Call: Equatable, Sendable, CustomStringConvertible {
    public let name: String
    /// Which of the calls of this name it is, from 1.
    public let occurrence: Int
    /// What stands between the parentheses.
    public let arguments: String
    /// What it returned, or a negative number for an error; `nil` when the
    /// process ended in it.
    public let result: Int?

    public var description: String { "\(name)#\(occurrence)(\(arguments))" }
  }

  /// A traced program's end, and what it did until then.
  public struct Trace: Sendable {
    public let ending: ChildProcess.Ending
    public let calls: [Call]
  }

  /// Runs `program` to its end.
  ///
  /// - Parameters:
  ///   - names: the system calls to list; those that this processor lacks are
  ///     passed over.
  ///   - injections: what to do to which call: `fsync:signal=KILL:when=2`. A signal
  ///     arrives before the call is carried out. Each process counts for itself.
  ///   - followsChildren: whether what the program starts is traced, too, and waited for.
  ///   - paths: where there are any, only calls that concern one of these count.
  ///   - stringLimit: how many bytes of what is written are listed.
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

  /// The arguments that let strace write to `log`; the program's own follow.
  ///
  /// - Parameters:
  ///   - signals: those whose arrival the log tells too.
  ///   - stringLimit: how many bytes of what is written are listed.
  public static func options(
    _ log: String, _ names: [String], _ injections: [String], signals: String = "none",
    stringLimit: Int = 64
  ) -> [String] {
    // No --seccomp-bpf: with it strace 6.1 does not send the signals.
    // What is not traced is not tampered with either.
    let tampered = injections.map { String($0.prefix { $0 != ":" }) }
    let traced = (names + tampered).map { "?\($0)" }.joined(separator: ",")
    let expressions = ["trace=\(traced)", "signal=\(signals)"] + injections.map { "inject=\($0)" }
    return ["-f", "-qq", "-y", "-s", "\(stringLimit)", "-o", log]
      + expressions.flatMap { ["-e", $0] }
  }

  /// The calls of a log, in their order.
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
