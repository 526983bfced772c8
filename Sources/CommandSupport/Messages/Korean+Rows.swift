import CommandLineKit
import QueueModel

// Rows that people add and edit, and the form of a row.

extension Korean {
  static func text(of notice: RowNotice) -> String {
    switch notice {
    case .replacedPipes(let id):
      "\(id): 텍스트의 |는 /가 되었습니다. 다른 프로그램은 거기서 행을 나눕니다. 브리프 "
        + "tasks/\(id).md에는 어떤 텍스트든 쓸 수 있으니 거기에 쓰십시오"
    case .noCriteria(let id):
      "\(id): 완료 기준이 없어 끝났음을 보일 수 없습니다. 보고서는 orch approve를 기다립니다 "
        + "(기준을 더하기: orch edit \(id) --criteria C)"
    case .criteriaDuringWork(let id):
      "\(id): 작업 중입니다. 보고서는 배정할 때의 기준으로 판정합니다"
    }
  }

  /// The lines above the fields of a form.
  static func head(ofFormOf item: QueueItem) -> [String] {
    [
      "\(item.id.escaped), \(item.status.rawValue): 콜론 뒤의 내용을 고치고 저장한 뒤 편집기를 끝내십시오.",
      "그대로 두면 아무것도 바뀌지 않습니다. 빈 텍스트나 -는 필드를 비웁니다.",
    ]
  }

  static func text(of problem: FormProblem) -> String {
    switch problem {
    case .noField(let text): "필드와 콜론이 없습니다: \(text)"
    case .unknownField(let name): "행의 필드가 아닙니다: \(name)"
    case .repeatedField(let name): "두 번 있습니다: \(name)"
    case .value(let text, let name, let reason):
      "\(name): 잘못된 값 '\(text)'. \(reason.korean)"
    }
  }
}
