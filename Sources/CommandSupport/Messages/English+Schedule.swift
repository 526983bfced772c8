import Host
import QueueModel

// What `orch schedule` can't do.

extension English {
  static func words(of problem: CommandError.ScheduleProblem) -> Words {
    switch problem {
    case .noProgram(let error):
      (error.description, "choose another kind: orch schedule cron, systemd, launchd or daemon")
    case .failed(let command, let reason):
      ("\(command) failed: \(reason)", "orch schedule --dry-run shows what it was to do")
    case .controlCharacters(let text):
      ("'\(text.escaped)' has control characters", "rename the folder, or change PATH")
    case .longCommand:
      ("the line is longer than cron takes", "set a shorter PATH for this command")
    case .longUnitName:
      (
        "the path is too long for the name of a unit",
        "move the queue to a shorter path, or choose cron"
      )
    case .noHome:
      ("HOME names no folder from the root", "set HOME: what is installed is kept there")
    case .noCrontab:
      (
        "there is no program crontab",
        "install cron, such as with apt install cron, and repeat this command; or add the line "
          + "that --dry-run prints to a crontab yourself"
      )
    case .noService(let line):
      ("there is neither systemctl nor launchctl", "keep this running yourself: \(line)")
    }
  }
}
