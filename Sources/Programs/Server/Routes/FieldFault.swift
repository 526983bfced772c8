import Door
import Model
import Text

/// What is wrong with one field of a request.
struct FieldFault: Sendable {
  /// The field's name in the request.
  let field: String
  /// The refusal, if this is the first fault.
  let error: RequestError
  /// What to tell a person who filled in a form and does not know the field's name.
  let message: Sentence
  let hint: Sentence

  init(_ field: String, _ error: RequestError, _ message: Sentence, hint: Sentence) {
    (self.field, self.error, self.message, self.hint) = (field, error, message, hint)
  }

  init(_ field: String, _ error: RequestError) {
    self.init(field, error, error.message, hint: error.hint)
  }

  /// - Returns: `nil` for a problem that no other text of a field solves.
  init?(_ field: String, _ problem: Problem) {
    let (message, hint): (Sentence, Sentence)
    switch problem {
    case .invalidField(_, let text, let value):
      message =
        CellText.value(text) == nil
        ? .nothingWritten
        : Sentence("'\(text.escaped)' can't be used here", "'\(text.escaped)'은(는) 쓸 수 없습니다")
      hint = value.reason
    case .unknownWorker, .unknownRepository: (message, hint) = (problem.sentence, problem.hint)
    default:
      message = problem.sentence
      switch problem.refusal {
      case .illFormedID: hint = problem.hint
      case .alreadyExists:
        hint = Sentence(
          "choose another one, or none for the next free one", "다른 것을 고르거나, 비워 두면 다음 빈 id를 씁니다")
      case .notFound: hint = Sentence("choose a row of the queue", "큐에 있는 행을 고르십시오")
      case .dependencyCycle: hint = Sentence("leave one of them out", "그중 하나를 빼십시오")
      default: return nil
      }
    }
    self.init(field, RequestError(problem), message, hint: hint)
  }
}

extension Sentence {
  static var nothingWritten: Sentence { Sentence("nothing is written here", "비어 있습니다") }

  static var unusable: Sentence {
    Sentence("this can't be used here", "여기에 쓸 수 없는 값입니다")
  }
}

extension RequestError {
  /// Throws the first fault, with all of them, if there is any.
  static func check(_ faults: [FieldFault]) throws(RequestError) {
    guard var error = faults.first?.error else { return }
    error.fields = faults
    throw error
  }
}
