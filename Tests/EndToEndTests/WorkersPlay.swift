import Foundation
import TestSupport
import Testing
import Text

/// The rows of the whole play, and how each has to end.
struct PlayedRow {
  let id: String
  let task: String
  let priority: String
  let criteria: String
  /// Control of the notes.
  let notes: String
  let status: String
  /// The classes of its attempts that failed, in their order.
  let failures: [String]
  /// How many of them count.
  let counted: Int
  /// What its notes say in the end.
  let said: String

  init(
    _ id: String, _ status: String = "DONE", _ failures: [String] = [], counts: Bool = true,
    task: String = "work", priority: String = "P1", criteria: String? = nil, notes: String = "",
    says said: String = ""
  ) {
    (self.id, self.task, self.priority, self.notes) = (id, task, priority, notes)
    self.criteria = criteria ?? "file: \(id).txt"
    (self.status, self.failures, self.said) = (status, failures, said)
    counted = counts ? failures.count : 0
  }

  /// Its line of the queue file.
  var line: String {
    row(id, "PENDING", priority, task: task, criteria: criteria, notes: notes)
  }
}

extension Scene {
  /// Expects that a row has ended as it has to; after the supervisor of its first attempt was
  /// killed, that attempt may be lost.
  func expectEnd(of row: PlayedRow, in kept: QueueKept, isStruck: Bool = false) throws {
    let (item, failures) = (try item(row.id), failures(of: row.id))
    let notes = item["notes"]?.stringValue ?? ""
    let story: Comment = "\(row.id): \(failures) \(notes)"
    #expect(item["status"]?.stringValue == row.status, story)
    #expect(failures == row.failures || isStruck && failures == ["lost"], story)
    // A table forgets the attempts of a row that is DONE.
    let isForgotten = row.status == "DONE" && kept == .inFile
    #expect(item["attempt_count"]?.integerValue == (isForgotten ? 0 : row.counted), story)
    #expect(row.said.isEmpty || notes.contains(row.said), story)
  }

  /// The classes of a row's attempts that failed, by their records.
  private func failures(of id: String) -> [String] {
    let folder = ".orch/attempts/\(id)"
    let claims = ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? [])
      .compactMap(Int.init).sorted()
    return claims.compactMap { claim in
      let text = try? text("\(folder)/\(claim)/result.json")
      let json = text.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
      return json?.objectValue?["class"]?.stringValue
    }
  }
}

/// Forty rows for the programs of `WorkersPlay`. Each id says how an attempt fails, and how often
/// before one works. Rows whose failures don't count may be tried only once.
enum WorkersPlay {
  static let rows: [PlayedRow] =
    (1...7).map { PlayedRow("WORK\($0)-0") } + byReport + byCommand + handedOver + simulated + [
      PlayedRow("GHOST-0", "PENDING", notes: "worker=nobody"),
      PlayedRow(brokenRow, "PENDING", notes: "worker=broken / max_attempts=1"),
    ]

  /// The row of a worker whose program can't start until a person mends it.
  static let brokenRow = "BROKEN-0"

  private static let once = "max_attempts=1"

  private static let byReport = [
    PlayedRow("LINT-1", "DONE", ["lint"], criteria: "cmd: lint"),
    PlayedRow("BUILD-1", "DONE", ["build"], criteria: "cmd: build"),
    PlayedRow(
      "TEST-9", "BLOCKED", ["test", "test", "test"], criteria: "cmd: test",
      says: "retry_limit_reached:3/3"),
    PlayedRow("REVIEW-1", "DONE", ["review"], criteria: "it is reviewed"),
    PlayedRow(
      "REVIEW-9", "BLOCKED", ["review", "review"], criteria: "it is reviewed",
      notes: "max_attempts=2", says: "retry_limit_reached:2/2"),
    PlayedRow("AGENT-1", "DONE", ["agent"]),
    PlayedRow("AGENT-9", "FAILED", ["agent", "agent"], says: "exit 7: no idea"),
    PlayedRow("SILENT-9", "FAILED", ["agent", "agent"]),
    PlayedRow(
      "QUESTION-9", "BLOCKED", ["question"], counts: false, notes: once, says: "awaits=answer"),
    PlayedRow(
      "TIMEOUT-9", "FAILED", ["timeout", "timeout"], notes: "timeout=1s", says: "timeout after 1s"),
    PlayedRow("IDLE-9", "FAILED", ["idle", "idle"], notes: "worker=quiet"),
    PlayedRow("LIMIT-2", "DONE", ["rate_limit", "rate_limit"], counts: false, notes: once),
    PlayedRow("AUTH-1", "DONE", ["auth"], counts: false, notes: once),
    PlayedRow("STOP-1", "DONE", ["interrupted"], counts: false, notes: once),
    PlayedRow("LOST-1", "DONE", ["lost"], counts: false, notes: once),
    PlayedRow(
      "LOST-9", "BLOCKED", ["lost", "lost", "lost"], counts: false, notes: once,
      says: "needs_human: 3 claims ended without an outcome"),
  ]

  private static let byCommand =
    (1...4).map { PlayedRow("CMD-\($0)-0") } + [
      PlayedRow("CMD-CODE-1", "DONE", ["unknown"], criteria: "it is made"),
      PlayedRow(
        "CMD-CODE-9", "BLOCKED", ["unknown", "unknown"],
        says: "needs_human: unknown failure, last seen "),
      PlayedRow(
        "CMD-5-0", "BLOCKED", ["review"], criteria: "file: never.txt", notes: once,
        says: "retry_limit_reached:1/1"),
    ]

  private static let handedOver =
    (1...3).map { PlayedRow("CLAW\($0)-0") }
    + [PlayedRow("CLAW-1", "DONE", ["spawn"], counts: false, notes: once)]

  private static let simulated =
    (1...3).map {
      PlayedRow(
        "PLAY-\($0)", "DONE", ["agent", "review"], task: "Play it", criteria: "it is played")
    }
    + [
      PlayedRow(
        "ASK-0", "BLOCKED", ["question"], counts: false, priority: "P2", criteria: "it is played")
    ]

  // MARK: Workers

  static let settings = #"""
    {"spawn": {"kind": "command", "argv": ["./hand-over.sh", "{id}"], "env": ["ORCH", "ORCH_NOW", "OPTIONS"]},
     "workers": {
       "script": {"adapter": "report", "argv": ["./work.sh", "{id}"], "timeout": "1m", "grace": "1s",
                  "exit_classes": {"75": "rate_limit", "77": "auth"}},
       "login":  {"adapter": "report", "argv": ["./work.sh", "{id}"], "exit_classes": {"77": "auth"}},
       "quiet":  {"adapter": "report", "argv": ["./work.sh", "{id}"], "idle_timeout": "1s", "grace": "1s"},
       "make":   {"adapter": "command", "argv": ["./work.sh", "{id}"], "max": 2},
       "broken": {"adapter": "report", "argv": ["PROGRAMS/broken.sh", "{id}"]},
       "demo":   {"adapter": "simulated", "script": ["garbage", "partial", "done"]},
       "asks":   {"adapter": "simulated", "script": ["question"]}},
     "routes": [{"id": "CMD-*", "worker": "make"}, {"id": "CLAW*-?", "worker": "default"},
                {"id": "AUTH-1", "worker": "login"}, {"words": ["PLAY"], "worker": "demo"},
                {"priority": "P2", "worker": "asks"}, {"worker": "script"}],
     "max_attempts": 3, "max_workers": 8,
     "retry": {"rate_limit": {"delays": ["2m"]}, "test": {"delays": ["1m", "2m"]}, "review": {"delays": ["1m"]}},
     "review": {"checks": {"lint": ["./check.sh", "lint"], "build": ["./check.sh", "build"], "test": ["./check.sh", "test"]},
                "run_checks": true}}
    """#

  /// What all programs begin with: `kind` is what the attempt is to do.
  private static let beginning = #"""
    #!/bin/bash
    kind=${1%-*} times=${1##*-}
    failed=$(($(ls .orch/attempts/$1 | wc -l) - 1))
    [ "$failed" -lt "$times" ] || kind=WORK
    report() { printf '%s\n' "[REPORT $id]" "Status: $1" 'Criteria:' "1. $2"; }
    id=$1

    """#

  /// Works by the adapters `report` and `command`, or fails.
  static let work =
    beginning + #"""
      exec 9>> "runs/$id"
      flock --nonblock 9 || echo "$id" >> twice
      echo "$ORCH_ATTEMPT" >&9
      # Ends the own supervisor by a signal once it has said that the work began, and waits.
      end() {
        record=.orch/workers/$ORCH_ATTEMPT.json
        until grep -q '"worker":{' $record; do sleep 0.1; done
        sleep 0.5
        kill -$1 "$(sed 's/.*"supervisor":{"pid":\([0-9]*\).*/\1/' $record)"
        exec sleep 60
      }
      case $kind in
        AGENT) echo 'no idea' >&2; exit 7 ;;
        SILENT) echo 'I think that is all' ;;
        QUESTION) printf '%s\n' "[REPORT $id]" 'Status: QUESTION' 'Question: which one?' ;;
        REVIEW) report PARTIAL 'not met: half of it' ;;
        TIMEOUT | IDLE) exec sleep 60 ;;
        LIMIT) exit 75 ;;
        AUTH) exit 77 ;;
        STOP) end TERM ;;
        LOST) end KILL ;;
        CMD-CODE) echo 'no rule' >&2; exit 3 ;;
        LINT | BUILD | TEST) report DONE "met: $kind passed, 3 of 3" ;;
        *)
          sleep 0.1
          echo "$id" > "$id.txt"
          report DONE "met: wrote $id.txt, 1 line" ;;
      esac

      """#

  /// Hands the work over to another process, which reports.
  static let handOver =
    beginning + #"""
      if [ $kind != WORK ]; then echo 'no session is free' >&2; exit 3; fi
      echo "$id" > "$id.txt"
      report DONE "met: wrote $id.txt, 1 line" > "$id.report"
      setsid "$ORCH" report --file "$id.report" --owner-session "$ORCH_LABEL" --attempt "$ORCH_ATTEMPT" \
        $OPTIONS < /dev/null > /dev/null 2>&1 &

      """#

  /// A check, which passes once its row's worker has worked.
  static let check = #"""
    #!/bin/bash
    for file in "${1^^}"-*.txt; do [ -e "$file" ] && exit 0; done
    echo "$1: 1 failed"
    exit 1

    """#
}
