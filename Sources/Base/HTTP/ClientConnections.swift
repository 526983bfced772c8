import CEvent
import Host

/// The connections of a server's clients. Who is silent and unknown makes room for others.
///
/// A client is known once the handler says so, as of one that has shown a token. One is silent while
/// nothing of a request of it is there to be read, and none is worked on.
final class ClientConnections {
  private let limits: HTTPServer.Limits
  private let base: OpaquePointer
  /// Called with whether further ones are accepted.
  private let accept: (Bool) -> Void
  /// By their buffers.
  private var arrivals: [OpaquePointer: ArrivalDeadline] = [:]

  init(
    _ limits: HTTPServer.Limits, on base: OpaquePointer, accept: @escaping (Bool) -> Void
  ) {
    (self.limits, self.base, self.accept) = (limits, base, accept)
  }

  /// Lets all buffers go, before their loop does.
  func release() {
    for arrival in arrivals.values { arrival.release() }
    arrivals = [:]
  }

  // MARK: One connection

  /// A new one, from which a request has to come in time.
  func add(_ buffer: OpaquePointer) {
    makeRoom()
    let arrival = ArrivalDeadline(of: buffer, on: base) { [unowned self] in forget(buffer) }
    arrivals[buffer] = arrival
    arrival.start(limits.arrival)
    decideAccepting()
  }

  /// A request has come on it.
  func requestCame(on buffer: OpaquePointer) { arrivals[buffer]?.stop() }

  /// An answer has been sent on it, and another request may come.
  func answered(on buffer: OpaquePointer) {
    arrivals[buffer]?.start(limits.arrival)
    decideAccepting()
  }

  /// Its client has shown who it is.
  func noteKnownClient(on buffer: OpaquePointer) { arrivals[buffer]?.isKnown = true }

  func forget(_ buffer: OpaquePointer) {
    arrivals.removeValue(forKey: buffer)?.release()
    decideAccepting()
  }

  /// Forgets those that ended without a request.
  func forgetClosed() {
    for (buffer, arrival) in arrivals where arrival.isGone { forget(buffer) }
  }

  // MARK: Room

  /// Ends the connection that has been silent for longest, where there are too many such: of the
  /// network that has most of them.
  private func makeRoom() {
    let silent = arrivals.values.filter(\.isSilent)
    guard
      let most = Dictionary(grouping: silent, by: \.network).values.max(by: { $0.count < $1.count })
    else { return }
    let isFull =
      arrivals.count >= limits.connections
      || silent.count >= max(1, limits.connections - limits.knownConnections)
    guard isFull || most.count >= limits.silentConnections else { return }
    most.min { $0.start < $1.start }?.end()
  }

  private func decideAccepting() {
    accept(arrivals.count < limits.connections || arrivals.values.contains(where: \.isSilent))
  }
}
