import Foundation
import TestSupport
import Testing

/// Plays the files of `Tests/Transcripts`, each in a fresh folder: `Tests/Transcripts/README.md`.
@Suite struct TranscriptTests {
  static let folder = "\(Project.folder)/Tests/Transcripts"

  private static let names = {
    let all = (FileManager.default.subpaths(atPath: folder) ?? [])
      .filter { $0.hasSuffix(".md") && $0.contains("/") && $0.hasPrefix(chosen) }.sorted()
    let isQuick = environment["ORCH_TEST_QUICK"] == "1"
    return isQuick ? LongTests.sample(24, of: all, named: "transcripts") : all
  }()

  /// The beginning of the names of those that are played; all without it.
  private static let chosen = environment["ORCH_TEST_TRANSCRIPT"] ?? ""

  private static let environment = ProcessInfo.processInfo.environment

  @Test(arguments: names) func `the commands print what they printed`(_ name: String) throws {
    let path = "\(Self.folder)/\(name)"
    #expect(!Transcript(try contents(of: path)).commands.isEmpty)
    try withTemporaryDirectory { folder in
      try Transcript.check(path, in: folder) { command, place in
        try Transcript.output(of: command, in: place, below: folder)
      }
    }
  }
}

extension Transcript {
  /// What a file of `Tests/Transcripts` has for a command: standard output, standard error behind
  /// `2> `, and a status that is not 0, without what differs between two runs.
  ///
  /// - Parameters:
  ///   - command: a line for bash.
  ///   - place: the folder where it runs.
  ///   - folder: that of the transcript.
  ///   - programs: the folder with `orch` and `ops`.
  ///   - variables: further ones.
  static func output(
    of command: String, in place: String, below folder: String,
    programs: String = BuiltBinaries.folder, with variables: [String: String] = [:]
  ) throws -> String {
    let ending = try run(
      "/bin/bash", ["-c", command], in: place,
      environment: [
        "PATH": "\(programs):/usr/bin:/bin", "BASH_ENV": "\(TranscriptTests.folder)/functions.sh",
        "HOME": folder, "LOGNAME": "me", "TZ": "KST-9", "ORCH_NOW": Scene.now,
        "ORCH_TRACE_ID": "trace-test",
      ].merging(variables) { $1 })
    PrintedJSON.check(ending.output, ofLine: command)
    let isCut = !ending.output.isEmpty && !ending.output.hasSuffix("\n")
    let errors = ending.errors.split(separator: "\n").map { "2> \($0)\n" }.joined()
    let status = ending.status == 0 ? "" : "[status \(ending.status)]\n"
    return (ending.output + (isCut ? "[no newline]\n" : "") + errors + status)
      .replacingOccurrences(of: folder, with: DocumentExampleTests.folder)
      .replacing(/\bme@[\w.-]+/, with: "me@host")
      .replacing(/("duration_ms":|milliseconds: )\d+(,"waited_ms":\d+)?/) { "\($0.1)0" }
      .replacing(/("attempt":"[0-9]+-)[0-9a-f]{6}"/) { "\($0.1)xxxxxx\"" }
  }
}
