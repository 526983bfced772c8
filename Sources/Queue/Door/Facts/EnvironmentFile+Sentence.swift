import Host
import Model
package import Text
package import Workers

extension EnvironmentFile.Fault {
  package var sentence: Sentence {
    switch self {
    case .system(let error): error.sentence
    case .readable(let path, let mode):
      Sentence(
        "others may read \(path.escaped) (mode 0\(String(mode, radix: 8)))",
        "다른 사용자가 \(path.escaped)을(를) 읽을 수 있습니다 (모드 0\(String(mode, radix: 8)))")
    case .foreign(let path):
      Sentence(
        "\(path.escaped) belongs to another user",
        "\(path.escaped)은(는) 다른 사용자의 것입니다")
    case .replaceable(let refusal):
      refusal.sentence
    case .inRepository(let path, let top):
      Sentence(
        "git at \(top.escaped) tracks \(path.escaped), or does not ignore it",
        "\(top.escaped)의 git이 \(path.escaped)을(를) 추적하거나 무시하지 않습니다")
    case .unknownToGit(let path, let top):
      Sentence(
        "git at \(top.escaped) does not say whether it ignores \(path.escaped)",
        "\(top.escaped)의 git이 \(path.escaped)을(를) 무시하는지 알 수 없습니다")
    case .line(let number, let path):
      Sentence(
        "\(path.escaped): line \(number) is not NAME=value",
        "\(path.escaped): \(number)번째 줄이 NAME=value가 아닙니다")
    case .reserved(let name, let path):
      Sentence(
        "\(path.escaped): \(name) can't be set there",
        "\(path.escaped): \(name)은(는) 거기서 정할 수 없습니다")
    }
  }

  package var hint: Sentence {
    switch self {
    case .system(let error):
      error.isLink || error.isMissing
        ? Sentence("create the file with mode 0600", "모드 0600인 파일을 만드십시오") : error.hint
    case .readable(let path, _): Sentence(same: "chmod 600 \(path.escaped)")
    case .foreign:
      Sentence("use a file of your own with mode 0600", "모드 0600인 자신의 파일을 쓰십시오")
    case .replaceable(let refusal): refusal.hint(naming: "")
    case .inRepository:
      Sentence(
        "put the file outside the repository, such as into ~/.config; change keys that were committed",
        "파일을 ~/.config처럼 저장소 밖에 두십시오. 이미 커밋한 키는 바꾸십시오")
    case .unknownToGit:
      Sentence(
        "put the file outside the repository, such as into ~/.config",
        "파일을 ~/.config처럼 저장소 밖에 두십시오")
    case .line:
      Sentence(
        "a name has letters, digits and _; comments begin with #", "이름은 영문자, 숫자, _이고 주석은 #로 시작합니다")
    case .reserved(let name, _):
      name.hasPrefix("ORCH_")
        ? Sentence("write the setting into orch.json", "설정은 orch.json에 적으십시오")
        : Sentence("set it where orch is started", "orch를 시작하는 곳에서 정하십시오")
    }
  }
}
