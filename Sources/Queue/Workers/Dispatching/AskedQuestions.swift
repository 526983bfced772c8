public import Host
public import Model
import Text

/// The questions that a model was asked and has not answered, by row. Times are seconds since 1970,
/// by the queue's clock. Source: `docs/dispatch.md`, "A model that answers".
public struct AskedQuestions: Equatable, Sendable {
  public var rows: [String: Question] = [:]

  public struct Question: Equatable, Sendable {
    /// The number of the question at its row.
    public let number: Int
    /// How many times the model gave no usable answer.
    public var tries = 0
    /// When the model is asked next; `nil` if it is not asked again.
    public var next: Int?
    /// What came of it; `nil` while the model is asked.
    public var asked: AskedModel?

    public init(_ number: Int) { self.number = number }

    /// The seconds until the model is asked; `nil` if it is not asked again. A time further away
    /// than the longest request comes from a clock that was set back, and does not count.
    public func seconds(at now: Int) -> Int? {
      next.map { (0...AskedQuestions.longestWait).contains($0 - now) ? $0 - now : 0 }
    }
  }

  public init() {}

  /// In seconds; a worker's `timeout` has at most 168 hours.
  private static let longestWait = 169 * 3600

  /// What came of asking a model the question for whose answer a row waits; `nil` if it was not
  /// asked, or was asked another question.
  public func asked(_ item: QueueItem) -> AskedModel? {
    guard item.awaited == .answer, let row = rows[item.id], row.number == item.questionNumber
    else { return nil }
    return row.asked
  }
}

// MARK: JSON

extension AskedQuestions {
  /// Members of another form are ignored: then the model is asked once more.
  init(parsing bytes: [UInt8]) {
    guard let rows = (try? JSONValue(parsing: bytes))?.objectValue else { return }
    for row in rows.members {
      guard let object = row.value.objectValue, let number = object["question"]?.integerValue
      else { continue }
      var question = Question(number)
      question.tries = max(0, min(object["tries"]?.integerValue ?? 0, 1 << 20))
      question.next = object["next"]?.epochSeconds
      question.asked = AskedModel(object)
      // Otherwise nobody would be asked, and nothing would say so.
      if question.asked == nil, question.next == nil { continue }
      self.rows[row.key] = question
    }
  }

  /// One line of JSON.
  var text: String {
    let members = rows.sorted { $0.key < $1.key }.map { id, question in
      var json: JSONObject = [
        "question": .integer(question.number), "tries": .integer(question.tries),
      ]
      if let next = question.next { json["next"] = .integer(next) }
      if let asked = question.asked { asked.write(to: &json) }
      return (id, JSONValue.object(json))
    }
    return "\(JSONValue.object(JSONObject(members: members)))\n"
  }
}

extension AskedModel {
  fileprivate init?(_ json: JSONObject) {
    guard let worker = json["worker"]?.stringValue, let state = json["state"]?.stringValue else {
      return nil
    }
    let error = json["error"]?.stringValue ?? "-"
    switch state {
    case "used_up": self.init(worker, .usedUp(rounds: json["rounds"]?.integerValue ?? 0))
    case "declined": self.init(worker, .declined)
    case "failing": self.init(worker, .failing(error))
    case "failed": self.init(worker, .failed(error))
    default: return nil
    }
  }

  fileprivate func write(to json: inout JSONObject) {
    json["worker"] = .string(worker)
    switch outcome {
    case .usedUp(let rounds):
      (json["state"], json["rounds"]) = ("used_up", .integer(rounds))
    case .declined: json["state"] = "declined"
    case .failing(let error): (json["state"], json["error"]) = ("failing", .string(error))
    case .failed(let error): (json["state"], json["error"]) = ("failed", .string(error))
    }
  }
}

/// The record of a queue's questions and its lock: `asked/STORE.json` and `asked/STORE.lock` in the
/// sidecar. With a queue on a server the machines share them, so that one of them asks.
public struct AskedFolder: Sendable {
  private let files: SharedFiles
  private let name: String

  /// - Parameters:
  ///   - files: the files beside the queue.
  ///   - store: the name of the queue in these files.
  public init(_ files: SharedFiles, store: String) {
    (self.files, name) = (files, "asked/" + DaemonLock.fileName(of: store))
  }

  /// The record; empty if there is none, or if it can't be read. Then a model is asked once more.
  public func questions() -> AskedQuestions {
    let bytes = (try? files.bytes(of: "\(name).json", upTo: Self.longest)) ?? nil
    return bytes.map(AskedQuestions.init(parsing:)) ?? AskedQuestions()
  }

  /// In bytes. This leaves room for several thousand rows.
  private static let longest = 4 << 20

  /// Writes the record; the caller holds the lock.
  public func save(_ questions: AskedQuestions) throws(SystemError) {
    try files.replace("\(name).json", with: questions.text, mayBeLost: true)
  }

  /// Takes the lock for the lifetime of the returned value; `nil` if another process asks.
  public func lock(_ clock: Clock) throws(SystemError) -> SharedLock? {
    do throws(SharedLock.Failure) {
      return try files.lock(
        "\(name).lock", timeout: .zero, lease: Self.lease, by: "orch ask", clock)
    } catch {
      switch error {
      case .held, .leased: return nil
      case .system(let error): throw error
      }
    }
  }

  /// The seconds that another machine waits, in addition to the worker's own time, after this
  /// machine stops answering.
  public static let lease = 60
}
