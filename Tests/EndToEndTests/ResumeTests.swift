import JSON
import TestSupport
import Testing

/// Rows of agents that are asked back and fail a check, with stand-ins that keep sessions and refuse
/// each other start.
@Suite struct ResumeTests {
  struct Story: CustomTestStringConvertible {
    let testDescription: String
    var resumes = true
    /// What happens between the question and its answer; `$id` is the row.
    var meanwhile = ""
    /// How the program was started for each row; sessions are counted.
    let starts: String
    /// The sessions of the attempts.
    let sessions: [Int]
    /// What the logs say besides.
    var note: String?
  }

  @Test(arguments: [
    Story(
      testDescription: "sessions go on", starts: "fresh 1, resume 1, resume 1", sessions: [1, 1, 1]),
    Story(
      testDescription: "sessions are gone", meanwhile: "rm -f sessions/*",
      starts: "fresh 1, gone 1, fresh 2, resume 2", sessions: [1, 2, 2],
      note: "[orch] session ID can't be resumed; a new one begins\n[orch] runs "),
    Story(
      testDescription: "sessions began in another folder",
      meanwhile: #"sed -i 's/"root":"[^"]*"/"root":"\/elsewhere"/' .orch/attempts/$id/*/task.json"#,
      starts: "fresh 1, fresh 2, resume 2", sessions: [1, 2, 2]),
    Story(
      testDescription: "what is no session any more",
      meanwhile:
        #"sed -i 's/"session":"[^"]*"/"session":"--help"/g' .orch/attempts/$id/*/result.json"#,
      starts: "fresh 1, fresh 2, resume 2", sessions: [2, 2]),
    Story(
      testDescription: "workers that do not resume", resumes: false,
      starts: "fresh 1, fresh 2, fresh 3", sessions: [1, 2, 3]),
  ])
  func `an attempt goes on in the session of the one before`(_ story: Story) throws {
    let scene = try Scene(resuming: story.resumes)
    try scene.work(minutes: 0)
    for id in ResumePlay.rows {
      try expect(scene.status(id), is: "BLOCKED")
      try expect(scene.bash("id=\(id); \(story.meanwhile)").status, is: 0)
      try expect(scene.orch("answer", id, "blue"), is: .prints("\(id) -> PENDING\n"))
    }
    try scene.work(minutes: 5)
    for id in ResumePlay.rows { try expect(scene.status(id), is: "PENDING") }
    try scene.work(minutes: 10)
    for id in ResumePlay.rows {
      let log = try scene.bash("cat .orch/attempts/\(id)/*/output.log").output
      #expect(try scene.status(id) == "DONE", "\(log)")
      var ids: [String] = []
      let starts = try scene.text("runs/\(id)").split(separator: "\n").map { line in
        let words = line.split(separator: " ").map(String.init)
        if !ids.contains(words[1]) { ids.append(words[1]) }
        return "\(words[0]) \((ids.firstIndex(of: words[1]) ?? -1) + 1)"
      }
      #expect(starts.joined(separator: ", ") == story.starts, "\(id): \(log)")
      let sessions = try scene.sessions(of: id).compactMap { ids.firstIndex(of: $0) }.map { $0 + 1 }
      #expect(sessions == story.sessions, "\(id): \(log)")
      let note = story.note?.replacing("ID", with: ids[0])
      #expect(log.contains("can't be resumed") == (note != nil) && log.contains(note ?? ""))
    }
    // Where one supervisor routes the report of another, the next tick removes the record.
    try scene.work(minutes: 10)
    try scene.expectNothingLeft()
  }
}

extension Scene {
  fileprivate convenience init(resuming resumes: Bool) throws {
    try self.init(
      file: queueText(ResumePlay.rows.map { row($0, criteria: "file: \($0).txt") }))
    options = ["--queue", "QUEUE.md"]
    for folder in ["bin", "runs", "sessions"] { try makeFolder(folder) }
    for program in ["claude", "codex", "opencode"] {
      try writeExecutable(ResumePlay.standIn, to: path("bin/\(program)"))
    }
    try write(ResumePlay.settings.replacing("RESUMES", with: "\(resumes)"), to: "orch.json")
    try trust(environment: resumeEnvironment)
  }

  private var resumeEnvironment: [String: String] {
    loopEnvironment.merging(["PATH": "\(path("bin")):/usr/bin:/bin"]) { $1 }
  }

  /// Starts an attempt on each row, and waits for their ends.
  fileprivate func work(minutes: Int) throws {
    let outcome = try run(
      orchPath, ["tick", "--parallel", "3"],
      environment: resumeEnvironment.merging(later(minutes: minutes)) { $1 })
    #expect(outcome.status == 0, "\(outcome)")
    try awaitWorkers()
  }

  /// The sessions of a row's attempts, by their records.
  fileprivate func sessions(of id: String) throws -> [String] {
    let outcome = try orch("show", id, "--attempts", "--json")
    let json = try JSONValue(parsing: Array(outcome.output.utf8)).objectValue
    return (json?["attempts"]?.arrayValue ?? []).map {
      $0.objectValue?["session"]?.stringValue ?? "none"
    }
  }
}

private enum ResumePlay {
  /// A row for each program.
  static let rows = ["CLAUDE-1", "CODEX-1", "OPENCODE-1"]

  static let settings = #"""
    {"workers": {
       "claude":   {"adapter": "claude", "args": ["--model", "m"], "resume": RESUMES},
       "codex":    {"adapter": "codex", "args": ["-s", "workspace-write"], "resume": RESUMES},
       "opencode": {"adapter": "opencode", "args": ["-m", "a/b"], "resume": RESUMES}},
     "routes": [{"id": "CODEX-*", "worker": "codex"}, {"id": "OPENCODE-*", "worker": "opencode"},
                {"worker": "claude"}],
     "review": {"run_checks": true}, "max_attempts": 5}
    """#

  /// Stands in for the program by whose name it is started, of a version that knows no schemas. It
  /// keeps its sessions in files. On the first attempt it asks, on the second it reports what is not
  /// done, on the third it works.
  static let standIn = #"""
    #!/bin/bash
    program=${0##*/} words="$*"
    refuse() { echo "$program: $*" >&2; exit 64; }
    if [ "$1" = --version ]; then echo "$program 99.1.0"; exit; fi

    [[ $words != *-schema* ]] || refuse "error: unknown option '--json-schema'"
    uuid='[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
    case $program in
      claude)
        start='-p --output-format stream-json --verbose'
        fresh="^$start --session-id ($uuid) --model m\$" resume="^$start --resume ($uuid) --model m\$" ;;
      codex)
        own='-s workspace-write' start='--json --skip-git-repo-check'
        fresh="^exec $start - $own\$" resume="^exec $own $start resume ($uuid) -\$" ;;
      opencode)
        fresh='^run --format json -m a/b$' resume='^run --format json -s (ses_[0-9]+) -m a/b$' ;;
    esac
    if [[ $words =~ $resume ]]; then how=resume session=${BASH_REMATCH[1]}
    elif [[ $words =~ $fresh ]]; then how=fresh session=${BASH_REMATCH[1]}
    else refuse "started as: $words"; fi

    message=$(cat) id=${message#'[TASK '} id=${id%%]*}
    [[ $message == "[TASK $id]"*"[REPORT $id]"*'QUESTION: add a line Question: '* ]] ||
      refuse "the message is not whole: $message"
    if [ $how = fresh ]; then
      number=$(cat "runs/$id" 2> /dev/null | grep -c fresh)
      case $program in
        codex) session=$(printf '01a2f0c4-0000-7000-8000-%012d' "$number") ;;
        opencode) session=ses_$number ;;
      esac
      echo "$PWD" > "sessions/$session"
    elif [ "$(cat "sessions/$session")" != "$PWD" ]; then
      echo "gone $session" >> "runs/$id"
      case $program in
        claude)
          printf '%s\n' "{\"type\":\"result\",\"subtype\":\"error_during_execution\",\"is_error\":true,\"session_id\":\"$session\",\"total_cost_usd\":0,\"usage\":{\"input_tokens\":0,\"output_tokens\":0},\"errors\":[\"No conversation found with session ID: $session\"]}"
          exit 1 ;;
        codex) echo "Error: thread/resume: no rollout found for thread id $session" >&2; exit 1 ;;
        opencode) echo "NotFoundError: Session not found: $session" >&2; exit 0 ;;
      esac
    fi
    echo "$how $session" >> "runs/$id"

    case $(ls ".orch/attempts/$id" | wc -l) in
      1) answer='Status: QUESTION\nQuestion: which color?' ;;
      2) [[ $message == *blue* ]] || refuse "no answer: $message"
        answer='Status: DONE\nCriteria:\n1. met: see the file' ;;
      3) [[ $message == *'no such file'*blue* ]] || refuse "not what failed: $message"
        echo blue > "$id.txt"; answer='Status: DONE\nCriteria:\n1. met: see the file' ;;
    esac
    answer="[REPORT $id]\\n$answer\\n"
    case $program in
      claude)
        # Some versions print another id for a session that goes on.
        [ $how = fresh ] || session=00000000-0000-4000-8000-000000000000
        printf '%s\n' "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"$session\"}" \
          "{\"type\":\"result\",\"subtype\":\"success\",\"session_id\":\"$session\",\"result\":\"$answer\"}" ;;
      codex)
        printf '%s\n' "{\"type\":\"thread.started\",\"thread_id\":\"$session\"}" \
          "{\"type\":\"item.completed\",\"item\":{\"type\":\"agent_message\",\"text\":\"$answer\"}}" \
          '{"type":"turn.completed","usage":{"input_tokens":9,"output_tokens":5}}' ;;
      opencode)
        printf '%s\n' "{\"type\":\"step_start\",\"sessionID\":\"$session\",\"part\":{\"id\":\"a\"}}" \
          "{\"type\":\"text\",\"sessionID\":\"$session\",\"part\":{\"id\":\"b\",\"text\":\"$answer\"}}" \
          "{\"type\":\"step_finish\",\"sessionID\":\"$session\",\"part\":{\"id\":\"c\",\"reason\":\"stop\"}}" ;;
    esac
    """#
}
