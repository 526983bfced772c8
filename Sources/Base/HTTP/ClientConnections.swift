import CEvent
import Host

/// The connections of a server's clients. If there are too many connections, a silent connection of
/// an unknown client is ended.
///
/// A client is known after the handler has called `noteKnownClient`, for example because the client
/// has shown a token. A connection is silent while no part of a request has arrived, and no request
/// is being answered.
final class ClientConnections {
  private let limits: HTTPServer.Limits
  private let base: OpaquePointer
  /// Called with `true` if the server may accept further connections, else with `false`.
  private let accept: (Bool) -> Void
  /// The deadlines of the connections, by the connections' buffers.
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

  /// Adds a connection, and starts the time within which a request has to arrive.
  func add(_ buffer: OpaquePointer) {
    makeRoom()
    let arrival = ArrivalDeadline(of: buffer, on: base) { [unowned self] in forget(buffer) }
    arrivals[buffer] = arrival
    arrival.start(limits.arrival)
    decideAccepting()
  }

  func requestCame(on buffer: OpaquePointer) { arrivals[buffer]?.stop() }

  /// Notes that an answer has been sent, and starts the time for the next request.
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

  /// If there are too many connections, ends a silent one: in the network with the most silent
  /// connections, the connection that has been silent for the longest time.
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
