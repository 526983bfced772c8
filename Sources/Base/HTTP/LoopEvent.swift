import CEvent
import Host

/// Calls a closure from the event loop as long as this object exists.
final class LoopEvent {
  private var event: OpaquePointer?
  private let body: () -> Void

  /// Calls `body` whenever a descriptor can be read.
  init(reading descriptor: Int32, on base: OpaquePointer, _ body: @escaping () -> Void) {
    self.body = body
    add(descriptor, Int16(EV_READ | EV_PERSIST), base, every: nil)
  }

  init(every interval: Duration, on base: OpaquePointer, _ body: @escaping () -> Void) {
    self.body = body
    add(-1, Int16(EV_PERSIST), base, every: interval)
  }

  private func add(
    _ descriptor: Int32, _ kinds: Int16, _ base: OpaquePointer, every interval: Duration?
  ) {
    event = event_new(
      base, descriptor, kinds,
      { _, _, context in
        guard let context else { return }
        // The closure may release this event.
        let event = Unmanaged<LoopEvent>.fromOpaque(context).takeUnretainedValue()
        withExtendedLifetime(event) { event.body() }
      }, Unmanaged.passUnretained(self).toOpaque())
    if let interval {
      var time = timeval(interval)
      event_add(event, &time)
    } else {
      event_add(event, nil)
    }
  }

  deinit { if let event { event_free(event) } }
}

/// Ends a connection from which no whole request came in time. libevent's own timeout is not
/// enough, because it restarts with each byte.
final class ArrivalDeadline {
  private let buffer: OpaquePointer
  private let base: OpaquePointer
  private let isOver: () -> Void
  private var timer: LoopEvent?
  /// Whether its client has shown who it is.
  var isKnown = false
  /// The time on the monotonic clock at which the connection began to wait.
  private(set) var start = Duration.zero
  private(set) lazy var network = SocketPeer.network(of: bufferevent_getfd(buffer))

  /// - Parameters:
  ///   - buffer: the buffers of the connection, which exist until `release`.
  ///   - isOver: called after the time has passed and the connection has been ended.
  init(of buffer: OpaquePointer, on base: OpaquePointer, _ isOver: @escaping () -> Void) {
    (self.buffer, self.base, self.isOver) = (buffer, base, isOver)
    bufferevent_incref(buffer)
  }

  /// Starts to wait for a request.
  func start(_ time: Duration) {
    start = Clock.system.monotonic()
    timer = LoopEvent(every: time, on: base) { [unowned self] in end() }
  }

  func stop() { timer = nil }

  /// Whether the client is unknown, none of its bytes are waiting to be read, and it waits for no
  /// answer.
  var isSilent: Bool {
    timer != nil && !isKnown && !SocketPeer.hasSent(on: bufferevent_getfd(buffer))
  }

  /// Whether the connection is closed, and its buffers have not been released yet.
  var isGone: Bool {
    var event: bufferevent_event_cb?
    bufferevent_getcb(buffer, nil, nil, &event, nil)
    return event == nil
  }

  func end() {
    let (isOver, buffer) = (isOver, buffer)
    if !isGone {
      bufferevent_trigger_event(buffer, Int16(BEV_EVENT_READING | BEV_EVENT_TIMEOUT), 0)
    }
    isOver()
  }

  func release() {
    timer = nil
    bufferevent_decref(buffer)
  }
}

extension timeval {
  init(_ duration: Duration) {
    let microseconds = duration.nanoseconds / 1000
    self.init(tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000)
  }
}
