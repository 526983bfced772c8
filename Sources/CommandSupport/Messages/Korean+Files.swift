import Engine
import Host
import QueueDocument
import QueueModel
import TeamProtocol

// What is wrong with what a command reads: settings, the queue's place, files, git, trust.

extension Korean {
  static func words(of problem: CommandError.SettingProblem) -> Words {
    switch problem {
    case .logInQueue(let path):
      ("\(path): 큐의 파일이므로 실행 로그가 될 수 없습니다", "다른 --log-path를 지정하십시오")
    case .clock(let text):
      ("ORCH_NOW: 잘못된 값 '\(text.escaped)'", KoreanForms.text(ClockOverride.form))
    case .twoZoneVariables(let name, let other):
      (
        "\(name)와(과) \(other)이(가) 모두 시간대를 정합니다",
        "표에 started_at이 있으면 \(name)만, started_at_kst가 있으면 \(other)만 두십시오"
      )
    case .text(let text, let name, let form):
      ("\(name): 잘못된 값 '\(text.escaped)'", "올바른 형식: \(KoreanForms.text(form))")
    case .noObject(let path): ("\(path): 객체가 아닙니다", "{\"key\": value}처럼 적으십시오")
    case .noJSON(let path, let error):
      ("\(path): \(error)", "파일을 고치십시오. JSON이어야 합니다")
    case .mistake(let mistake, let path):
      ("\(path): \(words(of: mistake).text)", words(of: mistake).hint)
    }
  }

  private static func words(of mistake: SettingMistake) -> Words {
    switch mistake {
    case .value(let value, let key, let form):
      ("'\(key)'의 값이 잘못되었습니다: \(value)", "올바른 형식: \(KoreanForms.text(form))")
    case .unknownKey(let key, let nearest):
      ("알 수 없는 키 '\(key)'", nearest.map(suggestion) ?? "설정 목록은 docs/cli.md에 있습니다")
    case .missing(let key, let form, nil):
      ("'\(key)'이(가) 없습니다", "올바른 형식: \(KoreanForms.text(form))")
    case .missing(let key, let form, let other?):
      ("'\(other)'에는 '\(key)'이(가) 필요합니다", "올바른 형식: \(KoreanForms.text(form))")
    case .otherAdapter(let key, let adapter, let adapters, let instead):
      (
        "'\(key)'은(는) 어댑터 \(adapter)에 쓸 수 없습니다",
        "다음 어댑터에만 씁니다: \(adapters.joined(separator: ", "))"
          + (instead.isEmpty ? "" : ". \(adapter)에는 \(instead.joined(separator: ", "))을(를) 쓰십시오")
      )
    case .twice(let key, let other):
      ("'\(key)'와 '\(other)'은(는) 같은 워커입니다", "하나를 빼십시오")
    case .twoZones(let key, let other):
      (
        "'\(key)'와 '\(other)'이(가) 모두 시간대를 정합니다",
        "표에 started_at이 있으면 \(key)만, started_at_kst가 있으면 \(other)만 두십시오"
      )
    }
  }

  static func words(of problem: CommandError.LocationProblem) -> Words {
    let use = "그래도 쓰려면 --queue로 지정하십시오"
    return switch problem {
    case .brokenLink(let path, let target):
      ("\(path): 없는 파일 \(target)을(를) 가리키는 링크입니다", "링크를 고치거나 지우십시오")
    case .notFound(let folder, let last):
      (
        "\(folder)부터 \(last)까지 QUEUE.md가 없습니다",
        "여기에 만들기: orch init, 다른 곳 지정: --queue PATH"
      )
    case .notLookedFor: ("큐 파일을 찾지 않았습니다", "")
    case .leadsOut(let path, let folder, let target):
      ("\(path): \(folder) 밖의 \(target)을(를) 가리킵니다", use)
    case .foreign(let path): ("\(path): 다른 사용자의 것입니다", use)
    }
  }

  static func words(of problem: CommandError.InputProblem) -> Words {
    switch problem {
    case .noTerminal:
      ("물어볼 터미널이 없습니다", "위의 내용을 읽은 뒤 실행하십시오: orch trust --yes")
    case .missing(let name, let what):
      ("\(name): 파일이 없습니다 (\(KoreanForms.text(what)))", "경로를 확인하거나, 표준 입력은 -로 적으십시오")
    case .tooLong(let source, let megabytes, let what):
      ("\(source): \(megabytes) MB가 넘습니다", "몇 쪽 분량의 텍스트여야 합니다 (\(KoreanForms.text(what)))")
    case .notUTF8(let source):
      ("\(source): UTF-8이 아닙니다", "iconv -t utf-8로 변환할 수 있습니다")
    case .settingsLeadOut(let path, let home, let target):
      (
        "\(path): \(home) 밖의 \(target.escaped)을(를) 가리키는 링크입니다",
        "그 자리에 파일 자체를 두십시오"
      )
    case .settingsAreFolder(let error): (error.description, "설정은 파일이어야 합니다")
    case .order:
      ("표준 입력이 지시가 아닙니다", "orch dispatch가 지시와 함께 감독 프로세스를 시작합니다")
    case .tasks(let file, let mistake):
      (
        "\(file): \(mistake.place.isEmpty ? "" : "\(mistake.place): ")"
          + words(of: mistake.problem).text, words(of: mistake.problem).hint
      )
    case .tasksAreNoJSON(let file, let error): ("\(file): \(error)", "JSON이어야 합니다")
    case .version(let side, let file, let error):
      (
        "\(side):\(file):\(error.line):\(error.column): \(text(of: error))",
        "아무것도 병합하지 않았습니다. 파일을 직접 고치거나, 한쪽을 고르십시오: "
          + "git checkout --ours 또는 --theirs"
      )
    case .form(let line, let problem):
      ("양식의 \(line)번째 줄: \(text(of: problem))", "아무것도 바꾸지 않았습니다")
    case .editor(let name, let status):
      (
        "편집기 \(name.escaped): \(status.map { "종료 상태 \($0)" } ?? "중단되었습니다")",
        "아무것도 바꾸지 않았습니다. VISUAL이나 EDITOR로 다른 편집기를 지정하십시오"
      )
    case .hiddenCharacters(let places, let more):
      (
        "요청에 보이지 않는 문자가 있습니다: "
          + places.map { "\($0.character) (\($0.line)번째 줄 \($0.column)번째 칸)" }
          .joined(separator: ", ") + (more > 0 ? " 외 \(more)개" : ""),
        "지우거나, --allow-hidden으로 그대로 받으십시오"
      )
    }
  }

  static func words(of problem: CommandError.GitProblem) -> Words {
    switch problem {
    case .missing(let error):
      (text(of: error), "git을 설치하십시오. --git 없이는 필요하지 않습니다")
    case .noWorkTree(let folder, let reason):
      (
        "\(folder): git 작업 트리가 없습니다: \(reason)",
        "git init으로 만드십시오. --git 없이는 필요하지 않습니다"
      )
    case .otherWorkTree(let top, let folder):
      (
        "\(folder): git은 \(top)을(를) 작업 트리로 보는데, .git이 있는 폴더가 아닙니다",
        "git config의 core.worktree 때문입니다. 지우십시오"
      )
    case .failed(let command, let top, let reason):
      ("\(top): git \(command) 실패: \(reason)", "먼저 git이 말하는 문제를 고치십시오")
    case .foreignConfig(let config, let top, let command):
      (
        "git이 \(top) 밖의 \(config ?? "다른 저장소 설정")에 쓰게 됩니다",
        "자신의 것이면 그곳에서 실행하십시오: \(command)"
      )
    }
  }

  static func words(of problem: CommandError.TrustProblem) -> Words {
    switch problem {
    case .noSettings(let home):
      ("\(home): orch.json이 없습니다", "신뢰할 것이 없습니다. 내용은 docs/cli.md에 있습니다")
    case .notAgreed(let home): ("\(home): 신뢰하지 않습니다", "아무것도 바꾸지 않았습니다")
    case .insideWorker:
      (
        "워커는 무엇을 신뢰할지 정할 수 없습니다",
        "사람이 ORCH_ATTEMPT와 ORCH_LABEL이 없는 자신의 셸에서 orch trust를 실행합니다"
      )
    case .noHome:
      (
        "XDG_CONFIG_HOME과 HOME에 절대 경로의 폴더가 없습니다",
        "HOME을 정하십시오. 신뢰 기록을 그곳에 둡니다"
      )
    }
  }
}
