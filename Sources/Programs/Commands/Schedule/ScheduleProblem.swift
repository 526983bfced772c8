import Door
import Host
import Model
import Text

/// What `orch schedule` can't install.
enum ScheduleProblem {
  case noProgram(Subprocess.StartError)
  case failed(String, reason: String)
  case controlCharacters(String)
  case longCommand, longUnitName, noHome, noCrontab
  /// The line starts the daemon by hand.
  case noService(line: String)
  /// A tick would start nothing.
  case noWorker(String)
}

extension Problem {
  static func schedule(_ problem: ScheduleProblem) -> Problem {
    switch problem {
    case .noProgram(let error):
      .adapter(
        .noScheduler, error.sentence,
        hint: Sentence(
          "choose another kind: orch schedule cron, systemd, launchd or daemon",
          "다른 종류를 고르십시오: orch schedule cron, systemd, launchd, daemon"))
    case .noWorker(let kind):
      .adapter(
        .notSchedulable,
        Sentence(
          "orch.json has no worker: the ticks of \(kind) would start nothing",
          "orch.json에 워커가 없습니다. \(kind)의 틱은 아무것도 시작하지 않습니다"),
        hint: Sentence(
          "nothing was installed; orch init --worker KIND writes an example of a worker",
          "아무것도 설치하지 않았습니다. 워커를 적으십시오 (orch init --worker KIND가 예를 씁니다)"))
    case .failed(let command, let reason):
      .adapter(
        .scheduler, Sentence("\(command) failed: \(reason)", "\(command) 실패: \(reason)"),
        hint: Sentence(
          "orch schedule --dry-run shows what it was to do",
          "orch schedule --dry-run이 무엇을 하려 했는지 보여 줍니다"))
    case .controlCharacters(let text):
      .adapter(
        .notSchedulable,
        Sentence(
          "'\(text.escaped)' has control characters", "'\(text.escaped)'에 제어 문자가 있습니다"),
        hint: Sentence("rename the folder, or change PATH", "폴더 이름이나 PATH를 바꾸십시오"))
    case .longCommand:
      .adapter(
        .notSchedulable,
        Sentence("the line is longer than cron takes", "cron이 받는 것보다 긴 줄입니다"),
        hint: Sentence("set a shorter PATH for this command", "이 명령에 더 짧은 PATH를 주십시오"))
    case .longUnitName:
      .adapter(
        .notSchedulable,
        Sentence(
          "the path is too long for the name of a unit", "유닛 이름으로는 경로가 너무 깁니다"),
        hint: Sentence(
          "move the queue to a shorter path, or choose cron",
          "큐를 더 짧은 경로로 옮기거나 cron을 고르십시오"))
    case .noHome:
      .adapter(
        .noHome,
        Sentence("HOME names no folder from the root", "HOME이 루트부터의 폴더가 아닙니다"),
        hint: Sentence(
          "set HOME: what is installed is kept there",
          "HOME을 설정하십시오: 설치한 것을 거기에 둡니다"))
    case .noCrontab:
      .adapter(
        .noScheduler, Sentence("there is no program crontab", "crontab 프로그램이 없습니다"),
        hint: Sentence(
          "install cron, such as with apt install cron, and repeat this command; or add the line "
            + "that --dry-run prints to a crontab yourself",
          "apt install cron 등으로 cron을 설치하고 이 명령을 다시 실행하거나, --dry-run이 출력하는 줄을 직접 crontab에 넣으십시오"
        ))
    case .noService(let line):
      .adapter(
        .noScheduler,
        Sentence("there is neither systemctl nor launchctl", "systemctl도 launchctl도 없습니다"),
        hint: Sentence(
          "keep this running yourself: \(line)", "이것을 직접 계속 실행하십시오: \(line)"))
    }
  }
}
