import Host

extension SoakReport {
  /// The report for people.
  public var markdown: String {
    [
      heading, table(facts.rows(machine, outcome)), "## Goals", goals, "## Figures",
      table(figures), "## The daemon", table(daemon), "## What must not be", faultList,
    ].joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    """
    # Soak \(facts.profileName), \(facts.date): \(verdict)

        $ \(facts.command)

    Made by `automation/soak.sh`; what the words mean, and what it does not show: \
    [docs/soak.md](../docs/soak.md).
    """
  }

  private var goals: String {
    let rows = outcome.goals.map {
      "| \($0.name) | \($0.goal) | \($0.measured) | \($0.isMet ? "met" : "**missed**") |"
    }
    return (["| goal | | measured | |", "| --- | --- | --- | --- |"] + rows)
      .joined(separator: "\n")
  }

  private func table(_ rows: [(String, String)]) -> String {
    (["| | |", "| --- | --- |"] + rows.map { "| \($0) | \($1) |" }).joined(separator: "\n")
  }

  private var faultList: String {
    faults.isEmpty ? "None." : faults.map { "- \($0.message)" }.joined(separator: "\n")
  }
}

extension ReportFacts {
  fileprivate func rows(_ machine: MachineFacts, _ outcome: SoakOutcome) -> [(String, String)] {
    [
      ("version", version),
      (
        "machine",
        "\(machine.cores) cores, \(machine.memoryMB) MB, \(machine.kernel), \(fileSystem)"
      ),
      ("profile", "`\(profileName).json`, seed \(outcome.profile.seed)"),
      (
        "queue's time",
        outcome.seconds.duration
          + (outcome.profile.speed == 1
            ? "" : ", \(outcome.profile.speed) times as fast as the machine's")
      ),
      ("real time", outcome.realSeconds.duration),
    ]
  }
}

extension Int {
  /// So many seconds, as people tell them.
  var duration: String {
    let (hours, minutes) = (self / 3600, self % 3600 / 60)
    return (hours > 0 ? "\(hours) h " : "") + (hours + minutes > 0 ? "\(minutes) min " : "")
      + "\(self % 60) s"
  }
}
