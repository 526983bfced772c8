import Host

extension FileSystemProbe {
  /// What each try means for the queue.
  var diagnoses: [Diagnosis] {
    [
      Self.diagnosis(
        "locks", locks, works: "who has the lock has it alone",
        lacks: .fail(
          "locks", "two processes can have one lock: changes would be lost",
          mend: DoctorFileSystem.elsewhere)),
      Self.diagnosis(
        "swap", swaps, works: "two files are swapped at once",
        lacks: .warn(
          "swap", "files can't be swapped at once: a change renames twice instead",
          mend: DoctorFileSystem.elsewhere)),
      Self.diagnosis(
        "writers", leases, works: "it is seen who has a file open for writing",
        lacks: .warn(
          "writers",
          "it is not seen who has a file open for writing: commands go by its time alone",
          mend: DoctorFileSystem.elsewhere)),
      Self.diagnosis(
        "times", times, works: "kept to the nanosecond",
        lacks: .warn(
          "times", "not kept to the nanosecond: two saves within one tick may look like one",
          mend: DoctorFileSystem.elsewhere)),
      Self.diagnosis(
        "sync", syncs, works: "files and folders are made durable",
        lacks: .fail("sync", "files can't be made durable", mend: DoctorFileSystem.elsewhere)),
    ]
  }

  private static func diagnosis(
    _ name: String, _ ability: Ability, works: String, lacks: Diagnosis
  ) -> Diagnosis {
    switch ability {
    case .works: .ok(name, works)
    case .lacks: lacks
    case .failed(let error): .fail(name, error.description, mend: DoctorFileSystem.elsewhere)
    }
  }
}
