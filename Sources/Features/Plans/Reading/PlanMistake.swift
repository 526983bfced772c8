public import Text

/// What is wrong in a plan, and where.
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
    /// A text of nothing but blanks, or `-`, which is an empty cell; a list without a task.
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
    /// Not a whole number of seconds between one and a week.
    case badSeconds
    case badTime(String)
    /// A character that would be lost: `|` and line breaks in a cell, other control characters in
    /// any text.
    case character(Unicode.Scalar)
    /// A character that is invisible or changes the direction of the text; a joiner that joins
    /// nothing.
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
    /// The criterion begins like a proof but lacks a part.
    case malformedProof(String)

    // Mistakes in how tasks relate to each other.
    case repeatedID(String, firstAt: String)
    case unknownTask(String, known: [String])
    case waitsForItself(String)
    /// Each task waits for the next; the last one is the first again.
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

  /// What another tool does with a plan, but no row can do.
  public enum Refusal: Equatable, Sendable {
    /// Jumping to another task. `retriesKey` is the key for further attempts.
    case jump(retriesKey: String)
    /// Calling an address.
    case callback
  }

  /// What a name is for.
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
  /// How many more mistakes there are. At most `limit` cycles are looked for.
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
