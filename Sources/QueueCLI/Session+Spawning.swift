import CommandLineKit
public import Dispatching
import Host
public import QueueModel
import TeamProtocol

// A claim is durable before anything is started for it, and no lock is held meanwhile: what is
// killed in between leaves a row that the watchdog gives back.

extension Session {
  /// What starts the work on rows.
  ///
  /// - Throws: where there is a kind, but no program; where programs may not start here.
  public func spawner() throws(CommandError) -> Spawner {
    let spawner = try fileSettings().spawn
    guard spawner.kind != .none else { return spawner }
    guard !spawner.argv.isEmpty else {
      throw .setting(
        "\(Path.join(try home(), "orch.json")): spawn.kind is \(spawner.kind.rawValue), but "
          + "spawn.argv names no program", hint: #"such as "argv": ["scripts/worker.sh", "{id}"]"#)
    }
    guard environment["ORCH_LABEL"] == nil else {
      throw CommandError(
        code: "inside_worker", message: "a worker starts no workers: they would end with it",
        hint: "run orch tick outside, or unset ORCH_LABEL where no worker runs", status: .refused)
    }
    // Its supervisor could not be started, nor known again.
    if ProcessIdentity.current == nil { throw .noProc }
    // Asked anew: checks that ran since, or a worker, may have changed what is started.
    if case .refused(let refusal) = try trust().permission() {
      throw error("no program starts", refusal)
    }
    return spawner
  }

  /// Claims rows and starts the work on them, as `spawn` in `orch.json` says.
  ///
  /// - Parameters:
  ///   - dispatch: how many rows may be claimed, and be at work.
  ///   - spawner: what starts the work.
  ///   - standIn: the session that gets the rows where nothing is started and none is named.
  public func carryOut(
    _ dispatch: Transition.Dispatch, by spawner: Spawner, standIn: String
  ) throws(CommandError) -> Dispatched {
    var dispatched = Dispatched(claims: try claims(for: dispatch, by: spawner, standIn: standIn))
    if spawner.kind == .none { return dispatched }
    var starting: [(item: QueueItem, supervisor: SupervisorStart)] = []
    for item in dispatched.items {
      do throws(CommandError) {
        let supervisor = try start(item, by: spawner)
        supervisors.append(supervisor)
        starting.append((item, supervisor))
      } catch {
        dispatched.failures[item.id] = notStarted(item, error.message)
      }
    }
    let end = clock.monotonic() + SupervisorStart.patience
    for (item, supervisor) in starting {
      dispatched.failures[item.id] = failure(of: supervisor, for: item, until: end)
    }
    for (id, reason) in dispatched.failures.sorted(by: { $0.key < $1.key }) {
      // Cron wants to hear of this, if of nothing else.
      tell("\(id) is FAILED: its worker could not be started: \(reason)")
    }
    return dispatched
  }

  /// Why a start failed, if it did; what takes longer goes on without us.
  private func failure(
    of supervisor: SupervisorStart, for item: QueueItem, until end: Int
  ) -> String? {
    switch supervisor.news(within: end - clock.monotonic()) {
    case .started?, nil: return nil
    case .failed(let reason)?: return reason
    case .unable(let reason)?: return notStarted(item, reason)
    case .silent?: return notStarted(item, "its supervisor ended before it began")
    }
  }

  private func notStarted(_ item: QueueItem, _ reason: String) -> String {
    fail(item, "spawn_failed: \(reason)")
    return reason
  }

  private func start(
    _ item: QueueItem, by spawner: Spawner
  ) throws(CommandError) -> SupervisorStart {
    guard ItemID.isWellFormed(item.id), let claim = item.claim else {
      throw CommandError(.illFormedID(item.id))
    }
    let order = try order(item, claim, by: spawner)
    let supervisor = Subprocess(
      Self.ownExecutable, ["supervise"] + supervisorArguments(for: order), in: currentDirectory,
      environment: try supervisorEnvironment(), input: Array("\(order.json)".utf8),
      limits: .init(time: 0))
    do throws(Subprocess.StartError) {
      return SupervisorStart(try supervisor.startDetached())
    } catch {
      throw CommandError(
        code: "spawn", message: "\(error)", hint: "try again", status: .inputOutput)
    }
  }

  /// This program, also where a newer one has replaced the file meanwhile.
  public static let ownExecutable = "/proc/self/exe"

  /// Nothing works for the row; that this can't be written now is told, and the watchdog sees to
  /// it.
  private func fail(_ item: QueueItem, _ note: String) {
    let failure = Transition.finish(
      .init(id: item.id, as: .failed(isPermanent: false), notes: note, appends: true))
    let sender = Sender(session: item.ownerSession, attempt: item.claim?.token)
    do throws(CommandError) { _ = try perform(failure, as: sender) } catch {
      warn(error.sentence)
    }
  }
}
