import CommandSupport
import Host
import QueueDocument

extension DoctorReport {
  /// Looks at everything. What is broken stops none of the other checks.
  init(of session: Session) {
    let subject = DoctorSubject(of: session)
    let database = DoctorDatabase(of: session)
    checks =
      DoctorInstallation(of: session).diagnoses + DoctorQueue.diagnoses(of: subject)
      + (DoctorPermissions(of: subject, in: session)?.diagnoses ?? [])
      + (subject.sidecar.map(DoctorSidecar.diagnoses) ?? []) + (database?.diagnoses ?? [])
      + DoctorFileSystem(of: subject).diagnoses
      + DoctorClock(of: subject, database, in: session).diagnoses
      + (DoctorDaemon(of: session).map { [$0.diagnosis] } ?? [])
      + DoctorEnvironment(of: subject, in: session).diagnoses
      + DoctorSettings(of: session).diagnoses
      + [DoctorTrust.diagnosis(of: session)].compactMap(\.self)
    settings = session.settings()
  }
}
