import CommandSupport
import Host
import MarkdownStore

/// The run log, the repository and the terminal.
struct DoctorEnvironment {
  enum Log: Equatable {
    case off
    case at(path: String, mayWrite: Bool)
    case refused(message: String, hint: String)
  }

  /// `nil` where nobody knows where it would be.
  let log: Log?
  /// The folder that holds `.git`.
  let repository: String?
  /// The sidecar that git would see; `nil` when it keeps itself out, or is not there.
  let seenSidecar: String?
  /// How the repository merges the queue; `nil` where git does not say.
  let merging: DoctorMerging?
  /// The variable that says which characters are shown, with its value.
  let locale: (name: String, value: String)?

  var diagnoses: [Diagnosis] {
    (log.map { [logDiagnosis($0)] } ?? []) + [git] + (merging.map { [$0.diagnosis] } ?? [])
      + [localeDiagnosis]
  }

  private func logDiagnosis(_ log: Log) -> Diagnosis {
    switch log {
    case .off: .ok("run log", "switched off by --no-log")
    case .at(let path, true): .ok("run log", path)
    case .at(let path, false):
      .warn(
        "run log", "\(path) may not be written: runs leave no trace there",
        mend: "make it a file that you may write, name another --log-path, or use --no-log")
    case .refused(let message, let hint): .fail("run log", message, mend: hint)
    }
  }

  private var git: Diagnosis {
    guard let repository else { return .ok("git", "the queue is in no repository") }
    guard let seenSidecar else {
      return .ok("git", "in \(repository); what lies beside the queue keeps itself out")
    }
    return .warn(
      "git", "git would take \(seenSidecar) into \(repository)",
      mend: "echo '*' > \(seenSidecar)/.gitignore")
  }

  private var localeDiagnosis: Diagnosis {
    let mend = "export LANG=C.UTF-8"
    guard let locale else {
      return .warn(
        "locale", "LANG is not set: a terminal may not show Korean or emoji", mend: mend)
    }
    let given = "\(locale.name)=\(locale.value)"
    let letters = locale.value.lowercased().filter { $0 != "-" }
    if letters.hasSuffix("utf8") || letters.split(separator: "@").first?.hasSuffix("utf8") == true {
      return .ok("locale", given)
    }
    return .warn(
      "locale", "\(given) is not UTF-8: a terminal may not show Korean or emoji", mend: mend)
  }
}

extension DoctorEnvironment {
  init(of subject: DoctorSubject, in context: CommandContext) {
    let hasQueue = (try? subject.found.get()) != nil || !subject.isFileWanted
    log = hasQueue ? Self.log(in: context) : nil
    repository = Path.nearest(from: subject.home) {
      (try? FileStatus(of: Path.join($0, ".git"))) != nil
    }
    seenSidecar = subject.sidecar.flatMap {
      $0.state == .folder && !$0.ignoresItself ? $0.folder : nil
    }
    // Git waits for ever where `.git/HEAD` is a pipe.
    merging =
      GitHead.read(above: subject.home) == nil ? nil : DoctorMerging(of: subject, in: context)
    locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { name in
        context.environment[name].map { (name, $0) }
      }.first
  }

  private static func log(in context: CommandContext) -> Log? {
    guard context.shared.writesLog else { return .off }
    do throws(CommandError) {
      let path = try context.runLogPath()
      return .at(path: path, mayWrite: mayWrite(path))
    } catch {
      // What is wrong with a setting is told there.
      if context.settingProblems().contains(error) { return nil }
      return .refused(message: error.message, hint: error.hint)
    }
  }

  /// Whether the log can be appended to, or made where it is missing.
  private static func mayWrite(_ path: String) -> Bool {
    if let status = try? FileStatus(of: path) {
      return status.kind != .directory && CurrentProcess.mayWrite(path, status)
    }
    let folder = Path.nearestExisting(from: Path.parent(of: path))
    return (try? FileStatus(of: folder))?.kind == .directory
      && CurrentProcess.mayCreateFiles(folder)
  }
}
