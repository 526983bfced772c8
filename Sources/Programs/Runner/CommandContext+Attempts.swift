import Attempts
import Door
import Model
package import Text
import Workers

extension CommandContext {
  /// The numbers of a row's attempts, the last one first, each with its worker and outcome.
  func attempts(ofRow id: String, for value: PartialValue) -> [Candidate] {
    let attempts = (try? taskQueue.keptAttempts(ofRow: id)) ?? []
    return attempts.reversed().compactMap { attempt in
      let number = String(attempt.claimNumber)
      guard number.hasPrefix(value.typed) else { return nil }
      let result = attempt.folder?.result()
      let end = result.flatMap { $0.failure?.rawValue ?? $0.status?.rawValue }
      let texts = [attempt.worker?.escaped, end].compactMap(\.self)
      return value.candidate(number, texts.joined(separator: " "))
    }
  }
}

extension Option {
  /// `--claim N`: one of a row's attempts.
  package static func claim(
    _ help: Sentence, _ assign: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .value("--claim", "N", help, kind: .attempt, fallback: Sentence("the last", "마지막")) {
      (text, root) throws(InvalidValue) in
      guard let number = Int(text), number >= 0 else {
        throw .noWholeNumber(in: 0...(.max))
      }
      assign(number, &root)
    }
  }
}
