import QueueStore
import Synchronization

/// The data that a store has read from its file, until it changes the file. After that other
/// processes may change the file in response, so the file is read each time.
final class HeldReading: Sendable {
  private let state = Mutex<(held: (queue: ShownQueue, claims: Claims)?, isOver: Bool)>(
    (nil, false))

  var queue: ShownQueue? { state.withLock(\.held?.queue) }
  var claims: Claims? { state.withLock(\.held?.claims) }

  func keep(_ read: () throws(StoreError) -> (ShownQueue, Claims)) throws(StoreError) {
    try state.withLock { (state) throws(StoreError) in
      if !state.isOver { state.held = try read() }
    }
  }

  func end() { state.withLock { $0 = (nil, true) } }
}
