import Attempts
import Door
import Host
import Workers

/// What rows need to start, beside a worker: a queue that is not paused, ticks, and room on the disk.
public struct OperationFigures: Equatable, Sendable {
  public let isPaused: Bool
  /// The last tick of a daemon, in seconds since 1970; `nil` if there was none.
  public let lastTick: Int?
  /// How many bytes the disk with the queue's files has free; `nil` if that can't be known.
  public let freeBytes: Int?
}

extension TaskQueue {
  func operationFigures() throws -> OperationFigures {
    let workspace = try workspace()
    return OperationFigures(
      isPaused: try pause() != nil, lastTick: workspace.daemonLock.lastTick,
      freeBytes: (try? DiskSpace(of: workspace.home))?.freeBytes)
  }
}
