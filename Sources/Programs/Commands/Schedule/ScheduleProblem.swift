import Door
import Host
import Model
import Text

/// Why `orch schedule` can't install something.
enum ScheduleProblem {
  case noProgram(Subprocess.StartError)
  case failed(String, reason: String)
  case noHome
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
    case .failed(let command, let reason):
      .adapter(
        .scheduler, Sentence("\(command) failed: \(reason)", "\(command) 실패: \(reason)"),
        hint: Sentence(
          "run orch schedule --dry-run to see what would be written and run",
          "orch schedule --dry-run이 무엇을 하려 했는지 보여 줍니다"))
    case .noHome:
      .adapter(
        .noHome,
        Sentence("HOME is not set to an absolute path", "HOME이 루트부터의 폴더가 아닙니다"),
        hint: Sentence(
          "set HOME: the files to install go there",
          "HOME을 설정하십시오: 설치한 것을 거기에 둡니다"))
    }
  }
}
