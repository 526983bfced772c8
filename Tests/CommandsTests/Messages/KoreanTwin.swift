import Commands
import Door
import Operator
import Programs
import Testing
import Text

@testable import Runner

func expectKoreanTwin(of error: Problem, sourceLocation: SourceLocation = #_sourceLocation) {
  expectKoreanTwin(of: error.sentence, sourceLocation: sourceLocation)
  expectKoreanTwin(of: error.hint, sourceLocation: sourceLocation)
}

/// Checks that the Korean is Korean, and names the same ids, options and commands.
func expectKoreanTwin(of sentence: Sentence, sourceLocation: SourceLocation = #_sourceLocation) {
  let (english, korean) = (sentence.english, sentence.korean)
  #expect(
    missingNames(in: korean, of: english).isEmpty, "'\(english)': '\(korean)'",
    sourceLocation: sourceLocation)
  #expect(
    hasHangul(korean) || korean == english, "'\(english)': '\(korean)'",
    sourceLocation: sourceLocation)
}

func hasHangul(_ text: String) -> Bool {
  text.unicodeScalars.contains { ("가"..."힣").contains($0) }
}

/// The names of an English text that its Korean twin lacks: options, statuses and variables, and
/// the commands behind `orch` and `ops`.
func missingNames(in korean: String, of english: String) -> Set<String> {
  names(in: english).subtracting(names(in: korean))
}

private func names(in text: String) -> Set<String> {
  let line = text.split { $0.isWhitespace }.joined(separator: " ")
  let words = line.split { !$0.isASCII || !($0.isLetter || $0.isNumber || "-_!".contains($0)) }
    .map(String.init)
  let commands = [Orch.program, Ops.program].flatMap { program in
    program.commands.map { "\(program.name) \($0.name)" }
  }
  let marked = words.filter { word in
    word.contains { $0.isLetter }
      && (word.hasPrefix("--") || word.hasPrefix("!")
        || (word.count > 2 && word == word.uppercased()))
  }
  return Set(marked + commands.filter { " \(words.joined(separator: " ")) ".contains(" \($0) ") })
}
