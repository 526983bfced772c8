import Git
import Host
import Stores
import Text

/// Checks the run log, the repository and the terminal.
package struct EnvironmentCheck {
  enum Log: Equatable {
    case off
    case at(path: String, mayWrite: Bool)
    case refused(Problem)
  }

  /// `nil` without a queue, because then the log has no path.
  let log: Log?
  /// The folder that holds `.git`.
  let repository: String?
  /// The sidecar, if git does not ignore it; `nil` if git ignores it or if there is no sidecar.
  let unignoredSidecar: String?
  /// `nil` outside a repository, or if git can't be run.
  let mergeDriver: MergeDriverCheck?
  /// A file of git that is not a regular file. If there is one, git is not run.
  var unreadable: GitError?
  /// The variable that decides the character set, with its value.
  let locale: (name: String, value: String)?

  package var diagnoses: [Diagnosis] {
    (log.map { [logDiagnosis($0)] } ?? []) + [git] + (mergeDriver.map { [$0.diagnosis] } ?? [])
      + [localeDiagnosis]
  }

  private func logDiagnosis(_ log: Log) -> Diagnosis {
    switch log {
    case .off: .ok("run log", Sentence("switched off by --no-log", "--no-log로 꺼져 있습니다"))
    case .at(let path, true): .ok("run log", value: path)
    case .at(let path, false):
      .warn(
        "run log",
        Sentence(
          "\(path) is not writable, so runs are not logged", "\(path): 쓸 수 없어 실행 기록이 남지 않습니다"),
        fix: Sentence(
          "make it a writable file, choose another --log-path, or use --no-log",
          "쓸 수 있는 파일로 만들거나, 다른 --log-path를 지정하거나, --no-log를 쓰십시오"))
    // Commands continue without the log.
    case .refused(let error) where error.kind == .untrusted:
      .warn("run log", error.sentence, fix: error.hint)
    case .refused(let error): .fail("run log", error)
    }
  }

  private var git: Diagnosis {
    if let unreadable { return .fail("git", Problem(unreadable)).asWarning }
    guard let repository else {
      return .ok("git", Sentence("the queue is not in a repository", "큐가 저장소에 있지 않습니다"))
    }
    guard let unignoredSidecar else {
      return .ok(
        "git",
        Sentence(
          "in \(repository); git ignores the files beside the queue",
          "\(repository) 안에 있고, 큐 옆의 파일은 git에서 제외됩니다"))
    }
    return .warn(
      "git",
      Sentence(
        "git would add \(unignoredSidecar) to \(repository)",
        "git이 \(unignoredSidecar)까지 \(repository)에 넣게 됩니다"),
      fix: Sentence(same: "echo '*' > \(unignoredSidecar)/.gitignore"))
  }

  private var localeDiagnosis: Diagnosis {
    let fix = Sentence(same: "export LANG=C.UTF-8")
    guard let locale else {
      return .warn(
        "locale",
        Sentence(
          "LANG is not set: a terminal may not show Korean or emoji",
          "LANG이 없습니다. 터미널에 한글이나 이모지가 보이지 않을 수 있습니다"), fix: fix)
    }
    let given = "\(locale.name)=\(locale.value)"
    let letters = locale.value.lowercased().filter { $0 != "-" }
    if letters.hasSuffix("utf8") || letters.split(separator: "@").first?.hasSuffix("utf8") == true {
      return .ok("locale", value: given)
    }
    return .warn(
      "locale",
      Sentence(
        "\(given) is not UTF-8: a terminal may not show Korean or emoji",
        "\(given): UTF-8이 아니므로 터미널에 한글이나 이모지가 보이지 않을 수 있습니다"), fix: fix)
  }
}

extension EnvironmentCheck {
  package init(of queue: CheckedQueue, in taskQueue: TaskQueue) {
    let hasQueue = (try? queue.found.get()) != nil || !queue.hasFileCheck
    log = hasQueue ? Self.log(in: taskQueue, queue.problem) : nil
    repository = GitCheckout.top(of: queue.home)
    unignoredSidecar = queue.sidecar.flatMap {
      $0.state == .folder && !$0.ignoresItself ? $0.folder : nil
    }
    // Git would block forever if `.git/HEAD` were a pipe.
    mergeDriver =
      GitHead.read(above: queue.home) == nil ? nil : MergeDriverCheck(of: queue, in: taskQueue)
    if repository != nil {
      unreadable = GitWorkTree.unreadableFile(above: queue.home)
    }
    locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { name in
        taskQueue.opening.environment[name].map { (name, $0) }
      }.first
  }

  private static func log(
    in taskQueue: TaskQueue, _ problem: (any Error) -> Problem
  ) -> Log? {
    guard taskQueue.opening.writesLog else { return .off }
    do {
      let path = try taskQueue.runLogPath()
      return .at(path: path, mayWrite: mayWrite(path))
    } catch {
      let error = problem(error)
      // The check of the settings reports this error.
      if taskQueue.settingProblems().contains(error) { return nil }
      return .refused(error)
    }
  }

  /// Whether the log can be appended to, or created.
  private static func mayWrite(_ path: String) -> Bool {
    if let status = try? FileStatus(of: path) {
      return status.kind != .directory && CurrentProcess.mayWrite(path, status)
    }
    let folder = Path.nearestExisting(from: Path.parent(of: path))
    return (try? FileStatus(of: folder))?.kind == .directory
      && CurrentProcess.mayCreateFiles(folder)
  }
}

/// Checks how git merges two branches of the queue: by line, or by cell with the merge driver.
struct MergeDriverCheck: Equatable {
  /// The queue file, links followed.
  let queue: String
  /// The parts of git's configuration that are missing.
  let missing: [GitWorkTree.MergePart]
  /// `nil` if no driver is configured, or it can't be tried.
  var trial: MergeDriverTrial?

  var diagnosis: Diagnosis {
    switch missing {
    case []: return trialDiagnosis
    case [.driver] where trial == .keepsOurs:
      return .warn(
        "git merge",
        Sentence(
          "the driver of an earlier version silently keeps OURS if orch is not found",
          "이전 버전의 드라이버는 orch를 찾을 수 없으면 말없이 OURS만 남깁니다"), fix: Sentence(same: installation))
    case [.driver]:
      return .warn(
        "git merge",
        Sentence(
          ".gitattributes names the driver orch, but git config does not define it",
          ".gitattributes에 드라이버 orch가 있지만 git config에 설정이 없습니다"), fix: Sentence(same: installation))
    default:
      return .ok(
        "git merge",
        Sentence(
          "by line; to merge by cell run \(installation)", "줄 단위로 합니다. 셀 단위로 하려면: \(installation)"))
    }
  }

  private var trialDiagnosis: Diagnosis {
    let path = MergeDriverTrial.path
    switch trial {
    case nil, .mergesByCell?: return .ok("git merge", Sentence("by cell", "셀 단위로 합니다"))
    case .leavesMarkers?:
      return .ok(
        "git merge",
        Sentence(
          "by cell; by line, with conflict markers, if orch is not found, as with PATH=\(path)",
          "셀 단위로 합니다. PATH=\(path)처럼 orch를 찾을 수 없는 곳에서는 줄 단위로 하며 충돌 표시를 남깁니다"))
    case .keepsOurs?:
      return .warn(
        "git merge",
        Sentence(
          "with PATH=\(path) git silently keeps OURS without the other branch's changes",
          "PATH=\(path)에서는 git이 OURS만 남기고, 다른 브랜치가 바꾼 것은 보이지 않습니다"),
        fix: Sentence(
          "orch in /usr/bin is too old, or git is not there", "/usr/bin의 orch가 오래되었거나 git이 없습니다"))
    case .isOther?:
      return .warn(
        "git merge",
        Sentence(
          "merge.orch.driver is not what orch init --git writes, so it was not tried",
          "merge.orch.driver가 orch init --git이 쓰는 것과 달라 시험하지 않았습니다"),
        fix: Sentence(
          "git config --unset merge.orch.driver, then \(installation)",
          "git config --unset merge.orch.driver, 그다음 \(installation)"))
    }
  }

  private var installation: String { "orch init --git --queue \(queue)" }
}

extension MergeDriverCheck {
  /// `nil` without a queue file, or if git can't be run.
  package init?(of queue: CheckedQueue, in taskQueue: TaskQueue) {
    guard let path = try? queue.found.get().path,
      let repository = try? GitWorkTree(
        holding: queue.home, environment: taskQueue.opening.environment),
      let missing = try? repository.missingMergeParts(for: path)
    else { return nil }
    self.init(
      queue: path, missing: missing,
      trial: try? repository.driverTrial(environment: taskQueue.opening.environment))
  }
}
