package import Model
public import Text

/// Why a line of the form in which a row is edited can't be read.
public enum FormProblem: Equatable, Sendable {
  case noField(String)
  case unknownField(String)
  case repeatedField(String)
  case value(String, field: String, Sentence)
}

extension FormProblem {
  package var sentence: Sentence {
    switch self {
    case .noField(let text): Sentence("no field and colon: \(text)", "필드와 콜론이 없습니다: \(text)")
    case .unknownField(let name): Sentence("no field of a row: \(name)", "행의 필드가 아닙니다: \(name)")
    case .repeatedField(let name): Sentence("\(name) is there twice", "두 번 있습니다: \(name)")
    case .value(let text, let name, let reason): .invalidValue(text, for: name, reason)
    }
  }
}

extension QueueItem {
  /// The lines above the fields of the form in which the row is edited.
  package var formHead: [Sentence] {
    let row = "\(id.escaped), \(status.rawValue)"
    return [
      Sentence(
        "\(row): change what is behind the colons, save, and leave the editor.",
        "\(row): 콜론 뒤의 내용을 고치고 저장한 뒤 편집기를 끝내십시오."),
      Sentence(
        "A form that is left as it is changes nothing; an empty text or - clears a field.",
        "그대로 두면 아무것도 바뀌지 않습니다. 빈 텍스트나 -는 필드를 비웁니다."),
    ]
  }
}
