import Model
import Testing

@testable import Door
@testable import Operator
@testable import Runner

@Suite struct SetupCheckTests {
  @Test func `the installation`() {
    let ours = InstallationCheck.PathEntry(name: "orch", path: "/opt/o/bin/orch", isOurs: true)
    let good = InstallationCheck(
      version: "1.2.3", executable: "/opt/o/bin/ops", hasOrch: true, onPath: [ours])
    #expect(
      texts(good.diagnoses) == [
        "ok version: ops 1.2.3, /opt/o/bin/ops", "ok installation: orch and ops are in one folder",
        "ok PATH: orch is /opt/o/bin/orch",
      ])
    let bad = InstallationCheck(
      version: "1.2.3", executable: "/opt/o/bin/ops", hasOrch: false,
      onPath: [
        .init(name: "orch", path: nil, isOurs: false),
        .init(
          name: "orch", path: "/usr/bin/orch", isOurs: false, script: "#!/usr/bin/env python3"),
        .init(name: "ops", path: "/usr/bin/ops", isOurs: false),
      ])
    #expect(
      texts(bad.diagnoses) == [
        "ok version: ops 1.2.3, /opt/o/bin/ops",
        "warn installation: there is no orch in /opt/o/bin (install orch and ops together)",
        "warn PATH: there is no orch on the PATH (add /opt/o/bin to PATH)",
        "warn PATH: orch is /usr/bin/orch, a script (#!/usr/bin/env python3) "
          + "(put /opt/o/bin before /usr/bin in PATH)",
        "warn PATH: ops is /usr/bin/ops, another program "
          + "(put /opt/o/bin before /usr/bin in PATH)",
      ])
  }

  @Test func `scripts for callers of the Python tool`() {
    func found(missing: [String]) -> [String] {
      let names = ["orch.py", "ops.py", "watchdog.py"]
      let shims = PythonShims.all.filter { names.contains($0.name) }
      return texts(ShimCheck(folder: "/q", shims: shims, missing: missing).diagnoses)
    }
    let remedy = "(install orch, or add its folder to the PATH of their callers)"
    #expect(found(missing: []) == ["ok shims: /q: orch.py, ops.py, watchdog.py"])
    #expect(
      found(missing: ["ops"]) == [
        "ok shims: /q: orch.py, watchdog.py",
        "warn shims: /q: there is no ops for ops.py \(remedy)",
      ])
    #expect(
      found(missing: ["orch", "ops"]) == [
        "warn shims: /q: there is no orch for orch.py, watchdog.py \(remedy)",
        "warn shims: /q: there is no ops for ops.py \(remedy)",
      ])
  }

  private func context(
    _ log: EnvironmentCheck.Log? = nil, repository: String? = nil, unignoredSidecar: String? = nil,
    mergeDriver: MergeDriverCheck? = nil, locale: (String, String)? = ("LANG", "C.UTF-8")
  ) -> [String] {
    texts(
      EnvironmentCheck(
        log: log, repository: repository, unignoredSidecar: unignoredSidecar,
        mergeDriver: mergeDriver,
        locale: locale.map { (name: $0.0, value: $0.1) }
      ).diagnoses)
  }

  @Test func `run log and repository`() {
    let locale = "ok locale: LANG=C.UTF-8"
    let alone = "ok git: the queue is not in a repository"
    #expect(context() == [alone, locale])
    #expect(context(.off) == ["ok run log: switched off by --no-log", alone, locale])
    #expect(context(.at(path: "/q/l", mayWrite: true))[0] == "ok run log: /q/l")
    #expect(
      context(.at(path: "/q/l", mayWrite: false))[0]
        == "warn run log: /q/l is not writable, so runs are not logged "
        + "(make it a writable file, choose another --log-path, or use --no-log)")
    #expect(
      context(.refused(sampleError))[0]
        == "fail run log: invalid value '1' for it (it must be 2)")
    #expect(
      context(repository: "/q")[0]
        == "ok git: in /q; git ignores the files beside the queue")
    #expect(
      context(repository: "/q", unignoredSidecar: "/q/.orch")[0]
        == "warn git: git would add /q/.orch to /q (echo '*' > /q/.orch/.gitignore)")
  }

  @Test func `how git merges`() {
    let install = "orch init --git --queue /q/QUEUE.md"
    func texts(_ missing: [GitWorkTree.MergePart]) -> String {
      context(
        repository: "/q", mergeDriver: MergeDriverCheck(queue: "/q/QUEUE.md", missing: missing))[1]
    }
    #expect(texts([]) == "ok git merge: by cell")
    func tried(_ trial: MergeDriverTrial, _ missing: [GitWorkTree.MergePart] = []) -> String {
      context(
        repository: "/q",
        mergeDriver: MergeDriverCheck(queue: "/q/QUEUE.md", missing: missing, trial: trial))[1]
    }
    #expect(tried(.mergesByCell) == "ok git merge: by cell")
    #expect(
      tried(.leavesMarkers)
        == "ok git merge: by cell; by line, with conflict markers, if orch is not found, as with "
        + "PATH=/usr/bin:/bin")
    #expect(
      tried(.keepsOurs)
        == "warn git merge: with PATH=/usr/bin:/bin git silently keeps OURS without the other "
        + "branch's changes (orch in /usr/bin is too old, or git is not there)")
    #expect(
      tried(.isOther)
        == "warn git merge: merge.orch.driver is not what orch init --git writes, so it was not "
        + "tried "
        + "(git config --unset merge.orch.driver, then \(install))")
    #expect(
      tried(.keepsOurs, [.driver])
        == "warn git merge: the driver of an earlier version silently keeps OURS if orch is not "
        + "found (\(install))")
    #expect(texts([.attributes]) == "ok git merge: by line; to merge by cell run \(install)")
    #expect(
      texts([.attributes, .driver]) == "ok git merge: by line; to merge by cell run "
        + "\(install)")
    #expect(
      texts([.driver])
        == "warn git merge: .gitattributes names the driver orch, but git config does not define "
        + "it (\(install))")
  }

  @Test(arguments: [
    ("ko_KR.UTF-8", true), ("C.utf8", true), ("en_US.UTF-8@euro", true), ("C", false),
    ("POSIX", false), ("ko_KR.EUC-KR", false), ("", false),
  ])
  func `locales`(_ value: String, isGood: Bool) {
    let mend =
      " is not UTF-8: a terminal may not show Korean or emoji (export LANG=C.UTF-8)"
    #expect(
      context(locale: ("LC_ALL", value))[1]
        == (isGood ? "ok locale: LC_ALL=\(value)" : "warn locale: LC_ALL=\(value)\(mend)"))
  }

  @Test func `no locale, and settings`() {
    #expect(
      context(locale: nil)[1]
        == "warn locale: LANG is not set: a terminal may not show Korean or emoji "
        + "(export LANG=C.UTF-8)")
    #expect(
      texts(SettingsCheck(problems: [], count: 14, given: 2).diagnoses)
        == ["ok settings: 14 settings, 2 of them given"])
    #expect(
      texts(SettingsCheck(problems: [sampleError, sampleError], count: 14, given: 2).diagnoses)
        == [
          "fail settings: invalid value '1' for it (it must be 2)",
          "fail settings: invalid value '1' for it (it must be 2)",
        ])
  }
}
