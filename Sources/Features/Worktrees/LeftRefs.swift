public import Door
import Git
import Model
import Text
import Workers

/// A ref below `refs/orch/held` that no process needs, in a repository in which rows are worked.
public struct LeftRef: Equatable, Sendable {
  public let name: String
  /// The top folder of the repository's checkout.
  public let repository: String
  /// Whether git no longer has an object that the ref needs. Then `git gc` fails.
  public let isBroken: Bool
}

extension TaskQueue {
  /// Removes the refs that killed processes left, and those whose objects are gone. All other refs
  /// stay, broken or not.
  ///
  /// - Parameter isDryRun: whether nothing is removed.
  public func removeLeftRefs(dryRun isDryRun: Bool) -> [LeftRef] {
    guard let workspace = try? workspace(),
      workspace.profiles.profiles.contains(where: \.usesWorktree)
    else { return [] }
    let names = [nil] + workspace.profiles.repositories.keys.sorted().map(Optional.some)
    // A repository that can't be used is reported with its rows.
    let tops = names.compactMap { name in
      (try? workspace.root(ofRepository: name)).flatMap(Workspace.top(of:))
    }
    return Set(tops).sorted().flatMap { top -> [LeftRef] in
      let repository = try? Repository(holding: top, environment: workspace.environment)
      let left =
        isDryRun
        ? try? repository?.leftHolds(opening.clock)
        : try? repository?.releaseLeftHolds(opening.clock)
      return (left ?? []).map { LeftRef(name: $0.ref, repository: top, isBroken: $0.isBroken) }
    }
  }

  /// The refs of orch whose objects are gone, by repository.
  package func leftRefDiagnoses() -> [Diagnosis] {
    let broken = removeLeftRefs(dryRun: true).filter(\.isBroken)
    return Dictionary(grouping: broken, by: \.repository).sorted { $0.key < $1.key }.map {
      let (place, refs) = ($0.key.escaped, Verdict.Reason.list($0.value.map(\.name)).escaped)
      return .warn(
        "git",
        Sentence(
          "\(place) no longer has the object of \(refs): git gc and git log --all fail there",
          "\(place)에 \(refs)의 객체가 없어 거기서 git gc와 git log --all이 실패합니다"),
        fix: Sentence(
          "ops gc removes the ref; no branch loses anything", "ops gc가 그 참조를 지웁니다. 브랜치는 그대로입니다")
      )
    }
  }
}
