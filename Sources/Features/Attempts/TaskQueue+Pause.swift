public import Door
public import Model
public import Text
public import Workers

extension TaskQueue {
  /// The pause of the queue; `nil` for none.
  public func pause() throws(Problem) -> Pause? { try pauseFile().pause }

  /// Keeps rows from being handed out. Rows that are at work continue.
  ///
  /// - Returns: the pause. If one has already begun, it does not change.
  public func pause(reason: String?, as caller: Caller) throws(Problem) -> Pause {
    try asking { try PauseWork(queue: queue(as: caller, for: "pause")).begin(reason: reason).pause }
  }

  /// Ends a pause.
  ///
  /// - Returns: the pause that ended; `nil` if the queue was not paused.
  /// - Throws: inside a worker, which must not start what a person stopped.
  public func resume(as caller: Caller) throws(Problem) -> Pause? {
    try asking {
      let queue = try queue(as: caller, for: "resume")
      if queue.workspace.hasVariablesOfWorker || queue.workspace.isInsideWorker {
        throw Problem.adapter(
          .insideWorker,
          Sentence("a worker can't end the pause", "워커는 일시 정지를 끝낼 수 없습니다"),
          hint: Sentence(
            "a person runs ops resume; or unset ORCH_LABEL and ORCH_ATTEMPT if this is not a worker",
            "사람이 ops resume을 실행합니다. 워커가 아니라면 ORCH_LABEL과 ORCH_ATTEMPT를 없애십시오"))
      }
      return try PauseWork(queue: queue).end()
    }
  }

  /// The paused workers, in the order of `orch.json`; empty if it can't be read.
  public func pausedWorkers() -> [PausedWorker] {
    // Usually there are no workers, and finding the folders of the queue takes 4 % of the time of a
    // short command.
    guard (try? fileSettings().workers.profiles.isEmpty) == false,
      let workspace = try? workspace(), let now = try? now()
    else { return [] }
    return workspace.profiles.profiles.compactMap { profile in
      guard case .open(let pause) = workspace.breaker(of: profile.name).state(now: now) else {
        return nil
      }
      return PausedWorker(name: profile.name, pause: pause)
    }
  }
}

extension TaskQueue {
  /// A finding if the queue is paused; otherwise empty.
  package func pauseDiagnoses() -> [Diagnosis] {
    guard let pause = try? pause(), let now = try? now() else { return [] }
    let state = pause.sentence(at: now)
    return [
      .warn(
        "pause", Sentence("the queue is \(state.english)", state.korean),
        fix: Sentence("ops resume ends the pause", "ops resume으로 다시 시작합니다"))
    ]
  }
}

/// A worker whose starts fail, so that no row is started with it for some time.
public struct PausedWorker: Equatable, Sendable {
  public let name: String
  public let pause: WorkerPause

  public init(name: String, pause: WorkerPause) { (self.name, self.pause) = (name, pause) }

  /// `worker claude is paused until 14:20: no valid login`.
  public func sentence(at now: QueueTime) -> Sentence {
    let pause = pause.sentence(at: now)
    return Sentence(
      "worker \(name.escaped) is \(pause.english)", "워커 \(name.escaped): \(pause.korean)")
  }
}
