public import Attempts
public import Door
import Events
import Plans
import Requests
import Schedule
import Telemetry
public import Text
import Work
import Worktrees

/// The findings of `ops doctor`, and the settings in use.
public struct Checkup: Sendable {
  /// The checks. Several checks may have the same name.
  public let checks: [Diagnosis]
  public let settings: [ResolvedSetting]
  /// The programs of workers; `nil` if they were not asked for.
  public let programs: [WorkerProgram]?
}

extension TaskQueue {
  /// Runs every check. A failure of one check does not stop the others.
  ///
  /// - Parameters:
  ///   - installation: the findings about the programs, which come first.
  ///   - asksWorkers: whether programs of workers are run to ask for their versions.
  ///   - problem: makes a problem from an error, with a hint that names this queue.
  public func checkup(
    after installation: [Diagnosis] = [], asksWorkers: Bool = false,
    _ problem: @escaping (any Error) -> Problem = { Problem($0) }
  ) -> Checkup {
    // This comes before the checks of workers, so that these find an old version.
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
    checks += packDiagnoses()
    checks += EnvironmentCheck(of: queue, in: self).diagnoses
    checks += SettingsCheck(of: self).diagnoses
    checks += leftRefDiagnoses()
    checks += workers?.diagnoses ?? []
    checks += environmentFileDiagnoses()
    checks += shortSecretDiagnoses()
    checks += programs.diagnoses(besides: workers?.problems ?? [])
    checks += hookDiagnoses()
    checks += telemetryDiagnoses()
    checks += recurringDiagnoses()
    checks += commandDiagnoses()
    if let trust = TrustCheck.diagnosis(of: self) { checks.append(trust) }
    return Checkup(
      checks: checks, settings: settings(), programs: asksWorkers ? programs : nil)
  }
}

extension Checkup: Shaped {
  public static var shapeName: StaticString { "doctor" }
  public static func shape(_ fields: inout Fields<Checkup>) {
    fields.add("checks", \.checks, "several checks may have the same name")
    fields.add("settings", \.settings)
    fields.addIfAny("workers", \.programs, "in the order of `orch.json`; with `--workers`")
  }
}
