public import Door
import Host
import Plans
public import QueueStore
import Stores
import Workers

extension TaskQueue {
  /// A stamp of everything that commands show about the queue (its files, history, workers, plans
  /// and settings), taken without reading them; empty if the queue is not found.
  public func stamp() -> QueueStamp {
    _ = try? followQueue()
    guard let store = try? store(), let sidecar = try? sidecarFolder(), let home = try? home()
    else { return QueueStamp(of: []) }
    return QueueStamp(
      of: store.files + Sidecar.historyFiles(in: sidecar)
        + [WorkerFolder(sidecar: sidecar).path, Path.join(home, "orch.json")]
        + PlanFolder.heads(in: sidecar)
        + ((try? pauseFile()).map { [$0.path] } ?? []))
  }
}
