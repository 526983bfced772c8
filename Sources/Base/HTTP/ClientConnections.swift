import CEvent
import Host

/// The connections of a server's clients. A silent connection of an unknown client makes room for
/// others.
///
/// A client is known once the handler says so, as when it has shown a token. A connection is silent
/// while no part of a request is there to be read, and no request is worked on.
final class ClientConnections {
  private let limits: HTTPServer.Limits
  private let base: OpaquePointer
  /// Called with whether further connections are accepted.
  private let accept: (Bool) -> Void
  /// By the buffers of the connections.
  private var arrivals: [OpaquePointer: ArrivalDeadline] = [:]

  init(
    _ limits: HTTPServer.Limits, on base: OpaquePointer, accept: @escaping (Bool) -> Void
  ) {
    (self.limits, self.base, self.accept) = (limits, base, accept)
  }

  /// Releases all buffers, before their loop is freed.
  func release() {
    for arrival in arrivals.values { arrival.release() }
    arrivals = [:]
  }

  // MARK: One connection

  /// Adds a connection, from which a request has to come in time.
  func add(_ buffer: OpaquePointer) {
    makeRoom()
    let arrival = ArrivalDeadline(of: buffer, on: base) { [unowned self] in forget(buffer) }
    arrivals[buffer] = arrival
    arrival.start(limits.arrival)
    decideAccepting()
  }

  func requestCame(on buffer: OpaquePointer) { arrivals[buffer]?.stop() }

  /// Notes that an answer has been sent, and another request may come.
  func answered(on buffer: OpaquePointer) {
    arrivals[buffer]?.start(limits.arrival)
    decideAccepting()
  }

  func noteKnownClient(on buffer: OpaquePointer) { arrivals[buffer]?.isKnown = true }

  func forget(_ buffer: OpaquePointer) {
    arrivals.removeValue(forKey: buffer)?.release()
    decideAccepting()
  }

  /// Forgets the connections that ended without a request.
  func forgetClosed() {
    for (buffer, arrival) in arrivals where arrival.isGone { forget(buffer) }
  }

  // MARK: Room

  /// If there are too many silent connections, ends the one that has been silent for longest in the
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
