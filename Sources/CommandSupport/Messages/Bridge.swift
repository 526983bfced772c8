import Dispatching
import Facts
import Host
import QueueDocument
import QueueModel
import QueueStore
package import Wording

extension StoreError {
  var sentence: Sentence { Sentence(English.text(of: self), Korean.text(of: self)) }
  var hint: Sentence { Sentence(English.hint(of: self), Korean.hint(of: self)) }
}
extension SystemError {
  var hint: Sentence { Sentence(English.hint(of: self), Korean.hint(of: self)) }
}
extension ProgramLookup.Obstacle {
  var sentence: Sentence { Sentence(description, Korean.text(of: self)) }
}
extension Subprocess.StartError {
  package var sentence: Sentence { Sentence(description, Korean.text(of: self)) }
}
extension WorkerObstacle {
  var sentence: Sentence { Sentence(English.text(of: self), Korean.text(of: self)) }
  var hint: Sentence { Sentence(English.hint(of: self), Korean.hint(of: self)) }
}
extension BudgetExcess {
  var sentence: Sentence { Sentence(English.text(of: self), Korean.text(of: self)) }
}
extension Budget.Key {
  var raising: Sentence { Sentence(English.raising(self), Korean.raising(self)) }
}
extension DocumentError {
  var sentence: Sentence { Sentence(English.text(of: self), Korean.text(of: self)) }
}
extension FormProblem {
  var sentence: Sentence { Sentence(English.text(of: self), Korean.text(of: self)) }
}
