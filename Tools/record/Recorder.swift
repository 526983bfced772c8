import Foundation
import TestSupport

/// Runs commands in a fresh folder, and records their output and the files.
struct Recorder {
  /// The folder of `orch` and `ops`.
  let programs: String
  let isTable: Bool

  /// - Returns: each step with its output and status, then the contents of the folder.
  func play(_ steps: [String]) throws -> String {
    try withTemporaryDirectory { folder in
      var recording = ""
      for (index, step) in steps.enumerated() {
        let ending = try run(
          "/bin/bash", ["-c", functions + step], in: folder,
          environment: [
            "PROGRAMS": programs, "ORCH_NOW": time(after: index * 7),
            "ORCH_TRACE_ID": "trace-\(index)",
          ])
        recording += "$ \(step)\n\(ending.output)\(ending.errors)[\(ending.status)]\n"
      }
      let left = try run("/bin/bash", ["-c", functions + Self.look], in: folder)
      return Self.withoutChance(recording + left.output + left.errors, folder)
    }
  }

  private var functions: String {
    let options = isTable ? "--queue QUEUE.md" : "--db queue.db"
    return """
      orch() { "$PROGRAMS/orch" "$@" \(options); }; ops() { "$PROGRAMS/ops" "$@" \(options); }
      working() { orch list --status IN_PROGRESS --no-log | head -n 1 | cut -f 1; }
      owner() { orch show "$(working)" --no-log | sed -n 's/^owner_session *//p'; }

      """
  }

  /// The time that is a number of minutes after 1 February 2026, 09:00.
  private func time(after minutes: Int) -> String {
    let (day, rest) = (540 + minutes).quotientAndRemainder(dividingBy: 1440)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2026-02-\(two(day + 1)) \(two(rest / 60)):\(two(rest % 60))"
  }

  /// A script that prints the files, and runs the reading commands.
  private static let look = """
    export ORCH_NOW='2026-03-01 12:00'
    shopt -s nullglob
    for f in *.md tasks/* .orch/journal.jsonl .orch/claims.json logs/*.jsonl; do
      echo "--- $f"; cat "$f"; done
    for f in .orch/inbox/refused/* .orch/attempts/*/*/* .*.orch/attempts/*/*/*; do echo "$f"; done | sort
    echo '--- list'; orch list --json; echo '--- history'; orch history --json
    echo '--- status'; ops status --json; echo '--- verify'; ops verify

    """

  /// The text without the parts that differ from run to run: folders, processes, inodes, times of
  /// files, random digits.
  private static func withoutChance(_ text: String, _ folder: String) -> String {
    text.replacing(folder, with: "~")
      .replacing(/[0-9]{13,}-[0-9a-f]{6}/, with: "NAME")
      .replacing(/\b([0-9]+)-[0-9a-f]{6}\b/) { "\($0.1)-######" }
      .replacing(/@[0-9]+/, with: "@PID")
      .replacing(/"(dev|ino|mtime_ns|crc|nonce|base)":"?[0-9a-f]+"?/) { "\"\($0.1)\":#" }
      .replacing(/"(duration_ms|latency_[a-z0-9_]+)":[0-9.]+/) { "\"\($0.1)\":#" }
      .replacing(/latency_([a-z0-9_]+)=[0-9.]+/) { "latency_\($0.1)=#" }
      .replacing(/after [0-9]+ ms/, with: "after # ms")
      .replacing(/milliseconds: [0-9]+/, with: "milliseconds: #")
  }
}
