import Host

/// Runs a line of shell as a subprocess.
///
/// - Parameters:
///   - script: what `/bin/sh -c` is given.
///   - time: milliseconds that it may take.
///   - grace: milliseconds between `SIGTERM` and `SIGKILL`.
///   - output: bytes that are kept of each stream.
func runShell(
  _ script: String, in folder: String = "/", environment: [String: String] = plainEnvironment,
  input: [UInt8] = [], time: Int = 60_000, grace: Int = 60_000, output: Int = 1 << 16
) throws -> Subprocess.Outcome {
  try Subprocess(
    "/bin/sh", ["-c", script], in: folder, environment: environment, input: input,
    limits: Subprocess.Limits(
      time: .milliseconds(time), grace: .milliseconds(grace), output: output)
  ).run()
}

let plainEnvironment = ["PATH": "/usr/bin:/bin"]

extension CapturedOutput {
  var lines: [Substring] { text.split(separator: "\n") }
}
