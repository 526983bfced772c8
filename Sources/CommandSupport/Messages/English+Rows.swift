import CommandLineKit
import QueueModel

// Rows that people add and edit, and the form of a row.

extension English {
  static func text(of notice: RowNotice) -> String {
    switch notice {
    case .replacedPipes(let id):
      "each | in the texts of \(id) became /, because other programs divide the row there; "
        + "tasks/\(id).md, its brief, can have any text: write it there"
    case .noCriteria(let id):
      "\(id) has no success criteria: nothing shows that it is done, and its report will wait for "
        + "orch approve (orch edit \(id) --criteria C gives it some)"
    case .criteriaDuringWork(let id):
      "\(id) is being worked on: its report is judged by the criteria that it had when it was "
        + "claimed"
    }
  }

  /// The lines above the fields of a form.
  static func head(ofFormOf item: QueueItem) -> [String] {
    [
      "\(item.id.escaped), \(item.status.rawValue): change what is behind the colons, save, and "
        + "leave the editor.",
      "A form that is left as it is changes nothing; an empty text or - clears a field.",
    ]
  }

  static func text(of problem: FormProblem) -> String {
    switch problem {
    case .noField(let text): "no field and colon: \(text)"
    case .unknownField(let name): "no field of a row: \(name)"
    case .repeatedField(let name): "\(name) is there twice"
    case .value(let text, let name, let reason):
      "invalid value '\(text)' for \(name): \(reason.text)"
    }
  }
}
