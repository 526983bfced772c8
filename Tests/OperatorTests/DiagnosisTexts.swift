import Door
import Runner
import Testing
import Text

@testable import Operator

/// Each result as a text: `warn name: message (fix)`. Checks that each is Korean, too.
func texts(_ diagnoses: [Diagnosis], sourceLocation: SourceLocation = #_sourceLocation) -> [String]
{
  diagnoses.map { diagnosis in
    for sentence in [diagnosis.message, diagnosis.fix].compactMap(\.self) {
      let (english, korean) = (sentence.english, sentence.korean)
      #expect(
        korean == english || korean.unicodeScalars.contains { ("가"..."힣").contains($0) },
        "'\(english)': '\(korean)'", sourceLocation: sourceLocation)
    }
    let fix = diagnosis.fix.map { " (\($0.english))" } ?? ""
    return "\(diagnosis.state.rawValue) \(diagnosis.name): \(diagnosis.message.english)\(fix)"
  }
}

/// An error for checks that fail.
let sampleError = Problem.setting(.text("1", name: "it", form: Sentence(same: "2")))
