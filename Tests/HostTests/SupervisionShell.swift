import Host

/// What a supervised line of shell told.
struct Supervised {
  var process: ProcessIdentity?
  /// How much it said where.
  var bytes: [Subprocess.Stream: Int] = [:]
  let outcome: Subprocess.Outcome

  var lines: [String] { outcome.output.lines.map(String.init) }

  /// The numbers that it said, in order.
  var ids: [Int] { outcome.output.text.split { $0.isWhitespace }.compactMap { Int($0) } }
}

/// A line of shell; times are in milliseconds.
func shell(
  _ script: String, in folder: String = "/", input: [UInt8] = [], time: Int = 60_000,
  grace: Int = 60_000, output: Int = 1 << 16
) -> Subprocess {
  Subprocess(
    "/bin/sh", ["-c", script], in: folder, environment: plainEnvironment, input: input,
    limits: .init(time: .milliseconds(time), grace: .milliseconds(grace), output: output))
}

/// Supervises a line of shell; times are in milliseconds.
func supervise(
  _ script: String, in folder: String = "/", input: [UInt8] = [], time: Int = 60_000,
  grace: Int = 60_000, output: Int = 1 << 16, leavesDescendants: Bool = false,
  onStart: (ProcessIdentity?) -> Void = { _ in }
) throws -> Supervised {
  var process: ProcessIdentity?
  var bytes: [Subprocess.Stream: Int] = [:]
  let outcome = try shell(
    script, in: folder, input: input, time: time, grace: grace, output: output
  ).supervise(leavesDescendants: leavesDescendants) {
    process = $0
    onStart($0)
  } onOutput: {
    bytes[$0, default: 0] += $1.count
  }
  return Supervised(process: process, bytes: bytes, outcome: outcome)
}
