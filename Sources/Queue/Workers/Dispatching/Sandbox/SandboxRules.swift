/// The limits of `"sandbox": "bwrap"` for a worker. Source: `docs/workers.md`, "Sandbox".
public struct SandboxRules: Equatable, Sendable {
  public var cutsNetwork = false
  /// Paths from the project root that may be changed in addition to the place of the work.
  public var writable: [String] = []
  /// The maximum memory in bytes; `nil` for no limit.
  public var memoryBytes: Int?
  /// The maximum number of processes and threads at a time; `nil` for no limit.
  public var processes: Int?

  public init() {}

  /// The program that restricts files, and the word in `orch.json` that requests it.
  public static let program = "bwrap"
  /// The program that creates the scope with the limits of memory and processes.
  public static let scopeProgram = "systemd-run"

  /// The requested limits, files first.
  public var rungs: [SandboxRung] {
    SandboxRung.allCases.filter { rung in
      switch rung {
      case .files: true
      case .network: cutsNetwork
      case .memory: memoryBytes != nil
      case .processes: processes != nil
      }
    }
  }

  /// Reads `512M` or `4G`; each unit is 1024 times the next lower one.
  ///
  /// - Returns: `nil` if the text has another form, or the value is less than a program needs to
  ///   start.
  public static func bytes(_ text: String) -> Int? {
    guard let unit = text.last, let factor = units[unit], let number = Int(text.dropLast()),
      number > 0, String(number) == text.dropLast()
    else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: factor)
    return isTooLarge || bytes < leastMemory ? nil : bytes
  }

  private static let units: [Character: Int] = ["M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
  private static let leastMemory = 16 << 20
  public static let processCounts = 10...100_000
}
