import Foundation
import TestSupport
import Testing

/// What the commands say of the queues that earlier versions left, and what they write there:
/// `Tests/Corpus/README.md`.
@Suite struct CorpusTests {
  private static let corpus = "\(Project.folder)/Tests/Corpus"

  private static let queues = (FileManager.default.subpaths(atPath: corpus) ?? [])
    .filter { $0.hasSuffix(".console") && $0.contains("/") }.map { $0.dropLast(8) }.sorted()

  @Test func `each version left each queue, and there is a talk for each subject`() {
    let talks = Self.queues.filter { $0.hasPrefix("talks/") }
    #expect(Self.queues.count - talks.count == 35, "\(Self.queues)")
    #expect(talks.count == 13, "\(talks)")
  }

  @Test func `each release since 0.5.0 left its queues`() throws {
    let releases = try Project.text("CHANGELOG.md").matches(of: /\n## \[(\d+\.\d+\.\d+)\]/)
      .map { $0.1 }.prefix { $0 != "0.4.0" }
    let folders = Self.queues.map { $0.prefix { $0 != "/" } }.filter { $0 != "talks" }
    #expect(Set(folders) == Set(releases))
  }

  @Test(arguments: queues) func `the commands say what they said`(_ queue: Substring) throws {
    let file = "\(Self.corpus)/\(queue).console"
    let recorded = try contents(of: file)
    let played = try withTemporaryDirectory { folder in
      let demo = "\(folder)/demo"
      if queue.hasPrefix("talks/") {
        try FileManager.default.createDirectory(
          atPath: demo, withIntermediateDirectories: false,
          attributes: [.posixPermissions: 0o755])
      } else {
        try FileManager.default.copyItem(atPath: "\(Self.corpus)/\(queue)", toPath: demo)
        try makeOld("\(demo)/QUEUE.md")
      }
      return try Transcript("```console\n\(recorded)").commands
        .map { "$ \($0)\n" + (try said(by: $0, in: demo)) }.joined()
    }
    if ProcessInfo.processInfo.environment["ORCH_TEST_UPDATE"] == "1" {
      try Data(played.utf8).write(to: URL(filePath: file))
    } else if played != recorded {
      Issue.record("\(queue): \(difference(recorded, played))")
    }
  }

  /// A table is an edit to `orch history` once it is older than a second, and the copy may be as
  /// old before the last command.
  private func makeOld(_ table: String) throws {
    guard FileManager.default.fileExists(atPath: table) else { return }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: table)
  }

  /// The output of a command line, as in a folder `/home/me/demo` on the day after, without what
  /// differs between two runs of it.
  private func said(by command: String, in folder: String) throws -> String {
    let output = try run(
      "/bin/bash", ["-c", "exec 2>&1; \(command)"], in: folder,
      environment: [
        "PATH": "\(BuiltBinaries.folder):/usr/bin:/bin", "ORCH_NOW": "2026-02-01 09:00",
        "ORCH_TRACE_ID": "corpus", "LOGNAME": "me", "TZ": "KST-9",
        "BASH_ENV": "\(Self.corpus)/talks/functions.sh",
      ]
    ).output.replacingOccurrences(of: folder, with: DocumentExampleTests.folder)
      .replacingOccurrences(
        of: URL(filePath: folder).deletingLastPathComponent().path, with: "/home/me"
      )
      .replacingOccurrences(of: BuiltBinaries.folder, with: "/usr/local/bin")
    return Self.masks.reduce(output) { text, mask in
      text.replacingOccurrences(of: mask.0, with: mask.1, options: .regularExpression)
    }
  }

  /// Patterns, and what stands in their place.
  private static let masks = [
    (#"\bme@[\w.-]+"#, "me@host"),
    (#"((?:latency_\w+|duration)_ms(?:_24h)?"?[=:])[0-9.]+"#, "$1 0"),
    (#"\b\d{19}-[0-9a-f]{6}\b"#, "0-token"),
    (#"\b(\d+)-[0-9a-f]{6}\b"#, "$1-token"),
    (#"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"#, "0"),
    (#""run":"[0-9a-f]{12}""#, #""run":"0""#),
    (#""undoes_command":"[0-9a-f]{12}""#, #""undoes_command":"0""#),
    (#"("\w*sha256":")[0-9a-f]{64}""#, #"$1 0""#),
    // Whoever is first judges a report that waits.
    (#"\bdrain by orch-"#, "supervise by orch-"),
    (#"/orch-\w{6}/"#, "/orch-0/"), (#" after \d+ s\b"#, " after 0 s"),
    (#"@\S+-demo-"#, "@demo-"), (#"\bdemo-[0-9a-f]{8}\b"#, "demo-0"), (#"\bgui/\d+"#, "gui/0"),
    (#""(dev|ino|mtime_ns|crc|queue|queue_offered)":"?[0-9a-f]+"?"#, #""$1":0"#),
  ]

  /// The first line that differs.
  private func difference(_ recorded: String, _ played: String) -> String {
    let pairs = zip(recorded.split(separator: "\n"), played.split(separator: "\n"))
    return pairs.first { $0 != $1 }.map { "was:  \($0)\nnow:  \($1)" } ?? "one ends early"
  }
}
