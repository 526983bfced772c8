import CommandSupport
import Host
import QueueDocument

extension DoctorReport {
  /// Looks at everything. What is broken stops none of the other checks.
  init(of context: CommandContext) {
    let subject = DoctorSubject(of: context)
    let database = DoctorDatabase(of: context)
    checks =
      DoctorInstallation(of: context).diagnoses + DoctorQueue.diagnoses(of: subject)
      + (DoctorPermissions(of: subject, in: context)?.diagnoses ?? [])
      + (subject.sidecar.map(DoctorSidecar.diagnoses) ?? []) + (database?.diagnoses ?? [])
      + DoctorFileSystem(of: subject).diagnoses
      + DoctorClock(of: subject, database, in: context).diagnoses
      + (DoctorDaemon(of: context).map { [$0.diagnosis] } ?? [])
      + DoctorEnvironment(of: subject, in: context).diagnoses
      + DoctorSettings(of: context).diagnoses
      + [DoctorTrust.diagnosis(of: context)].compactMap(\.self)
    settings = context.settings()
  }
}
