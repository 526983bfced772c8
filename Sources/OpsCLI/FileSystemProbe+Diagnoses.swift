import Host

extension FileSystemProbe {
  /// What each try means for the queue.
  var diagnoses: [Diagnosis] {
    [
      locks.diagnosis(
        "locks", works: "who has the lock has it alone",
        fails: "two processes can have one lock: changes would be lost"),
      swaps.diagnosis(
        "swap", works: "two files are swapped at once",
        warns: "files can't be swapped at once: a change renames twice instead"),
      leases.diagnosis(
        "writers", works: "it is seen who has a file open for writing",
        warns: "it is not seen who has a file open for writing: commands go by its time alone"),
      times.diagnosis(
        "times", works: "kept to the nanosecond",
        warns: "not kept to the nanosecond: two saves within one tick may look like one"),
      syncs.diagnosis(
        "sync", works: "files and folders are made durable", fails: "files can't be made durable"),
    ]
  }
}

extension FileSystemProbe.Ability {
  /// Something that the queue does without, but not as well.
  fileprivate func diagnosis(_ name: String, works: String, warns: String) -> Diagnosis {
    diagnosis(name, works, lacking: .warn(name, warns, mend: DoctorFileSystem.elsewhere))
  }

  /// Something that the queue cannot do without.
  fileprivate func diagnosis(_ name: String, works: String, fails: String) -> Diagnosis {
    diagnosis(name, works, lacking: .fail(name, fails, mend: DoctorFileSystem.elsewhere))
  }

  private func diagnosis(_ name: String, _ works: String, lacking: Diagnosis) -> Diagnosis {
    switch self {
    case .works: .ok(name, works)
    case .lacks: lacking
    case .failed(let error): .fail(name, error.description, mend: DoctorFileSystem.elsewhere)
    }
  }
}
