import CommandLineKit
import Dispatching
import Engine
import Host
import JSON
import QueueCLI
import QueueModel

/// What a daemon makes known: lines for whoever reads them, and the record for those who ask
/// later. That neither can be written stops no work.
struct DaemonReport {
  private let post: DaemonPost
  private var record: DaemonRecord
  private let interval: Interval
  /// Seconds east of UTC; as long as settings can't be read, times are told all the same.
  private let offset: Int

  /// - Throws: where this process can't be told from others.
  init(_ post: DaemonPost, _ interval: Interval, in session: Session) throws(CommandError) {
    guard let process = ProcessIdentity.current else { throw session.commandError(EngineError.noProcessTable) }
    self.post = post
    self.interval = interval
    offset = try session.offset()
    record = DaemonRecord(
      process: process, startedAt: try session.now().iso8601, intervalSeconds: interval.seconds)
  }

  func begin(in session: Session, startsWork: Bool) {
    if let before = post.killedProcess {
      say("the one before, process \(before.id), was killed; goes on", in: session)
    }
    let claims =
      startsWork ? "" : "; orch.json names no program to start, so that no row is claimed"
    say("ticks every \(interval.text), and when the queue changes\(claims)", in: session)
    post.tell(record)
  }

  mutating func tell(_ ticked: TickReport, in session: Session) {
    record.tickedAt = (try? session.now(offset: offset))?.iso8601
    record.problem = ticked.problem?.message
    if session.shared.isJSON {
      if !ticked.lines.isEmpty { print(ticked.json, in: session) }
    } else {
      for line in ticked.lines { print(line, in: session) }
    }
    post.tell(record)
  }

  mutating func end(_ reason: String, in session: Session) {
    record.endedAt = (try? session.now(offset: offset))?.iso8601
    post.tell(record)
    say(reason, in: session)
  }

  /// Says something of the daemon itself.
  func say(_ text: String, in session: Session) {
    if session.shared.isJSON {
      print(["daemon": .string(text)], in: session)
    } else {
      print("daemon: \(text)", in: session)
    }
  }

  private func print(_ line: String, in session: Session) {
    let time = (try? session.now(offset: offset))?.text ?? "-"
    try? session.print("\(time) \(line)")
    try? session.flush()
  }

  private func print(_ json: JSONObject, in session: Session) {
    var object: JSONObject = [
      "at": (try? session.now(offset: offset)).map { .string($0.iso8601) } ?? .null
    ]
    for member in json.members { object[member.key] = member.value }
    try? session.print(.object(object))
    try? session.flush()
  }
}
