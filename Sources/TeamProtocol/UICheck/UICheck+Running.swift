import Host

extension UICheck {
  static let playwright = "playwright-cli"
  /// What Chromium is called, the first that is there counts.
  static let chromiums = ["chromium", "chromium-browser", "google-chrome"]

  /// A page of a few megabytes is still looked at whole.
  private static let outputLimit = 16 << 20

  /// Besides the usual: where a browser finds its screen and its files.
  private static let passed = [
    "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME",
    "PLAYWRIGHT_BROWSERS_PATH",
  ]

  private func variables(given: [String: String] = [:]) -> [String: String] {
    ChildEnvironment.variables(from: environment, passing: Self.passed, given: given)
  }

  func finds(_ program: String) -> Bool { Subprocess.finds(program, with: variables()) }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - program: its name.
  ///   - arguments: its words.
  ///   - step: what it is for.
  ///   - given: variables for it alone.
  /// - Returns: what it said, when it ended with status 0.
  func run(
    _ program: String, _ arguments: [String], for step: UICheckFailure.Step,
    given: [String: String] = [:]
  ) throws(UICheckFailure) -> Subprocess.Outcome {
    let run = Subprocess(
      program, arguments, in: folder, environment: variables(given: given),
      limits: Subprocess.Limits(time: .milliseconds(timeLimit * 1000), output: Self.outputLimit))
    let outcome: Subprocess.Outcome
    do throws(Subprocess.StartError) { outcome = try run.run() } catch {
      throw UICheckFailure(step: step, problem: Self.problem(error, program))
    }
    if let problem = Self.problem(outcome, step) {
      throw UICheckFailure(step: step, problem: problem)
    }
    return outcome
  }

  private static func problem(_ error: Subprocess.StartError, _ program: String) -> String {
    switch error {
    case .notFound: "command_not_found:\(program)"
    case .notExecutable: "command_not_executable:\(program)"
    case .system(let error): error.reason
    }
  }

  private static func problem(
    _ outcome: Subprocess.Outcome, _ step: UICheckFailure.Step
  ) -> String? {
    switch outcome.ending {
    case .exited(0): return nil
    case .exited(let status):
      let said = [outcome.errors, outcome.output].map { short($0.text) }.first { !$0.isEmpty }
      return said ?? "\(step.rawValue)_failed_rc=\(status)"
    case .signalled(let number): return "\(step.rawValue)_failed_signal=\(number)"
    case .timedOut: return "timeout"
    case .interrupted(let number): return "interrupted_signal=\(number)"
    }
  }

  /// What a program said, on one line that fits into a note.
  static func short(_ text: String) -> String {
    let line = text.singleSpaced
    return line.count > 200 ? line.prefix(199) + "…" : line
  }
}
