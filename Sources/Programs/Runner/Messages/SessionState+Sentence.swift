import Door
import Model
package import Monitoring
package import Text

extension SessionState.End {
  /// Why the row that a session was given is not the session's any more.
  package func sentence(ofRow id: String) -> Sentence {
    switch self {
    case .status(let status):
      Sentence("\(id.escaped) is \(status.rawValue)", "\(id.escaped): \(status.rawValue) 상태입니다")
    case .refused(let refusal): refusal.sentence
    }
  }
}
