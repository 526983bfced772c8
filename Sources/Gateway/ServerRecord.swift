public import Engine
public import Facts
import Host
import JSON
import QueueModel
import Wording

/// Where the server of a queue is: `serve.json` in the sidecar, with its address and process alone. It
/// is no secret, and nothing is believed because of it.
public struct ServerRecord: Sendable {
  /// `http://127.0.0.1:8420`.
  public let address: String
  public let process: Int

  public init(address: String, process: Int) {
    (self.address, self.process) = (address, process)
  }

  private static let name = "serve.json"

  /// Writes it beside the queue, unless another server of the queue runs.
  public func save(for queue: TaskQueue) throws(Problem) {
    if (try? Self.running(for: queue)) != nil { return }
    let (sidecar, store) = (try queue.sidecarFolder(), try queue.storePath())
    let json: JSONValue = ["address": .string(address), "pid": .integer(process)]
    do throws(SystemError) {
      try Path.checkNoLink(from: sidecar, to: sidecar)
      let model = try FileStatus(of: store)
      try Directory.create(sidecar, like: model)
      try NewFile.replace(
        Path.join(sidecar, Self.name), text: "\(json)\n", permissions: model.companionPermissions,
        group: model.group)
    } catch {
      throw .system(error)
    }
  }

  /// Removes it, unless it is that of another server by now.
  public func remove(of queue: TaskQueue) {
    guard let record = try? Self.read(of: queue), record.process == process,
      let sidecar = try? queue.sidecarFolder()
    else { return }
    try? Directory.removeIfThere(Path.join(sidecar, Self.name))
  }

  /// That of the server that runs.
  ///
  /// - Throws: where none runs that this user started.
  public static func running(for queue: TaskQueue) throws(Problem) -> ServerRecord {
    guard let record = try read(of: queue), let process = ProcessIdentity(of: record.process),
      let words = ProcessTable.commandLine(of: process), words.dropFirst().first == "serve"
    else {
      throw .adapter(
        .noInput, Sentence("no server of this queue runs", "이 큐의 서버가 실행 중이 아닙니다"),
        hint: Sentence("start one with orch serve", "orch serve 명령으로 시작하십시오"))
    }
    return record
  }

  private static func read(of queue: TaskQueue) throws(Problem) -> ServerRecord? {
    let path = Path.join(try queue.sidecarFolder(), name)
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let bytes = try? file.read(4096, at: 0),
      let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let address = object["address"]?.stringValue, let process = object["pid"]?.integerValue
    else { return nil }
    return ServerRecord(address: address, process: process)
  }
}
