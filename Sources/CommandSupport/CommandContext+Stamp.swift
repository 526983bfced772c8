import Dispatching
import Host
import MarkdownStore
public import QueueStore

extension CommandContext {
  /// What tells that something else is to be said of the queue, without reading any of it: its
  /// files, its history, who works on it, and the settings. Nothing of a queue that can't be
  /// found.
  public func stamp() -> QueueStamp {
    _ = try? followQueue()
    guard let store = try? store(), let sidecar = try? sidecarFolder(), let home = try? home()
    else { return QueueStamp(of: []) }
    return QueueStamp(
      of: store.files + Sidecar.news(in: sidecar)
        + [WorkerFolder(sidecar: sidecar).path, Path.join(home, "orch.json")])
  }
}
