import Foundation
import TestSupport
import Testing

/// A document with commands and what they print: a page of `docs`, or a file of
/// `Tests/Transcripts`.
///
/// A `console` block has commands, each behind `$ ` and followed by its output. A `sh` block is a
/// script that prints nothing. A block of another kind is a file if the line before it ends with the
/// file's name: `` `orch.json`: ``.
struct Transcript {
  enum Part {
    /// A line that is not played.
    case text(Substring)
    /// What it printed is not kept: the whole document is compared.
    case command(String)
    case script(String)
    case file(name: String, text: String)
  }

  private(set) var parts: [Part] = []

  init(_ document: String) {
    var block: Substring?
    var name: String?
    for line in document.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("```") {
        block = block == nil ? line.dropFirst(3) : nil
        parts.append(.text(line))
        if block == "sh" { parts.append(.script("")) }
        if let name, let block, !["sh", "console"].contains(block) {
          parts.append(.file(name: name, text: ""))
        }
        name = nil
      } else if block != nil {
        take(line, inConsole: block == "console")
      } else {
        if line.hasSuffix("`:") {
          name = line.split(separator: "`").dropLast().last.map(String.init)
        }
        parts.append(.text(line))
      }
    }
  }

  private mutating func take(_ line: Substring, inConsole: Bool) {
    if inConsole, line.hasPrefix("$ ") {
      parts.append(.command(String(line.dropFirst(2))))
      return
    }
    switch parts.last {
    case .command: break
    case .script(let script): parts[parts.count - 1] = .script(script + line + "\n")
    case .file(let name, let text):
      parts[parts.count - 1] = .file(name: name, text: text + line + "\n")
    case .text, nil: parts.append(.text(line))
    }
  }

  var commands: [String] {
    parts.compactMap { part in if case .command(let line) = part { line } else { nil } }
  }

  /// Plays it in `folder`, and returns the document with what the commands print now.
  ///
  /// - Parameter output: runs a command line in a folder, and returns what is shown of it.
  func played(
    in folder: String, _ output: (_ command: String, _ folder: String) throws -> String
  ) throws -> String {
    var place = folder
    var document = ""
    for part in parts {
      switch part {
      case .text(let line): document += line + "\n"
      case .command(let command):
        document += "$ \(command)\n"
        let words = command.split(separator: " ")
        if words.count == 2, words[0] == "cd" {
          // Those behind it stay there.
          place = URL(filePath: place).appending(path: words[1]).standardized.path
        } else {
          document += try output(command, place)
        }
      case .script(let script):
        document += script
        let printed = try output(script, place)
        #expect(printed.isEmpty, "\(script)")
      case .file(let name, let text):
        document += text
        try writeAged(text, to: "\(place)/\(name)")
      }
    }
    return document
  }
}

extension Transcript {
  /// Plays the document in a file, and compares it with what is there; with `ORCH_TEST_UPDATE=1` it
  /// is written anew.
  static func check(
    _ path: String, in folder: String,
    _ output: (_ command: String, _ folder: String) throws -> String
  ) throws {
    let document = try contents(of: path)
    let played = try Transcript(document).played(in: folder, output)
    guard played != document else { return }
    if ProcessInfo.processInfo.environment["ORCH_TEST_UPDATE"] == "1" {
      try Data(played.utf8).write(to: URL(filePath: path))
    } else {
      Issue.record("\(path):\n\(try difference(document, played))")
    }
  }

  /// The lines that differ, with those around them, as `diff -u` shows them.
  static func difference(_ document: String, _ played: String) throws -> String {
    try withTemporaryDirectory { folder in
      for (name, text) in [("expected", document), ("printed", played)] {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      return try run("diff", ["-U2", "expected", "printed"], in: folder).output
    }
  }
}
