import Foundation
import TestSupport
import Testing
import Text

@testable import Door

/// Random logs, torn and mixed up, against a reader of a few lines.
@Suite struct RunLogPropertyTests {
  @Test(arguments: 1...40)
  func `every line is counted once, wherever a log is torn`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let text = Self.log(using: &random)
    try withTemporaryDirectory { folder in
      let path = "\(folder)/runs.jsonl"
      for _ in 1...25 {
        let torn = Self.torn(text, using: &random)
        try Data(torn).write(to: URL(filePath: path))
        let figures = try RunLog(path: path).figures()
        let lines = Self.lines(torn)
        #expect(
          figures.startedRuns + figures.totalRuns + figures.ignoredLines == lines.count,
          "seed \(seed)")
        #expect(figures == Self.figures(of: lines), "seed \(seed)")
      }
    }
  }

  private static func log(using random: inout SeededGenerator) -> [UInt8] {
    let lines = (0..<Int.random(in: 0...60, using: &random)).map { _ in
      let command = ["done", "fail", "retry", "list", "고침"].randomElement(using: &random)!
      let exitCode = [0, 0, 0, 1, 75].randomElement(using: &random)!
      let duration = ["0", "7", "12", "1000", "-1", "1e3", "null"].randomElement(using: &random)!
      return switch Int.random(in: 0..<10, using: &random) {
      case 0..<4: startLine(command)
      case 4..<9: endLine(command, exitCode: exitCode, duration: duration)
      default: ["", "  ", "noise", "{}", "[\"run_end\"]", "\r"].randomElement(using: &random)!
      }
    }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// What a crash, a full disk or an editor leaves: bytes are missing or others.
  private static func torn(_ text: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var torn = text
    for _ in 0..<Int.random(in: 0...3, using: &random) where !torn.isEmpty {
      let place = Int.random(in: 0..<torn.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: torn.removeSubrange(place...)
      case 1: torn.removeSubrange(place..<min(place + 200, torn.count))
      case 2: torn[place] = UInt8.random(in: .min ... .max, using: &random)
      default: torn.insert(contentsOf: text.suffix(place), at: place)
      }
    }
    return torn
  }

  /// The lines that are not blank.
  private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: 10).map(Array.init).filter { line in
      !line.allSatisfy { [32, 9, 13].contains($0) }
    }
  }

  private static func figures(of lines: [[UInt8]]) -> RunFigures {
    var figures = RunFigures()
    for line in lines {
      guard let object = try? JSONValue(parsing: line).objectValue else {
        figures.count(.foreign)
        continue
      }
      switch object["event"] {
      case "run_start": figures.count(.start)
      case "run_end":
        figures.count(
          .end(
            .init(
              command: object["command"]?.stringValue, exitCode: object["exit_code"]?.integerValue,
              durationMilliseconds: object["duration_ms"]?.integerValue)))
      default: figures.count(.foreign)
      }
    }
    return figures
  }
}
