public import Door
public import Host
import Text
import Workers

/// The addresses of the servers of this user's queues: `servers.json` in the user's own
/// configuration folder. A file beside the queue could come with a clone, and send a browser with
/// its code to another server.
public struct ServerFile: Sendable {
  private let file: UserFile

  /// - Throws: if that folder is unknown.
  public init(environment: Environment) throws(Problem) {
    file = try UserFile.ofServer("servers.json", environment: environment)
  }

  /// Notes that this process serves queues.
  ///
  /// - Parameters:
  ///   - address: the address of the server, such as `http://127.0.0.1:8420`.
  ///   - queues: the paths of their files; a browser shows the first one first.
  public func add(_ address: String, of queues: [String]) throws(Problem) {
    guard let process = ProcessIdentity.current else { throw .noProcessTable }
    try change { records in
      records
        + queues.enumerated().map { index, queue in
          Record(queue: queue, isFirst: index == 0, address: address, process: process)
        }
    }
  }

  /// Removes this process from the file.
  public func remove() {
    try? change { records in records.filter { $0.process.id != CurrentProcess.id } }
  }

  /// The address of the running server of a queue that began last. Servers that show the queue
  /// first are preferred.
  ///
  /// - Parameter queue: the path of the queue's file.
  /// - Throws: if no server runs.
  public func address(ofServerOf queue: String) throws(Problem) -> String {
    let known = try access { () throws(TrustStoreError) in try records(in: file.bytes()) }
    let servers = known.filter { $0.queue == queue }
    if let server = servers.last(where: \.isFirst) ?? servers.last { return server.address }
    throw .adapter(
      .noInput, Sentence("no server of this queue runs", "이 큐의 서버가 실행 중이 아닙니다"),
      hint: Sentence("start one with orch serve", "orch serve 명령으로 시작하십시오"))
  }
}

extension ServerFile {
  private struct Record {
    let queue: String
    /// Whether a browser shows the queue first.
    let isFirst: Bool
    let address: String
    let process: ProcessIdentity

    init(queue: String, isFirst: Bool, address: String, process: ProcessIdentity) {
      (self.queue, self.isFirst) = (queue, isFirst)
      (self.address, self.process) = (address, process)
    }

    init?(_ json: JSONValue) {
      guard let object = json.objectValue, let queue = object["queue"]?.stringValue,
        let address = object["address"]?.stringValue, let id = object["pid"]?.integerValue,
        let start = object["start"]?.integerValue, let boot = object["boot"]?.stringValue
      else { return nil }
      self.init(
        queue: queue, isFirst: object["first"]?.boolValue ?? false, address: address,
        process: ProcessIdentity(id: id, start: start, boot: boot))
    }

    var json: JSONValue {
      [
        "queue": .string(queue), "first": .bool(isFirst), "address": .string(address),
        "pid": .integer(process.id),
        "start": .integer(process.start), "boot": .string(process.boot),
      ]
    }
  }

  /// The records whose process runs, in the order in which they began.
  private func records(in bytes: [UInt8]?) throws(TrustStoreError) -> [Record] {
    (try file.object(in: bytes)?["servers"]?.arrayValue ?? []).compactMap(Record.init)
      .filter(\.process.isAlive)
  }

  private func change(_ body: ([Record]) -> [Record]) throws(Problem) {
    try access { () throws(TrustStoreError) in
      try file.change(as: "orch serve") { bytes throws(TrustStoreError) in
        ["servers": .array(body(try records(in: bytes)).map(\.json))]
      }
    }
  }
}
