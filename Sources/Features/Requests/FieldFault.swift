package import Door
import Model
package import Text

/// What is wrong with one field of a request.
package struct FieldFault: Sendable {
  /// The field's name in the request.
  package let field: String
  /// The error of the request, if this is the first fault.
  package let problem: Problem
  /// The words for a person who filled in a form and does not know the field's name.
  package let message: Sentence
  package let hint: Sentence

  init(_ field: String, _ problem: Problem, _ message: Sentence, hint: Sentence) {
    (self.field, self.problem, self.message, self.hint) = (field, problem, message, hint)
  }

  init(_ field: String, _ problem: Problem) {
    self.init(field, problem, problem.sentence, hint: problem.hint)
  }

  /// - Returns: `nil` for a problem that no other text of a field solves.
  init?(of field: String, _ problem: Problem) {
    let (message, hint): (Sentence, Sentence)
    switch problem {
    case .invalidField(_, let text, let value):
      message =
        CellText.value(text) == nil
        ? .nothingWritten
        : Sentence("'\(text.escaped)' can't be used here", "'\(text.escaped)'은(는) 쓸 수 없습니다")
      hint = value.reason
    case .unknownWorker, .unknownRepository: (message, hint) = (problem.sentence, problem.hint)
    case .adapter(.usage, _, let remedy): (message, hint) = (.unusable, remedy)
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
    self.init(field, problem, message, hint: hint)
  }
}

extension Sentence {
  static var nothingWritten: Sentence { Sentence("nothing is written here", "비어 있습니다") }

  static var unusable: Sentence {
    Sentence("this can't be used here", "여기에 쓸 수 없는 값입니다")
  }
}

extension FieldFault {
  /// Throws all of the faults, if there is any.
  static func check(_ faults: [FieldFault]) throws(FieldFaults) {
    if let faults = FieldFaults(faults) { throw faults }
  }
}

/// What is wrong with the fields of a request. As an error, it is the first fault.
package struct FieldFaults: ProblemSource {
  package let all: [FieldFault]
  package let problem: Problem

  /// - Returns: `nil` if there are no faults.
  init?(_ faults: [FieldFault]) {
    guard let first = faults.first else { return nil }
    (all, problem) = (faults, first.problem)
  }
}
