import Door
import Events
import HTTP
import Host
import Model
import QueueStore
import Text
import Work

/// Sends the events of queues to all followers. It is used on the server's thread only.
final class LiveEvents {
  /// The sources, by the path of the queue.
  private let sources: [String: Source]
  private let access: AccessControl

  init(of queues: [ServedQueue], _ access: AccessControl) {
    sources = Dictionary(queues.map { ($0.path, Source($0)) }) { first, _ in first }
    self.access = access
  }

  func begin(on server: HTTPServer) {
    server.every(.milliseconds(200)) { [unowned self] in
      for source in sources.values { source.send() }
    }
    server.every(.seconds(15)) { [unowned self] in
      for source in sources.values {
        for follower in source.followers { follower.stream.send(Array(": still here\n\n".utf8)) }
      }
    }
    server.every(.seconds(1)) { [unowned self] in
      for source in sources.values { source.removeGone(access) }
    }
  }

  /// Begins a stream.
  ///
  /// - Parameters:
  ///   - queue: the queue whose events are sent.
  ///   - credential: the credential of the follower; the stream ends once it is gone.
  ///   - last: the event behind which the stream begins; `nil` to begin now.
  ///   - finish: adds the headers that every answer has.
  func follow(
    _ queue: ServedQueue, _ credential: Credential, after last: String?,
    _ exchange: HTTPExchange,
    finish: ([(name: String, value: String)]) -> [(name: String, value: String)]
  ) throws(RequestError) {
    guard let source = sources[queue.path] else { throw RequestError.noRoute }
    guard sources.values.reduce(0, { $0 + $1.followers.count }) < Self.most else {
      throw RequestError(
        503, "too_many_streams",
        Sentence(
          "\(Self.most) streams of events are open", "이벤트 스트림이 \(Self.most)개 열려 있습니다"),
        hint: Sentence("close some of them", "일부를 닫으십시오"), headers: [("Retry-After", "15")])
    }
    var cursor: EventCursor?
    if let last {
      guard let place = EventCursor(last) else {
        throw RequestError(
          400, "bad_cursor",
          Sentence(
            "'\(last.escaped)' is not a place in the history", "'\(last.escaped)'은(는) 이력의 위치가 아닙니다"),
          hint: Sentence(
            "send the id of an event as Last-Event-ID", "이벤트의 id를 Last-Event-ID로 보내십시오"))
      }
      cursor = place
    }
    let missed: [UInt8]
    do { missed = try source.catchUp(after: cursor) } catch { throw RequestError(error) }
    // A reader that gets no event before it disconnects must know where to continue, too.
    let place = cursor?.text ?? source.place
    // nginx passes on each event at once, instead of with the next ones.
    let headers = finish([("Content-Type", "text/event-stream"), ("X-Accel-Buffering", "no")])
    guard let stream = exchange.startStream(headers) else { return }
    stream.send(Array("id: \(place)\n\n".utf8) + missed)
    source.followers.append(
      Source.Follower(stream: stream, credential: credential.kind, missed: missed.count))
  }

  /// The largest number of streams.
  private static let most = 256
}

private final class Source {
  struct Follower {
    let stream: HTTPStream
    let credential: Credential.Kind
    /// The bytes that the follower received at first.
    let missed: Int
  }

  let queue: ServedQueue
  var followers: [Follower] = []
  /// The position up to which all followers have received the events; `nil` while there are none.
  private var cursor: EventCursor?
  private var stamp: QueueStamp?

  init(_ queue: ServedQueue) { self.queue = queue }

  /// The position up to which all followers have received the events; empty while there are none.
  var place: String { cursor?.text ?? "" }

  /// The events that a new follower has missed, after all others have received theirs.
  func catchUp(after last: EventCursor?) throws(Problem) -> [UInt8] {
    let opened = TaskQueue.open(queue.opening)
    // This ends all streams if the history is another one.
    do { try advance() } catch  where followers.isEmpty {}
    if followers.isEmpty { (cursor, stamp) = (try lastEvent(of: opened), nil) }
    guard let last else { return [] }
    guard let cursor else { throw Problem.cursorOfOtherQueue(last) }
    var bytes: [UInt8] = []
    _ = try opened.events(after: last, matching: EventFilter(), as: Caller()) { event in
      // Later events are sent to all followers.
      if (event.cursor.sequence, event.cursor.index) <= (cursor.sequence, cursor.index) {
        bytes += event.message
      }
    }
    return bytes
  }

  /// The position of the last event; `nil` of a queue that has no id and can't be given one, such as
  /// one that the server may not write. Its followers only learn that something changed.
  private func lastEvent(of opened: TaskQueue) throws(Problem) -> EventCursor? {
    do { return try opened.lastEvent(as: Caller()) } catch {
      guard error.kind == .notWritable else { throw error }
      return nil
    }
  }

  /// Sends new events, if there are any. What can't be read now is sent later.
  func send() { try? advance() }

  private func advance() throws(Problem) {
    guard !followers.isEmpty else { return }
    let opened = TaskQueue.open(queue.opening)
    let now = opened.stamp()
    if now == stamp { return }
    // A queue that is being saved at this moment is read again.
    stamp = now.isFinal(at: queue.opening.clock.now()) ? now : nil
    var bytes: [UInt8] = []
    do throws(Problem) {
      if let last = cursor {
        cursor = try opened.events(
          after: last, matching: EventFilter(), awaitingWriters: true, as: Caller()
        ) { bytes += $0.message }
      } else {
        cursor = try lastEvent(of: opened)
        if let cursor { bytes = Array(": changed\n\nid: \(cursor.text)\n\n".utf8) }
      }
    } catch {
      stamp = nil
      // If the history is another one, for example after the file was replaced, the page has to
      // begin anew. The other one may have no id.
      if error.kind == .badCursor || error.kind == .notWritable { endAll() }
      throw error
    }
    // A change without an event, such as a line that can't be read. A reader of events passes over the
    // comment; the board reads the rows anew.
    if bytes.isEmpty { bytes = Array(": changed\n\n".utf8) }
    for follower in followers { follower.stream.send(bytes) }
  }

  /// Ends the streams of followers that may not follow any more, or do not read.
  func removeGone(_ access: AccessControl) {
    followers = followers.filter { follower in
      guard follower.stream.isOpen else { return false }
      // If the credential can't be read, the stream ends, and the follower asks again.
      let credential = (try? access.credential(follower.credential)) ?? nil
      let isAllowed = credential.map { credential in
        credential.scopes.contains(.read)
          && (credential.queues.isEmpty || credential.queues.contains(queue.path))
      }
      if isAllowed ?? false,
        follower.stream.backlog < Self.longestBacklog + follower.missed
      {
        return true
      }
      follower.stream.end()
      return false
    }
  }

  private func endAll() {
    for follower in followers { follower.stream.end() }
    (followers, cursor) = ([], nil)
  }

  /// In bytes. A follower that reads more slowly begins anew behind the last event that it read.
  private static let longestBacklog = 1 << 20
}

extension QueueEvent {
  /// The event as a message of a stream.
  fileprivate var message: [UInt8] {
    var bytes = Array("id: \(cursor.text)\nevent: \(kind.rawValue)\ndata: ".utf8)
    write(to: &bytes)
    return bytes + Array("\n\n".utf8)
  }
}
