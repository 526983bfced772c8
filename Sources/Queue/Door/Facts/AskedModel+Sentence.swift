public import Model
public import Text

extension AskedModel {
  /// Why a person has to answer, or why there is no answer yet.
  public var sentence: Sentence {
    let name = worker.escaped
    return switch outcome {
    case .usedUp(let rounds):
      Sentence(
        "a person has to answer, because \(name) has given \(rounds.counted("answer")) already",
        "사람이 답해야 합니다. \(name)이(가) 이미 \(rounds)번 답했습니다")
    case .declined:
      Sentence(
        "a person has to answer, as \(name) says", "\(name)의 말로는 사람이 답해야 합니다")
    case .failing(let error):
      Sentence(
        "\(name) is asked again later: \(error.escaped)",
        "\(name)에게 나중에 다시 묻습니다: \(error.escaped)")
    case .failed(let error):
      Sentence(
        "a person has to answer, because \(name) gave no answer: \(error.escaped)",
        "사람이 답해야 합니다. \(name)이(가) 답하지 못했습니다: \(error.escaped)")
    }
  }
}
