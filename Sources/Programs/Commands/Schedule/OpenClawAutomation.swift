import Host
import Text

/// An automation of OpenClaw that calls the tick. `openclaw` itself adds and removes the
/// automation; this type builds the command line that adds it.
///
/// Source: OpenClaw's documentation of 2026.6 and later, `docs/cli/cron.md`, and "Command payloads"
/// in `docs/automation`.
struct OpenClawAutomation {
  let call: ScheduledCall
  /// Additional options of `openclaw cron add`, such as `--channel telegram`.
  let options: [String]

  /// A command costs no model turn. OpenClaw announces its output, unless that is only NO_REPLY.
  /// Without `--quiet` OpenClaw would announce warnings on standard error, too.
  var lines: [String] {
    let words = [call.orch] + call.arguments("tick", ["--openclaw", "--quiet"])
    let argv = "\(JSONValue.array(words.map(JSONValue.string)))"
    let folder = Path.parent(of: call.queue)
    return [
      "openclaw cron add --name \(quoted("orch tick \(call.name)")) --every \(call.minutes)m \\",
      "  --command-argv \(quoted(argv)) \\",
      "  --command-cwd \(quoted(folder)) \\",
      "  --command-env \(quoted("PATH=\(call.path)")) \\",
      "  --command-env \(quoted("LANG=\(call.language)")) \\",
      (["  --timeout-seconds 1800"] + options.map(quoted)).joined(separator: " "),
    ]
  }

  private func quoted(_ word: String) -> String { ScheduledCall.quoted(word) }
}
