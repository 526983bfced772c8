/// What `"sandbox": "bwrap"` is to keep a worker from. Source: `docs/workers.md`, "Sandbox".
public struct SandboxRules: Equatable, Sendable {
  public var cutsNetwork = false
  /// Paths from the project root that may be changed besides the place of the work.
  public var writable: [String] = []
  /// The most bytes of memory; `nil` for any.
  public var memoryBytes: Int?
  /// The most processes and threads at a time; `nil` for any.
  public var processes: Int?

  public init() {}

  /// The program that shows other files, and the word that asks for it.
  public static let program = "bwrap"
  /// The program that makes the scope with the limits of memory and processes.
  public static let scopeProgram = "systemd-run"

  /// The limits that are asked for, files first.
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

  /// Reads `512M` or `4G`; a unit counts 1024 of the next lower one.
  ///
  /// - Returns: `nil` for another form, and for less than a program needs to start.
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
