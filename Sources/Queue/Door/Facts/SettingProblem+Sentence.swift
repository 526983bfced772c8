import Model
import Text

extension SettingProblem {
  var words: Words {
    switch self {
    case .logInQueue(let path):
      (
        Sentence(
          "the run log cannot be \(path), which belongs to the queue",
          "\(path): 큐의 파일이므로 실행 로그가 될 수 없습니다"),
        Sentence("use another --log-path", "다른 --log-path를 지정하십시오")
      )
    case .clock(let text, let form):
      (
        Sentence(
          "invalid value '\(text.escaped)' for ORCH_NOW", "ORCH_NOW: 잘못된 값 '\(text.escaped)'"),
        form
      )
    case .twoZoneVariables(let name, let other):
      (
        Sentence(
          "\(name) and \(other) both set the time zone",
          "\(name)와(과) \(other)이(가) 모두 시간대를 정합니다"), Self.oneZone(name, other)
      )
    case .text(let text, let name, let form):
      (
        Sentence(
          "invalid value '\(text.escaped)' for \(name)", "\(name): 잘못된 값 '\(text.escaped)'"),
        .form(form)
      )
    case .noObject(let path):
      (
        Sentence("\(path): not an object", "\(path): 객체가 아닙니다"),
        Sentence("write {\"key\": value}", "{\"key\": value}처럼 적으십시오")
      )
    case .noJSON(let path, let error):
      (
        Sentence(same: "\(path): \(error)"),
        Sentence("fix the file; it must be JSON", "파일을 고치십시오. JSON이어야 합니다")
      )
    case .mistake(let mistake, let path):
      (
        Sentence(
          "\(path): \(mistake.words.0.english)", "\(path): \(mistake.words.0.korean)"),
        mistake.words.hint
      )
    case .leadsOut(let path, let home, let target):
      (
        Sentence(
          "\(path) is a link that leads out of \(home), to \(target.escaped)",
          "\(path): \(home) 밖의 \(target.escaped)을(를) 가리키는 링크입니다"),
        Sentence("put the file itself there", "그 자리에 파일 자체를 두십시오")
      )
    case .isFolder(let error):
      (
        error.sentence,
        Sentence("the settings must be a file", "설정은 파일이어야 합니다")
      )
    case .unreadable(let error): (error.sentence, error.hint)
    }
  }

  fileprivate static func oneZone(_ name: String, _ other: String) -> Sentence {
    Sentence(
      "keep \(name) if the table has started_at, \(other) if it has started_at_kst",
      "표에 started_at이 있으면 \(name)만, started_at_kst가 있으면 \(other)만 두십시오")
  }
}

extension Sentence {
  fileprivate static func form(_ form: Sentence) -> Sentence {
    Sentence("it must be \(form.english)", "올바른 형식: \(form.korean)")
  }
}

extension SettingMistake {
  var words: Words {
    switch self {
    case .value(let value, let key, let form):
      (
        Sentence("invalid value \(value) for '\(key)'", "'\(key)'의 값이 잘못되었습니다: \(value)"),
        .form(form)
      )
    case .unknownKey(let key, let nearest):
      (
        Sentence("unknown key '\(key)'", "알 수 없는 키 '\(key)'"),
        nearest.map(Sentence.suggestion)
          ?? Sentence("docs/cli.md lists the settings", "설정 목록은 docs/cli.md에 있습니다")
      )
    case .missing(let key, let form, nil):
      (Sentence("'\(key)' is missing", "'\(key)'이(가) 없습니다"), .form(form))
    case .missing(let key, let form, let other?):
      (Sentence("'\(other)' needs '\(key)'", "'\(other)'에는 '\(key)'이(가) 필요합니다"), .form(form))
    case .otherAdapter(let key, let adapter, let adapters, let instead):
      (
        Sentence(
          "'\(key)' can't be used with adapter \(adapter)",
          "'\(key)'은(는) 어댑터 \(adapter)에 쓸 수 없습니다"),
        Sentence(
          "it is for \(adapters.joined(separator: ", "))"
            + (instead.isEmpty ? "" : "; \(adapter) has \(instead.joined(separator: " and "))"),
          "다음 어댑터에만 씁니다: \(adapters.joined(separator: ", "))"
            + (instead.isEmpty
              ? "" : ". \(adapter)에는 \(instead.joined(separator: ", "))을(를) 쓰십시오"))
      )
    case .twice(let key, let other):
      (
        Sentence(
          "'\(key)' and '\(other)' are the same worker", "'\(key)'와 '\(other)'은(는) 같은 워커입니다"),
        Sentence("remove one of them", "하나를 빼십시오")
      )
    case .notBoth(let key, let other):
      (
        Sentence("'\(key)' and '\(other)' are both set", "'\(key)'와 '\(other)'이(가) 모두 있습니다"),
        Sentence("remove one of them", "하나를 빼십시오")
      )
    case .task(let mistake, let place):
      (
        mistake.map { "\(place.escaped): \($0)" },
        Sentence("docs/plans.md lists the keys of a task", "할 일의 항목은 docs/plans.md에 있습니다")
      )
    case .twoZones(let key, let other):
      (
        Sentence(
          "'\(key)' and '\(other)' both set the time zone",
          "'\(key)'와 '\(other)'이(가) 모두 시간대를 정합니다"), SettingProblem.oneZone(key, other)
      )
    }
  }
}
