import Gate
import Model
import Text
import Workers

// The values of a plan. Each is read as the row will have it: a value that a cell would change is a
// mistake.

extension PlanReader {
  /// Reads a text. Blanks at the ends of a cell's text are dropped. A criterion may have pipes in a
  /// proof.
  mutating func text(
    _ value: JSONValue, inCell: Bool, isCriterion: Bool = false, at place: JSONPlace
  ) -> String? {
    guard let text = typed(value, .text, value.stringValue, at: place) else { return nil }
    let written =
      isCriterion ? CellText.criteria(text) : inCell ? CellText.value(text) : text
    guard let written, written.contains(where: { !$0.isWhitespace }) else {
      mistakes.append(.empty(.text), at: place)
      return nil
    }
    // A character has at least one byte, so short texts need no count.
    if text.utf8.count > Plan.textLimit, text.unicodeScalars.count > Plan.textLimit {
      let count = text.unicodeScalars.count
      mistakes.append(.tooLong(characters: count, limit: Plan.textLimit), at: place)
      return nil
    }
    let hasPipes = isCriterion && written.unicodeScalars.contains("|")
    if let refused = Self.refusedCharacter(in: text, inCell: inCell, withPipes: hasPipes) {
      mistakes.append(refused, at: place)
      return nil
    }
    return written
  }

  mutating func title(_ value: JSONValue, at place: JSONPlace) -> String? {
    guard let title = text(value, inCell: false, at: place) else { return nil }
    if title.unicodeScalars.contains(where: Self.lineBreaks.contains) {
      mistakes.append(.severalLines, at: place)
      return nil
    }
    return title
  }

  private static let lineBreaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{2028}", "\u{2029}"]

  /// The first character that a text must not have. A cell must not have a character that it would
  /// change, and other texts must not have control characters. No text may have an invisible
  /// character.
  private static func refusedCharacter(
    in text: String, inCell: Bool, withPipes: Bool
  ) -> PlanMistake.Fact? {
    let scalars = text.unicodeScalars
    for place in scalars.indices {
      let scalar = scalars[place]
      switch scalar.value {
      case 0x7C where withPipes: break
      case 0x09, 0x0A, 0x0D, 0x7C, 0x2028, 0x2029: if inCell { return .character(scalar) }
      case 0..<0x20, 0x7F...0x9F: return .character(scalar)
      case 0x200C, 0x200D:
        // Emoji and some scripts use joiners between two characters.
        let before = scalars[..<place].last
        let after = scalars[place...].dropFirst().first
        guard let before, let after, joins(before), joins(after) else {
          return .hiddenCharacter(scalar)
        }
      default: if scalar.isDeceptive { return .hiddenCharacter(scalar) }
      }
    }
    return nil
  }

  /// Whether a joiner may be next to a character.
  private static func joins(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && !(0x200C...0x200D).contains(scalar.value)
  }

  mutating func name(
    _ value: JSONValue, of named: PlanMistake.Named, at place: JSONPlace
  ) -> String? {
    guard let name = typed(value, .text, value.stringValue, at: place) else { return nil }
    let isWellFormed =
      switch named {
      case .plan, .task, .repository: PlanName.isWellFormed(name)
      case .row, .worker: ItemID.isWellFormed(name)
      }
    if !isWellFormed { mistakes.append(.badName(name, of: named), at: place) }
    return isWellFormed ? name : nil
  }

  mutating func worker(_ value: JSONValue, at place: JSONPlace) -> String? {
    if let written = value.stringValue { workers.insert(written) }
    let new = value.stringValue.flatMap(newWorker).map(JSONValue.string)
    guard let name = name(new ?? value, of: .worker, at: place) else { return nil }
    if let known = names?.workers, !known.contains(name) {
      mistakes.append(.unknownWorker(name, known: known.sorted()), at: place)
    }
    return name
  }

  /// The worker that replaces a name: by `--map`, or else by `plans.workers`, unless the name is
  /// that of a worker.
  private func newWorker(for name: String) -> String? {
    if let worker = newWorkers.worker(for: name) { return worker }
    if names?.workers?.contains(name) ?? false { return nil }
    return names?.workerNames.worker(for: name)
  }

  mutating func repository(_ value: JSONValue, at place: JSONPlace) -> String? {
    guard let name = name(value, of: .repository, at: place) else { return nil }
    if let known = names?.repositories, known[name] == nil {
      mistakes.append(.unknownRepository(name, known: known.keys.sorted()), at: place)
    }
    return name
  }

  /// The address that gets a plan's result; its host must be in the settings.
  mutating func callback(_ value: JSONValue, at place: JSONPlace) -> String? {
    if value == .null { return nil }
    guard let text = text(value, inCell: false, at: place) else { return nil }
    guard let host = ChatEndpoint.host(ofAllowed: text) else {
      mistakes.append(.badAddress(text), at: place)
      return nil
    }
    if let names, !names.callbackHosts.contains(host) {
      mistakes.append(.unknownHost(host, known: names.callbackHosts.sorted()), at: place)
    }
    return text
  }

  mutating func word(_ value: JSONValue, of words: [String], at place: JSONPlace) -> String? {
    guard let text = typed(value, .text, value.stringValue, at: place) else { return nil }
    if words.contains(text) { return text }
    mistakes.append(.notOneOf(text, words), at: place)
    return nil
  }

  mutating func count(_ value: JSONValue, at place: JSONPlace) -> Int? {
    guard typed(value, .number, value.numberValue, at: place) != nil else { return nil }
    if let number = value.wholeValue, number >= 0 { return number }
    mistakes.append(.badNumber, at: place)
    return nil
  }

  /// Reads the longest time of an attempt as a duration; the result is in seconds.
  mutating func timeout(_ value: JSONValue, at place: JSONPlace) -> Int? {
    guard let text = typed(value, .text, value.stringValue, at: place) else { return nil }
    if let seconds = DurationText.seconds(text), QueueItem.timeouts.contains(seconds) {
      return seconds
    }
    mistakes.append(.badTimeout(text), at: place)
    return nil
  }

  /// Reads the longest time of an attempt as a number of seconds.
  mutating func seconds(_ value: JSONValue, at place: JSONPlace) -> Int? {
    guard typed(value, .number, value.numberValue, at: place) != nil else { return nil }
    if let seconds = value.wholeValue, QueueItem.timeouts.contains(seconds) { return seconds }
    mistakes.append(.badSeconds, at: place)
    return nil
  }

  mutating func time(_ value: JSONValue, at place: JSONPlace) -> String? {
    guard let text = typed(value, .text, value.stringValue, at: place) else { return nil }
    if QueueTime(text, offset: 0) != nil { return text }
    mistakes.append(.badTime(text), at: place)
    return nil
  }

  mutating func tag(_ value: JSONValue, at place: JSONPlace) -> String? {
    guard let tag = text(value, inCell: true, at: place) else { return nil }
    if Labels.list(tag) == [tag] { return tag }
    mistakes.append(.badTag(tag), at: place)
    return nil
  }

  mutating func touchedPath(_ value: JSONValue, at place: JSONPlace) -> String? {
    path(value, at: place) { Dependencies.ids(in: $0) == [$0] }
  }

  mutating func output(
    _ value: JSONValue, _ index: Int, in cell: CriteriaCell, at place: JSONPlace
  ) -> String? {
    path(value, at: place) { cell.isRead(output: $0, at: index) }
  }

  private mutating func path(
    _ value: JSONValue, at place: JSONPlace, isWhole: (String) -> Bool
  ) -> String? {
    guard let path = text(value, inCell: true, at: place) else { return nil }
    let folders = path.utf8.split(separator: UInt8(ascii: "/"))
    let fault: PlanMistake.PathFault? =
      if path.utf8.first == UInt8(ascii: "/") {
        .absolute
      } else if folders.contains(where: { $0.elementsEqual("..".utf8) }) {
        .leadsOut
      } else {
        isWhole(path) ? nil : .ends
      }
    if let fault { mistakes.append(.badPath(path, fault), at: place) }
    return fault == nil ? path : nil
  }

  mutating func criterion(
    _ value: JSONValue, _ index: Int, in cell: CriteriaCell, at place: JSONPlace
  ) -> String? {
    guard let text = text(value, inCell: true, isCriterion: true, at: place) else { return nil }
    if Proof.cannotBeMet(text) { mistakes.append(.malformedProof(text), at: place) }
    if case .command(let check)? = Proof.parse(text), let known = names?.checks,
      !known.contains(check)
    {
      mistakes.append(.unknownCheck(check, known: known.sorted()), at: place)
    }
    if let fault = cell.fault(of: text, at: index) { mistakes.append(fault, at: place) }
    return text
  }
}

/// The success criteria of a task's row: its criteria, and one for each file that it produces.
struct CriteriaCell {
  private let criteriaCount: Int
  /// The index of the first criterion that the gate reads differently from how it was written.
  private let firstUnread: Int?

  static func text(_ criteria: [String], outputs: [String]) -> String {
    (criteria + outputs.map(proof)).joined(separator: "; ")
  }

  private static func proof(ofOutput path: String) -> String { "file: \(path)" }

  /// The cell of a task that has not been read yet.
  init(of task: JSONObject) {
    func texts(_ key: TaskKey) -> [String] {
      // Any other value is a mistake; a placeholder keeps its place.
      (task[key.rawValue]?.arrayValue ?? []).map {
        $0.stringValue.flatMap(CellText.criteria) ?? "x"
      }
    }
    let (criteria, outputs) = (texts(.criteria), texts(.outputs))
    criteriaCount = criteria.count
    let written = criteria + outputs.map(Self.proof)
    let read = Checklist(Self.text(criteria, outputs: outputs)).items
    firstUnread =
      read == written ? nil : min(zip(read, written).prefix { $0 == $1 }.count, written.count - 1)
  }

  /// What is wrong with a criterion of the cell; `nil` if nothing is.
  func fault(of criterion: String, at index: Int) -> PlanMistake.Fact? {
    guard let firstUnread else { return nil }
    let items = Checklist(criterion).items
    if items != [criterion] { return .notOneCriterion(items) }
    return index == firstUnread ? .unclosedCriterion : nil
  }

  /// Whether the gate finds the file by the criterion of an output.
  func isRead(output path: String, at index: Int) -> Bool {
    Proof.parse(Self.proof(ofOutput: path)) == .file(path: path)
      && firstUnread != criteriaCount + index
  }
}

extension PlanMistake {
  /// The criteria of a list that the gate reads as several, or together with the next one. The words
  /// are those for the criteria of a plan's task.
  ///
  /// - Parameter path: the place of the list, in the notation of `path`.
  package static func ofCriteria(_ criteria: [String], at path: String) -> [PlanMistake] {
    let cell = CriteriaCell(
      of: [TaskKey.criteria.rawValue: .array(criteria.map(JSONValue.string))])
    return criteria.enumerated().compactMap { index, criterion in
      guard let fault = CellText.criteria(criterion).flatMap({ cell.fault(of: $0, at: index) })
      else { return nil }
      // A mark of a list, such as `- `, is left out without a change of what is asked.
      if case .notOneCriterion(let read) = fault, read.count == 1 { return nil }
      return PlanMistake(path: "\(path)[\(index)]", fact: fault)
    }
  }
}
