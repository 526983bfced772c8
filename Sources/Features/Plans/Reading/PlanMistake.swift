public import Text

/// A mistake in a plan, and its place.
public struct PlanMistake: Equatable, Sendable {
  /// The place in the notation of `jq`: `.tasks[3].after[0]`, `.tasks[0]["odd key"]`; `.` for the
  /// whole document.
  public let path: String
  public let fact: Fact

  public enum Fact: Equatable, Sendable {
    // Mistakes in the form.
    case tooLarge(byteLimit: Int)
    case notJSON(JSONError)
    case wrongType(JSONKind, wanted: JSONKind)
    case missingKey(String)
    case unknownKey(String, known: [String])
    /// A text that contains only blanks, or only `-`, which is an empty cell; or a list without a
    /// task.
    case empty(JSONKind)
    case tooLong(characters: Int, limit: Int)
    case tooManyTasks(Int, limit: Int)
    /// A value that occurs earlier in its list.
    case repeated(String)

    // Mistakes in values.
    case badName(String, of: Named)
    case notOneOf(String, [String])
    /// Not a whole number from 0 on.
    case badNumber
    case badTimeout(String)
    /// Not a whole number of seconds from one second to one week.
    case badSeconds
    case badTime(String)
    /// A character that would be lost: `|` and line breaks in a cell, other control characters in
    /// any text.
    case character(Unicode.Scalar)
    /// A character that is invisible or changes the direction of the text, or a joiner without
    /// characters to join.
    case hiddenCharacter(Unicode.Scalar)
    /// A title of more than one line.
    case severalLines
    case badPath(String, PathFault)
    /// A label that contains a blank or a comma.
    case badTag(String)

    // Mistakes in criteria.
    /// The gate reads these criteria instead of the one that was written.
    case notOneCriterion([String])
    /// The criterion has a quotation mark, bracket or backtick that a later text closes, so that
    /// the gate does not see where the criterion ends.
    case unclosedCriterion
    /// The criterion begins like a proof, but a part is missing.
    case malformedProof(String)

    // Mistakes in the relations of tasks to each other.
    case repeatedID(String, firstAt: String)
    case unknownTask(String, known: [String])
    case waitsForItself(String)
    /// A cycle: each task waits for the next, and the last one is the first one again.
    case cycle([String])

    // Mistakes about a project: `PlanNames`.
    case unknownWorker(String, known: [String])
    case unknownRepository(String, known: [String])
    case unknownCheck(String, known: [String])

    // Mistakes in the forms of other tools.
    /// Another key already names this worker.
    case otherWorker(String)
    /// An address or path of a repository.
    case foreignRepository(String)
    /// A path at which the project has no repository.
    case unknownPath(String, known: [String])
    /// A goal without steps, and no pipeline in the settings.
    case noPipeline
    /// Not an address that orch calls.
    case badAddress(String)
    /// An address of a host that the settings do not name.
    case unknownHost(String, known: [String])
    case refused(Refusal)

    // Mistakes in plans that a planner wrote: `PlanRules`.
    /// The plan has another name than the goal asked for.
    case otherName(expected: String)
    /// A task names no worker, so that a route would choose one.
    case noWorker(allowed: [String])
    /// A value exceeds the limit of `orch.json`, which is given in the notation of a plan.
    case aboveLimit(String)
    /// A task whose work is code has no criterion with this prefix.
    case codeWithoutProof(String)
  }

  /// A request of another tool's plan that no row can meet.
  public enum Refusal: Equatable, Sendable {
    /// Jumping to another task. `retriesKey` is the key for further attempts.
    case jump(retriesKey: String)
  }

  /// The kind of object that has a name.
  public enum Named: Equatable, Sendable {
    case plan, task, row, worker, repository
  }

  public enum PathFault: Equatable, Sendable {
    /// The path begins at the root of the file system.
    case absolute
    /// The path contains `..`.
    case leadsOut
    /// The path contains a character that would end it: a blank, a comma, a semicolon, quotation
    /// marks.
    case ends
  }
}

/// The type of a value in JSON.
public enum JSONKind: Equatable, Sendable {
  case null, bool, number, text, list, object

  init(of value: JSONValue) {
    self =
      switch value {
      case .null: .null
      case .bool: .bool
      case .integer, .number: .number
      case .string: .text
      case .array: .list
      case .object: .object
      }
  }
}

/// The mistakes in a plan, in the order of its text.
public struct PlanMistakes: Error, Equatable, Sendable {
  /// How many mistakes are kept.
  public static let limit = 100

  public private(set) var kept: [PlanMistake] = []
  /// The number of mistakes that were not kept. At most `limit` cycles are looked for.
  public private(set) var others = 0

  var isEmpty: Bool { kept.isEmpty }

  mutating func append(_ fact: PlanMistake.Fact, at place: JSONPlace) {
    if kept.count < Self.limit {
      kept.append(PlanMistake(path: place.text, fact: fact))
    } else {
      others += 1
    }
  }
}

indirect enum JSONPlace {
  case whole
  case member(_ key: String, of: JSONPlace)
  case element(_ index: Int, of: JSONPlace)

  func member(_ key: String) -> JSONPlace { .member(key, of: self) }

  func element(_ index: Int) -> JSONPlace { .element(index, of: self) }

  /// The place in the notation of `jq`.
  var text: String {
    switch self {
    case .whole: return "."
    case .element(let index, let place): return "\(place.text)[\(index)]"
    case .member(let key, let place):
      let isWord = key.utf8.allSatisfy { $0 == UInt8(ascii: "_") || Self.isLetter($0) }
      let text = place.text
      if isWord, 1...Self.longestKey ~= key.utf8.count {
        return text == "." ? ".\(key)" : "\(text).\(key)"
      }
      let start = String(String.UnicodeScalarView(key.unicodeScalars.prefix(Self.longestKey)))
      let shown = start.utf8.count < key.utf8.count ? start + "\u{2026}" : key
      return "\(text)[\(JSONValue.string(shown))]"
    }
  }

  /// The length of the longest key that is shown whole, in Unicode scalars.
  private static let longestKey = 100

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
