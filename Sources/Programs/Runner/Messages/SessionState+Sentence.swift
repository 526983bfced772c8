import Door
import Model
package import Monitoring
package import Text

extension SessionState.End {
  /// Why a session no longer holds the row that it was given.
  package func sentence(ofRow id: String) -> Sentence {
    switch self {
    case .status(let status):
      Sentence("\(id.escaped) is \(status.rawValue)", "\(id.escaped): \(status.rawValue) 상태입니다")
    case .refused(let refusal): refusal.sentence
    }
  }
}
