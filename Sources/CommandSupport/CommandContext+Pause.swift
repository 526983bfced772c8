import Dispatching
public import Engine
import Host
public import JSON
import MarkdownStore
public import QueueModel

// The pause of the queue, which every command shows that people look at.

extension CommandContext {
  /// The file that pauses the queue. It is beside the store, whichever options name that.
  func pauseFile() throws -> PauseFile {
    if let chosenDatabase {
      let sidecar = Path.join(Self.home(of: chosenDatabase), ".orch")
      return PauseFile(sidecar: sidecar, queue: chosenDatabase)
    }
    let table = try tablePath()
    return PauseFile(sidecar: Sidecar(forQueueAt: table).folder, queue: table)
  }

  /// The pause of the queue; `nil` for none.
  public func pause() throws -> Pause? { try pauseFile().pause }

  /// `paused by ann@host since 2026-01-31 18:00: a release`; `nil` where there is no pause.
  public func pauseText() throws -> String? { try pause().map(text) }

  /// The same of a pause, for standard output.
  public func text(of pause: Pause) throws -> String {
    messages.text(of: pause, at: try now())
  }
}

extension Pause {
  public var json: JSONValue {
    [
      "actor": JSONValue(actor), "since": since.map { .integer($0) } ?? .null,
      "reason": JSONValue(reason),
    ]
  }
}

extension CommandContext {
  public func tick() throws -> Tick {
    Tick(queue: try queue(), workspace: try workspace(), launcher: try launcher())
  }
}
