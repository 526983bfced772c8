public import Dispatching
public import Engine
import Facts
import Host
public import JSON
import MarkdownStore
public import QueueModel
import Settings
package import Wording

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
    pause.sentence(at: try now())(language)
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

/// A worker whose starts fail, so that it starts nothing for a time.
public struct PausedWorker: Equatable, Sendable {
  public let name: String
  public let pause: WorkerPause

  public init(name: String, pause: WorkerPause) { (self.name, self.pause) = (name, pause) }

  /// `worker claude is paused until 14:20: no valid login`.
  package func sentence(at now: QueueTime) -> Sentence {
    let pause = pause.sentence(at: now)
    return Sentence(
      "worker \(name.escaped) is \(pause.english)", "워커 \(name.escaped): \(pause.korean)")
  }

  public var json: JSONValue {
    [
      "worker": .string(name), "until": .integer(pause.until),
      "class": .string(pause.failure.rawValue), "reason": .string(pause.reason),
    ]
  }
}

extension CommandContext {
  /// The workers that are paused, in the order of `orch.json`; none where that can't be read.
  public func pausedWorkers() throws -> [PausedWorker] {
    // Mostly there are none, and to find the folders of the queue costs a short command 4 %.
    if try fileSettings().workers.profiles.isEmpty { return [] }
    let (workspace, now) = (try workspace(), try now())
    return workspace.profiles.profiles.compactMap { profile in
      guard case .open(let pause) = workspace.breaker(of: profile.name).state(now: now) else {
        return nil
      }
      return PausedWorker(name: profile.name, pause: pause)
    }
  }

  /// `worker claude is paused until 14:20: no valid login`, for standard output.
  public func text(of worker: PausedWorker) throws -> String {
    worker.sentence(at: try now())(language)
  }
}

extension CommandContext {
  /// Says on a terminal that nothing was started for the rows that a dispatch claimed.
  package func noticeClaims(_ dispatched: DispatchOutcome) throws {
    guard !dispatched.items.isEmpty, console.errors.isTerminal, !shared.isQuiet,
      try workspace().profiles.profiles.isEmpty
    else { return }
    printNotice(.claimedForCaller(dispatched.items.count))
  }

  public func tick() throws -> Tick {
    Tick(queue: try queue(), workspace: try workspace(), launcher: try launcher())
  }
}
