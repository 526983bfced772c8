public import Attempts
public import Door
import Events
import Plans
import Schedule
public import Text
import Work
import Worktrees

/// The findings of `ops doctor`, and the settings in use.
public struct Checkup: Sendable {
  /// The checks; several may have the same name.
  public let checks: [Diagnosis]
  public let settings: [ResolvedSetting]
  /// `nil` if they are not asked for.
  public let programs: [WorkerProgram]?
}

extension TaskQueue {
  /// Runs every check; a failure of one stops none of the others.
  ///
  /// - Parameters:
  ///   - installation: the findings about the programs, which come first.
  ///   - asksWorkers: whether programs of workers are run to ask for their versions.
  ///   - problem: makes a problem from an error, with a hint that names this queue.
  public func checkup(
    after installation: [Diagnosis] = [], asksWorkers: Bool = false,
    _ problem: @escaping (any Error) -> Problem = { Problem($0) }
  ) -> Checkup {
    // This comes before the workers are checked, so that an old version is found.
    let programs =
      asksWorkers && settingProblems().isEmpty ? (try? workerPrograms()) ?? [] : []
    let workers = workerFindings()
    let queue = CheckedQueue(of: self, problem)
    let database = DatabaseCheck(of: self)
    var checks = installation
    checks += QueueCheck.diagnoses(of: queue)
    checks += PermissionCheck(of: queue, in: self)?.diagnoses ?? []
    checks += queue.sidecar.map(SidecarCheck.diagnoses) ?? []
    checks += ServerCheck(of: self, problem)?.diagnoses ?? []
    checks += database?.diagnoses ?? []
    checks += planDiagnoses()
    checks += FileSystemCheck(of: queue).diagnoses
    checks += ClockCheck(of: queue, database, in: self).diagnoses
    if let daemon = DaemonCheck(of: self) { checks.append(daemon.diagnosis) }
    checks += pauseDiagnoses()
    checks += EnvironmentCheck(of: queue, in: self).diagnoses
    checks += SettingsCheck(of: self).diagnoses
    checks += workers?.diagnoses ?? []
    checks += programs.diagnoses(besides: workers?.problems ?? [])
    checks += hookDiagnoses()
    checks += recurringDiagnoses()
    if let trust = TrustCheck.diagnosis(of: self) { checks.append(trust) }
    return Checkup(
      checks: checks, settings: settings(), programs: asksWorkers ? programs : nil)
  }
}

extension Checkup: Shaped {
  public static var shapeName: StaticString { "doctor" }
  public static func shape(_ fields: inout Fields<Checkup>) {
    fields.add("checks", \.checks, "several may have one name")
    fields.add("settings", \.settings)
    fields.addIfAny("workers", \.programs, "in the order of `orch.json`; with `--workers`")
  }
}
