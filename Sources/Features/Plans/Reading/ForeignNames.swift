import Host
public import Model
import Text

// Names, titles and repositories of other tools in the forms that rows have.

extension PlanName {
  /// The name itself if it has the form of a plan's name; otherwise its letters and digits with a
  /// hash, so that two names stay two.
  public static func fitting(_ name: String) -> String {
    isWellFormed(name) ? name : fitting(name, withHashOf: name)
  }

  static func fitting(_ name: String, withHashOf text: String) -> String {
    let words = name.utf8.split { byte in
      let letter = byte | 0x20
      return !((0x61...0x7A).contains(letter) || (0x30...0x39).contains(byte))
    }
    let start = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    let hash = SHA256.hexDigest(of: Array(text.utf8)).prefix(8)
    let kept = start.utf8.prefix(longest - 1 - hash.utf8.count)
    return (kept.isEmpty ? "" : String(decoding: kept, as: UTF8.self) + "-") + hash
  }
}

extension PlanTask {
  /// A line for a row from the first line of a prompt; `nil` if the prompt has no text.
  package static func title(ofPrompt prompt: String) -> String? {
    let line = prompt.split { $0.isNewline }.first { $0.contains { !$0.isWhitespace } }
    let words = line?.split { character in
      character.isWhitespace || character == "|"
        || character.unicodeScalars.contains {
          $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.isDeceptive
        }
    }
    guard let words, !words.isEmpty else { return nil }
    let text = words.joined(separator: " ")
    if text.count <= longestTitle { return text }
    var title = ""
    for word in words {
      if title.count + 1 + word.count >= longestTitle { break }
      title += (title.isEmpty ? "" : " ") + word
    }
    return (title.isEmpty ? String(text.prefix(longestTitle - 1)) : title) + "\u{2026}"
  }

  private static let longestTitle = 100
}

extension PlanForm {
  /// The id of a task, and the ids for which it waits, as our form has them. Other values are
  /// mistakes, and stay.
  func outlined(_ value: JSONValue) -> JSONValue {
    guard var task = value.objectValue else { return value }
    func fitting(_ value: JSONValue) -> JSONValue {
      guard let text = value.stringValue, !text.isEmpty else { return value }
      return .string(PlanName.fitting(text))
    }
    task[TaskKey.id.rawValue] = idKeys.lazy.compactMap { task[$0] }.first.map(fitting)
    if let afterKey, let ids = task[afterKey]?.arrayValue {
      task[afterKey] = .array(ids.map(fitting))
    }
    return .object(task)
  }
}

extension PlanReader {
  mutating func foreignName(_ value: JSONValue, at place: JSONPlace) -> String? {
    text(value, inCell: false, at: place).map(PlanName.fitting)
  }

  /// The name of a repository: its name in `orch.json`, or `OWNER/NAME`.
  mutating func foreignRepository(_ value: JSONValue, at place: JSONPlace) -> String? {
    guard let text = text(value, inCell: true, at: place) else { return nil }
    if let found = names?.repository(named: text) { return found.name }
    if PlanName.isWellFormed(text) { return repository(value, at: place) }
    mistakes.append(.foreignRepository(text), at: place)
    return nil
  }

  /// The name of the repository at a path, which is relative to the project.
  mutating func repository(atPath value: JSONValue, at place: JSONPlace) -> String? {
    guard let path = text(value, inCell: false, at: place), let names else { return nil }
    if let found = names.repository(atPath: path) { return found.name }
    mistakes.append(.unknownPath(path, known: names.repositories.keys.sorted()), at: place)
    return nil
  }

  mutating func readFailure(
    _ value: JSONValue, into settings: inout PlanSettings, at place: JSONPlace
  ) {
    if let text = value.stringValue, text.hasPrefix(PlanForm.jumpStart) {
      return mistakes.append(.refused(.jump(retriesKey: PlanForm.job.retriesKey)), at: place)
    }
    let known = PlanForm.failureWords + FailurePolicy.allCases.map(\.rawValue)
    switch word(value, of: known, at: place) {
    case PlanForm.stop?: settings.failurePolicy = .cancel
    case let word?: settings.failurePolicy = FailurePolicy(rawValue: word)
    case nil: break
    }
  }
}
