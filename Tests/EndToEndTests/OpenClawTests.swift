import Foundation
import TestSupport
import Testing

/// The automation and the recipes of `automation/openclaw`, tried against a stand-in.
@Suite struct OpenClawTests {
  /// Runs the printed command as a person does, `… | sh`.
  private static func add(_ scheduling: Scheduling, _ options: [String] = []) throws -> Outcome {
    try writeExecutable(OpenClawStandIn.script, to: "\(scheduling.programs)/openclaw")
    let printed = try scheduling.scene.run(
      BuiltBinaries.orch, ["schedule", "openclaw", "--queue", scheduling.queue] + options,
      environment: ["PATH": scheduling.path, "LANG": "ko_KR.UTF-8"])
    // The program names itself, and a stand-in is to be called; its path would have to be escaped.
    let orch = scheduling.scene.path("orch")
    try FileManager.default.createSymbolicLink(
      atPath: orch, withDestinationPath: "\(scheduling.programs)/orch")
    let line = printed.output.replacing(BuiltBinaries.orch, with: orch)
    return try scheduling.scene.run(
      "/bin/sh", ["-c", line], environment: ["PATH": scheduling.path, "LANG": "ko_KR.UTF-8"])
  }

  private static func runNow(_ scheduling: Scheduling) throws -> Outcome {
    // The gateway is a service, and has a short PATH.
    try scheduling.scene.run("\(scheduling.programs)/openclaw", ["cron", "run"])
  }

  @Test func `the printed command adds an automation that runs one tick`() throws {
    let scheduling = try Scheduling(orch: Scheduling.recording)
    let added = try Self.add(scheduling, ["--", "--channel", "telegram", "--to", "it's 12"])
    #expect(added.status == 0 && added.errors.isEmpty, "\(added)")
    let job = try #require(
      JSONSerialization.jsonObject(with: Data(added.output.utf8)) as? [String: Any])
    #expect(job["every"] as? String == "30m")
    #expect(job["channel"] as? String == "telegram")
    #expect(job["to"] as? String == "it's 12")
    #expect((job["name"] as? String)?.hasPrefix("orch tick ") == true)
    #expect(job["cwd"] as? String == String(scheduling.queue.dropLast("/QUEUE.md".count)))

    try expect(Self.runNow(scheduling), is: .prints("stdout: NOOP stderr: a mistake\n"))
    try expect(
      scheduling.ran(),
      is: [
        scheduling.path, "ko_KR.UTF-8", "tick", "--openclaw", "--quiet", "--queue",
        scheduling.queue,
      ])
  }

  @Test func `a tick that has nothing to say is silent`() throws {
    let scheduling = try Scheduling(orch: "#!/bin/sh\necho NO_REPLY\n")
    #expect(try Self.add(scheduling).status == 0)
    try expect(Self.runNow(scheduling), is: .prints(""))
  }

  @Test func `a tick prints nothing while there is no work, and what it claimed otherwise`() throws
  {
    let scheduling = try Scheduling()
    #expect(try Self.add(scheduling).status == 0)
    try expect(Self.runNow(scheduling), is: .prints(""))
    let name = String(scheduling.queue.dropFirst(scheduling.scene.folder.count + 1))
    // A row that may not start costs no message either.
    try scheduling.scene.write(queueText(row("A", notes: "after=B"), row("B", "FAILED")), to: name)
    try expect(Self.runNow(scheduling), is: .prints(""))
    try scheduling.scene.write(queueText(row("A")), to: name)
    let outcome = try Self.runNow(scheduling)
    #expect(outcome.status == 0 && outcome.output.contains("A"), "\(outcome)")
  }

  // MARK: Recipes

  /// The words of a recipe, with what a spawner puts into them.
  private static func words(_ recipe: String, message: String) throws -> [String] {
    let data = try Data(contentsOf: URL(filePath: "\(Scheduling.automation)/openclaw/\(recipe)"))
    let settings = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
    let argv = try #require(settings?["spawn"]?["argv"] as? [String])
    return argv.map {
      $0.replacing("{label}", with: "orch-a-1").replacing("{message_file}", with: message)
    }
  }

  private static func turn(_ words: [String], in scene: Scene) throws -> Outcome {
    try writeExecutable(OpenClawStandIn.script, to: scene.path("openclaw"))
    return try scene.run(
      words[0], Array(words.dropFirst()),
      environment: ["PATH": "\(scene.folder):/usr/bin:/bin"])
  }

  @Test(arguments: [("orch.json", "{\n"), ("orch-worker.json", "[REPORT A-1]\n")])
  func `a recipe starts a turn with the task in the row's session`(
    _ recipe: String, start: String
  ) throws {
    let scene = try Scene()
    try scene.write("[TASK A-1]\nTask: 로그인\n", to: "a message.txt")
    try scene.write("[REPORT A-1]\nStatus: DONE\n", to: "reply")
    let words = try Self.words(recipe, message: scene.path("a message.txt"))
    let turn = try Self.turn(["env"] + words, in: scene)
    #expect(turn.status == 0 && turn.errors.isEmpty, "\(turn)")
    #expect(turn.output.hasPrefix(start), "\(turn)")
    try expect(scene.text("session"), is: "agent:main:orch-a-1\n")
    try expect(scene.text("message"), is: "[TASK A-1]\nTask: 로그인\n")
  }

  @Test(arguments: [
    (["agent", "--sesion-key", "agent:main:x"], "unknown option '--sesion-key'"),
    (
      ["agent", "--message", "x", "y"],
      "too many arguments for 'agent --message'. "
        + "Expected 0 arguments but got 1."
    ),
    (
      ["agent", "--session-key", "agent:main:x"], "Pass exactly one of --message or --message-file"
    ),
    (["agent", "--message", "x"], "Pass a session selector"),
    (["agent", "--message", "x", "--session-key", "main"], "malformed session key 'main'"),
    (["agents", "--message", "x"], "unknown command 'agents'"),
    (["cron", "add", "--name", "x", "--every", "30m"], "Choose exactly one payload"),
    (["cron", "add", "--name", "x", "--every", "30", "--command-argv", "[]"], "Invalid --every"),
    (
      ["cron", "add", "--name", "x", "--every", "30m", "--command-argv", "orch tick"],
      "--command-argv must be a JSON array of strings"
    ),
  ])
  func `the stand-in refuses what OpenClaw does not document`(
    _ arguments: [String], message: String
  ) throws {
    let outcome = try Self.turn(["env", "openclaw"] + arguments, in: Scene())
    #expect(outcome.status == 1 && outcome.errors.hasSuffix("error: \(message)\n"), "\(outcome)")
  }

  @Test func `the answer of a turn is the report of its row`() throws {
    let scene = try Scene(rows: row("A-1", task: "Add the page", criteria: "the page is there"))
    try writeExecutable(OpenClawStandIn.script, to: scene.path("openclaw"))
    try scene.write(
      """
      [REPORT A-1]
      Status: DONE
      Files:
      - page.md
      Diff-Summary:
      - Added the page: it is there
      Validation:
      - opened the page: it is there
      Risks:
      - None
      Next:
      - None

      """, to: "reply")
    try scene.write(
      contents(of: "\(Scheduling.automation)/openclaw/orch-worker.json"), to: "orch.json")
    let outcome = try scene.bash(
      """
      umask 022; chmod go-w . orch.json; $ORCH trust --yes > /dev/null
      $ORCH tick --queue QUEUE.md &&
        timeout 30 bash -c 'until $ORCH list --status DONE --no-log | grep -q A-1; do :; done'
      """, environment: ["PATH": "\(scene.folder):/usr/bin:/bin"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try scene.text("message").hasPrefix("[TASK A-1]\n"))
    try expect(scene.text("session"), is: "agent:main:orch-a-1\n")
  }
}

/// A stand-in for `openclaw` that takes what its documentation says of `openclaw agent` and
/// `openclaw cron add` (docs/cli, 2026.6 and later), and refuses everything else as it does.
///
/// An automation that was added is kept in `$HOME/automation.json`; `openclaw cron run` runs its
/// command and prints what would be announced. A turn answers with what `$HOME/reply` holds.
enum OpenClawStandIn {
  static let script = #"""
    #!/bin/bash
    set -euo pipefail
    die() { echo "error: $1" >&2; exit 1; }

    # Reads options into `given`, in order into `list`; $1 names those with a value, $2 those without.
    declare -A given
    list=()
    read_options() {
      local valued=" $1 " flags=" $2 "
      shift 2
      while [ $# -gt 0 ]; do
        case "$valued" in
          *" $1 "*)
            [ $# -gt 1 ] || die "option '$1 <value>' argument missing"
            given[$1]=$2; list+=("$1" "$2"); shift 2; continue ;;
        esac
        case "$flags" in
          *" $1 "*) given[$1]=yes; shift; continue ;;
        esac
        case $1 in
          -*) die "unknown option '$1'" ;;
          *) die "too many arguments for '$command'. Expected 0 arguments but got 1." ;;
        esac
      done
    }
    has() { [ -n "${given[$1]+x}" ]; }
    count() { local n=0 o; for o; do if has "$o"; then n=$((n + 1)); fi; done; echo $n; }

    agent() {
      read_options "-m --message --message-file -t --to --session-key --session-id --agent --model \
    --thinking --verbose --channel --reply-to --reply-channel --reply-account --timeout" \
        "--local --deliver --json" "$@"
      [ "$(count -m --message --message-file)" = 1 ] || die "Pass exactly one of --message or --message-file"
      [ "$(count -t --to --session-key --session-id --agent)" -gt 0 ] || die "Pass a session selector"
      if has --session-key && ! [[ ${given[--session-key]} =~ ^agent:[a-z0-9][a-z0-9_-]*:[^:].*$ ]]; then
        die "malformed session key '${given[--session-key]}'"
      fi
      if has --timeout && ! [[ ${given[--timeout]} =~ ^[0-9]+$ ]]; then die "--timeout must be seconds"; fi
      if has --message-file; then
        iconv -f UTF-8 -t UTF-8 "${given[--message-file]}" > "$HOME/message" || die "cannot read the message file"
      fi
      printf '%s\n' "${given[--session-key]-}" > "$HOME/session"
      if has --json; then
        jq -n --rawfile text "$HOME/reply" '{runId: "r1", status: "ok", result: {payloads: [{text: $text}]}}'
      else
        cat "$HOME/reply"
      fi
    }

    add() {
      read_options "--name --display-name --description --agent --session --session-key --wake --at \
    --every --cron --tz --stagger --system-event --message --command --command-argv --command-cwd \
    --command-env --command-input --thinking --model --fallbacks --timeout-seconds \
    --no-output-timeout-seconds --output-max-bytes --tools --webhook --channel --to --thread-id \
    --account --url --token --timeout" \
        "--delete-after-run --keep-after-run --exact --light-context --announce --no-deliver \
    --best-effort-deliver --disabled --json" "$@"
      has --name || die "Cron job name is required. Pass a name or --name <name>."
      [ "$(count --at --every --cron)" = 1 ] || die "Choose exactly one schedule"
      [ "$(count --system-event --message --command --command-argv)" = 1 ] || die "Choose exactly one payload"
      [ "$(count --announce --no-deliver --webhook)" -le 1 ] || die "Choose at most one of --announce, --no-deliver, or --webhook"
      if has --every && ! [[ ${given[--every]} =~ ^[1-9][0-9]*[smhd]$ ]]; then die "Invalid --every"; fi
      if has --timeout-seconds && ! [[ ${given[--timeout-seconds]} =~ ^[0-9]+$ ]]; then die "Invalid --timeout-seconds"; fi
      jq -e 'type == "array" and length > 0 and all(type == "string")' <<< "${given[--command-argv]}" > "$HOME/checked" ||
        die "--command-argv must be a JSON array of strings"
      local i environment='[]'
      for ((i = 0; i < ${#list[@]}; i += 2)); do
        if [ "${list[i]}" = --command-env ]; then
          [[ ${list[i + 1]} =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || die "--command-env must be KEY=VALUE"
          environment=$(jq -c --arg entry "${list[i + 1]}" '. + [$entry]' <<< "$environment")
        fi
      done
      jq -n --arg name "${given[--name]}" --arg every "${given[--every]-}" --arg cwd "${given[--command-cwd]-}" \
        --arg channel "${given[--channel]-last}" --arg to "${given[--to]-}" \
        --argjson argv "${given[--command-argv]}" --argjson env "$environment" \
        '{name: $name, every: $every, cwd: $cwd, channel: $channel, to: $to, argv: $argv, env: $env}' |
        tee "$HOME/automation.json"
    }

    # What is announced: standard output, else standard error, both in a block where there are
    # both; nothing for NO_REPLY alone.
    run() {
      local job=$HOME/automation.json out err status=0
      mapfile -t argv < <(jq -r '.argv[]' "$job")
      mapfile -t environment < <(jq -r '.env[]' "$job")
      cd "$(jq -r .cwd "$job")"
      out=$(env "${environment[@]}" "${argv[@]}" 2> "$HOME/errors") || status=$?
      err=$(cat "$HOME/errors")
      if [ -n "$out" ] && [ -n "$err" ]; then out="stdout: $out stderr: $err"; fi
      out=${out:-$err}
      if [ "$out" != NO_REPLY ] && [ -n "$out" ]; then printf '%s\n' "$out"; fi
      exit $status
    }

    command="$1 ${2-}"
    case "$command" in
      "cron add") shift 2; add "$@" ;;
      "cron run") run ;;
      agent\ *) shift; agent "$@" ;;
      *) die "unknown command '$1'" ;;
    esac
    """#
}
