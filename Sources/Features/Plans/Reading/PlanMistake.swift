public import Text

/// What is wrong in a plan, and where.
public struct PlanMistake: Equatable, Sendable {
  /// The place as `jq` names it: `.tasks[3].after[0]`, `.tasks[0]["odd key"]`; `.` for the whole.
  public let path: String
  public let fact: Fact

  public enum Fact: Equatable, Sendable {
    // Of the form.
    case tooLarge(byteLimit: Int)
    case notJSON(JSONError)
    case wrongType(JSONKind, wanted: JSONKind)
    case missingKey(String)
    case unknownKey(String, known: [String])
    /// A text of nothing but blanks, or `-`, which is an empty cell; a list without a task.
    case empty(JSONKind)
    case tooLong(characters: Int, limit: Int)
    case tooManyTasks(Int, limit: Int)
    /// A value that stands in its list before.
    case repeated(String)

    // Of values.
    case badName(String, of: Named)
    case notOneOf(String, [String])
    /// No whole number from 0 on.
    case badNumber
    case badTimeout(String)
    /// No whole number of seconds of at least one and at most a week.
    case badSeconds
    case badTime(String)
    /// A character that would be lost: `|` and line breaks in a cell, other controls in any text.
    case character(Unicode.Scalar)
    /// A character that is invisible or turns the direction of the text; a joiner that joins nothing.
    case hiddenCharacter(Unicode.Scalar)
    /// A title of more than one line.
    case severalLines
    case badPath(String, PathFault)
    /// A label with a blank or a comma in it.
    case badTag(String)

    // Of criteria.
    /// The gate reads these criteria in place of the one that was written.
    case notOneCriterion([String])
    /// It has a quotation mark, bracket or backtick that a text behind it closes, so that the gate
    /// does not see where it ends.
    case unclosedCriterion
    /// It begins like a proof and lacks a part of it.
    case malformedProof(String)

    // Of tasks among each other.
    case repeatedID(String, firstAt: String)
    case unknownTask(String, known: [String])
    case waitsForItself(String)
    /// Each waits for the next; the last one is the first again.
    case cycle([String])

    // Of a project: `PlanNames`.
    case unknownWorker(String, known: [String])
    case unknownRepository(String, known: [String])
    case unknownCheck(String, known: [String])

    // Of the forms of other tools.
    /// Another key names this worker already.
    case otherWorker(String)
    /// An address or path of a repository.
    case foreignRepository(String)
    case refused(Refusal)

    // Of plans that a planner wrote: `PlanRules`.
    /// The plan has another name than the goal was given.
    case otherName(expected: String)
    /// A task names no worker, so that a route would choose one.
    case noWorker(allowed: [String])
    /// It is above the limit of `orch.json`, which is said as a plan would.
    case aboveLimit(String)
    /// A task whose work is code has no criterion that begins so.
    case codeWithoutProof(String)
  }

  /// What another tool does with a plan, and no row can.
  public enum Refusal: Equatable, Sendable {
    /// To go on with a task that stands elsewhere. The key is that of further attempts.
    case jump(retriesKey: String)
    /// To call an address.
    case callback
  }

  /// What has a name.
  public enum Named: Equatable, Sendable {
    case plan, task, row, worker, repository
  }

  public enum PathFault: Equatable, Sendable {
    /// It begins at the root of the file system.
    case absolute
    /// It has `..` in it.
    case leadsOut
    /// It has a character that ends it where it is written: a blank, a comma, a semicolon, marks.
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

/// What is wrong in a plan, in the order of its text.
public struct PlanMistakes: Error, Equatable, Sendable {
  /// How many are kept.
  public static let limit = 100

  public private(set) var kept: [PlanMistake] = []
  /// How many more there are. Of cycles at most `limit` are looked for.
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

/// A place in JSON.
indirect enum JSONPlace {
  case whole
  case member(_ key: String, of: JSONPlace)
  case element(_ index: Int, of: JSONPlace)

  /// The place of the member with a key.
  func member(_ key: String) -> JSONPlace { .member(key, of: self) }

  /// The place of an element of a list.
  func element(_ index: Int) -> JSONPlace { .element(index, of: self) }

  /// As `jq` names it.
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

  /// Unicode scalars of the longest key that is shown whole.
  private static let longestKey = 100

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
