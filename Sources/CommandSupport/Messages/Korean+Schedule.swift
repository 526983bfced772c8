import Host
import QueueModel

// What `orch schedule` can't do.

extension Korean {
  static func words(of problem: CommandError.ScheduleProblem) -> Words {
    switch problem {
    case .noProgram(let error):
      (text(of: error), "다른 종류를 고르십시오: orch schedule cron, systemd, launchd, daemon")
    case .failed(let command, let reason):
      ("\(command) 실패: \(reason)", "orch schedule --dry-run이 무엇을 하려 했는지 보여 줍니다")
    case .controlCharacters(let text):
      ("'\(text.escaped)'에 제어 문자가 있습니다", "폴더 이름이나 PATH를 바꾸십시오")
    case .longCommand: ("cron이 받는 것보다 긴 줄입니다", "이 명령에 더 짧은 PATH를 주십시오")
    case .longUnitName:
      ("유닛 이름으로는 경로가 너무 깁니다", "큐를 더 짧은 경로로 옮기거나 cron을 고르십시오")
    case .noHome: ("HOME이 루트부터의 폴더가 아닙니다", "HOME을 설정하십시오: 설치한 것을 거기에 둡니다")
    case .noCrontab:
      (
        "crontab 프로그램이 없습니다",
        "apt install cron 등으로 cron을 설치하고 이 명령을 다시 실행하거나, --dry-run이 출력하는 줄을 직접 crontab에 넣으십시오"
      )
    case .noService(let line):
      ("systemctl도 launchctl도 없습니다", "이것을 직접 계속 실행하십시오: \(line)")
    }
  }
}
