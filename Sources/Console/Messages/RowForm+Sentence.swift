import CommandLineKit
package import QueueModel
package import Wording

extension RowNotice {
  package var sentence: Sentence {
    switch self {
    case .replacedPipes(let id):
      Sentence(
        "each | in the texts of \(id) became /, because other programs divide the row there; "
          + "tasks/\(id).md, its brief, can have any text: write it there",
        "\(id): 텍스트의 |는 /가 되었습니다. 다른 프로그램은 거기서 행을 나눕니다. 브리프 "
          + "tasks/\(id).md에는 어떤 텍스트든 쓸 수 있으니 거기에 쓰십시오")
    case .noCriteria(let id):
      Sentence(
        "\(id) has no success criteria: nothing shows that it is done, and its report will wait for "
          + "orch approve (orch edit \(id) --criteria C gives it some)",
        "\(id): 완료 기준이 없어 끝났음을 보일 수 없습니다. 보고서는 orch approve를 기다립니다 "
          + "(기준을 더하기: orch edit \(id) --criteria C)")
    case .criteriaDuringWork(let id):
      Sentence(
        "\(id) is being worked on: its report is judged by the criteria that it had when it was "
          + "claimed",
        "\(id): 작업 중입니다. 보고서는 배정할 때의 기준으로 판정합니다")
    case .malformedProof(let criterion, let id):
      Sentence(
        "\(id): the criterion '\(criterion.escaped)' begins like a proof, and can never be met (write "
          + "file: PATH, grep: TEXT in FILE, json: FILE, or cmd: NAME)",
        "\(id): 기준 '\(criterion.escaped)'은(는) 증거처럼 시작하지만 충족될 수 없습니다 (file: PATH, grep: TEXT in "
          + "FILE, json: FILE, cmd: NAME 형식으로 쓰십시오)")
    }
  }
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
