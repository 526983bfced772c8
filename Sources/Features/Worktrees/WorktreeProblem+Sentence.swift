public import Door
import Git
import Model
import Text

extension WorktreeProblem {
  public var words: Words {
    switch self {
    case .git(let error): error.words
    case .repository(let name, let problem): problem.words(of: name)
    case .noCommit(let folder):
      (
        Sentence(
          "the repository at \(folder.escaped) has no commit", "\(folder.escaped): 저장소에 커밋이 없습니다"),
        Sentence(
          "make a commit: the branches of rows begin there", "먼저 커밋하십시오. 행의 브랜치는 거기서 시작합니다")
      )
    case .noBase(let name, let folder):
      (
        Sentence(
          "worktrees.base names \(name.escaped), which is not a commit of \(folder.escaped)",
          "worktrees.base의 \(name.escaped)은(는) \(folder.escaped)의 커밋이 아닙니다"),
        Sentence("name an existing branch, or remove the setting", "있는 브랜치를 쓰거나 설정을 빼십시오")
      )
    case .branchInTheWay(let name):
      (
        Sentence(
          "a branch is called \(name.escaped), so no branch can be called \(name.escaped)/…",
          "\(name.escaped) 브랜치가 있어 \(name.escaped)/…라는 브랜치를 만들 수 없습니다"),
        Sentence(
          "rename that branch, or set worktrees.branch_prefix",
          "이름을 바꾸거나 worktrees.branch_prefix를 정하십시오")
      )
    case .branchElsewhere(let branch, let worktree):
      (
        Sentence(
          "branch \(branch.escaped) is checked out at \(worktree.escaped)",
          "브랜치 \(branch.escaped)이(가) \(worktree.escaped)에 체크아웃되어 있습니다"),
        Sentence("switch to another branch there", "거기서 다른 브랜치로 바꾸십시오")
      )
    case .branchOnHost(let branch, let id, let host, let folder):
      (
        Sentence(
          "the work on \(id.escaped) is on branch \(branch.escaped) of \(host.escaped), in \(folder.escaped)",
          "\(id.escaped)의 작업은 \(host.escaped)의 \(folder.escaped)에 있는 브랜치 \(branch.escaped)에 있습니다"),
        Sentence(
          "that machine may start the row, or fetch the branch: git fetch REMOTE \(branch.escaped):\(branch.escaped)",
          "그 컴퓨터가 행을 시작하게 하거나 브랜치를 가져오십시오: git fetch REMOTE \(branch.escaped):\(branch.escaped)")
      )
    case .workersRemain(let ids):
      (
        Sentence(
          "\(Verdict.Reason.list(ids).escaped) is done, and its worker has not ended",
          "\(Verdict.Reason.list(ids).escaped)은(는) 끝났지만 그 워커가 아직 끝나지 않았습니다"),
        Sentence(
          "the row starts when that work is committed", "그 작업을 커밋하면 행을 시작합니다")
      )
    case .branchIsSymbolic(let branch):
      (
        Sentence(
          "\(branch.escaped) is a symbolic ref to another branch, which a commit would move",
          "\(branch.escaped)은(는) 다른 브랜치를 가리켜 그 브랜치가 움직이게 됩니다"),
        Sentence(
          "git symbolic-ref --delete refs/heads/\(branch.escaped) removes the symbolic ref",
          "지우기: git symbolic-ref --delete refs/heads/\(branch.escaped)")
      )
    case .branchBelow(let branch, let ref):
      (
        Sentence(
          "\(ref.escaped) exists, so no branch can be called \(branch.escaped)",
          "\(ref.escaped)이(가) 있어 \(branch.escaped)라는 브랜치를 만들 수 없습니다"),
        Sentence("git branch -m renames that branch", "git branch -m으로 이름을 바꾸십시오")
      )
    case .damagedRef(let ref, let folder):
      (
        Sentence(
          "\(ref.escaped) of \(folder.escaped) is damaged: the object that it names is missing",
          "\(folder.escaped)의 \(ref.escaped)이(가) 손상되어 있는 객체를 가리키지 않습니다"),
        Sentence(
          "git fsck lists what is missing; git update-ref -d \(ref.escaped) removes the ref",
          "없는 것은 git fsck로 봅니다. 지우기: git update-ref -d \(ref.escaped)")
      )
    case .localSubmodule(let path, let address):
      (
        Sentence(
          "the submodule \(path.escaped) has the address \(address.escaped.withoutPasswords), a folder of this machine, which git does not follow",
          "서브모듈 \(path.escaped)의 주소 \(address.escaped.withoutPasswords)은(는) 이 컴퓨터의 폴더라서 git이 따르지 않습니다"
        ),
        Sentence(
          "git submodule set-url \(path.escaped) URL sets the address of a server; commit the change",
          "git submodule set-url \(path.escaped) URL로 서버 주소를 정하고 커밋하십시오")
      )
    case .baseConflict(let files):
      (
        Sentence(
          "the work on the earlier rows conflicts in \(Verdict.Reason.list(files).escaped)",
          "앞선 행들의 작업이 충돌합니다: \(Verdict.Reason.list(files).escaped)"),
        Sentence(
          "merge their branches, and then let the row start", "그 브랜치들을 병합한 다음 행을 시작하십시오")
      )
    case .baseFails(let checks, let commit):
      (
        Sentence(
          "the base \(commit.prefix(10)) fails \(Verdict.Reason.list(checks).escaped)",
          "시작할 커밋 \(commit.prefix(10))이(가) 검사에 실패합니다: \(Verdict.Reason.list(checks).escaped)"),
        Sentence(
          "fix the failure on that branch; only rows that have the check as a criterion start before",
          "그 브랜치에서 고치십시오. 성공 기준에 그 검사가 있는 행은 시작합니다")
      )
    case .baseUnchecked(let why, let commit):
      (
        Sentence(
          "the base \(commit.prefix(10)) was not checked: \(why.escaped)",
          "시작할 커밋 \(commit.prefix(10))을(를) 검사하지 못했습니다: \(why.escaped)"),
        Sentence("try again", "다시 시도하십시오")
      )
    case .mergeUnchecked(let why):
      (
        Sentence(
          "the merged files were not checked: \(why.escaped)",
          "병합한 파일을 검사하지 못했습니다: \(why.escaped)"),
        Sentence("orch diff shows the work", "작업은 orch diff로 봅니다")
      )
    case .givenUp(let path, let next):
      (
        Sentence(
          "the .git of \(path.escaped) was deleted or replaced: the next attempt begins in \(next.escaped)",
          "\(path.escaped)의 .git이 지워지거나 바뀌었습니다. 다음 시도는 \(next.escaped)에서 시작합니다"),
        Sentence("uncommitted files are in the old folder", "커밋하지 않은 것은 이전 폴더에 있습니다")
      )
    case .noSpace(let path, let free, let needed):
      (
        Sentence(
          "\(free / 1_000_000) MB are free at \(path.escaped), and worktrees.min_free is \(needed / 1_000_000) MB",
          "\(path.escaped)의 여유 공간은 \(free / 1_000_000) MB이고 worktrees.min_free는 \(needed / 1_000_000) MB입니다"
        ),
        Sentence(
          "ops gc removes the worktrees of merged rows", "병합된 행의 작업 트리는 ops gc가 지웁니다")
      )
    case .inTheWay(let path):
      (
        Sentence(
          "\(path.escaped) is at the path of a worktree", "작업 트리가 있을 곳에 \(path.escaped)이(가) 있습니다"),
        Sentence("move it to another path", "다른 곳으로 옮기십시오")
      )
    case .untrusted(let path, let branch):
      (
        Sentence(
          "\(path.escaped) on \(branch.escaped) differs from the trusted version",
          "\(branch.escaped)의 \(path.escaped)은(는) 신뢰한 내용과 다릅니다"),
        Sentence(
          "check the file; ops integrate and then orch trust make it the trusted version",
          "내용을 확인하십시오. 그다음 ops integrate와 orch trust로 신뢰할 수 있습니다")
      )
    case .untrustedSetting(let key, let folder):
      (
        Sentence(
          "the settings of \(folder.escaped) have \(key.escaped), which is not trusted",
          "\(folder.escaped)의 git 설정에 신뢰하지 않은 \(key.escaped)이(가) 있습니다"),
        Sentence(
          "check the setting; then run orch trust, or remove the setting with git config --unset",
          "내용을 확인하십시오. orch trust로 신뢰하거나 git config --unset으로 지우십시오")
      )
    case .secretInWork(let files, let path):
      (
        Sentence(
          "there is a secret in \(Verdict.Reason.list(files).escaped), so the work is not "
            + "committed",
          "비밀 값이 들어 있어 작업을 커밋하지 않았습니다: \(Verdict.Reason.list(files).escaped)"),
        Sentence(
          "remove the secret in \(path.escaped); .orchsecretsignore on the base names files that may "
            + "have one",
          "\(path.escaped)에서 지우십시오. 들어 있어도 되는 파일은 기준 커밋의 .orchsecretsignore에 적습니다")
      )
    case .secretInCommits(let places, let id):
      (
        Sentence(
          "there is a secret in \(Verdict.Reason.list(places).escaped), so the work on "
            + "\(id.escaped) does not land",
          "비밀 값이 들어 있어 \(id.escaped)의 작업을 반영하지 않습니다: \(Verdict.Reason.list(places).escaped)"),
        Sentence(
          "ops retry \(id.escaped) --fresh starts over, on a branch without those commits",
          "ops retry \(id.escaped) --fresh는 그 커밋이 없는 브랜치에서 새로 시작합니다")
      )
    case .unlandedWork(let id, let others):
      (
        Sentence(
          "\(id.escaped) waits for the work of \(Verdict.Reason.list(others).escaped), whose "
            + "commits it has",
          "\(id.escaped)이(가) 그 커밋을 포함하는 \(Verdict.Reason.list(others).escaped)의 작업을 기다립니다"),
        Sentence(
          "the work lands after that work; ops retry \(id.escaped) --fresh starts over without those commits",
          "그 작업이 병합되면 병합됩니다. 없이 새로 시작하기: ops retry \(id.escaped) --fresh")
      )
    case .integrationCheckedOut(let branch, let worktree):
      (
        Sentence(
          "\(branch.escaped) is checked out at \(worktree.escaped), so it is not moved",
          "\(branch.escaped)이(가) \(worktree.escaped)에 체크아웃되어 있어 옮기지 않습니다"),
        Sentence(
          "switch to another branch there: the work lands with the next tick",
          "거기서 다른 브랜치로 바꾸십시오. 다음 틱에 병합됩니다")
      )
    case .integrationChanged(let change): change.words
    case .landingLost(let id, let commit, let branch):
      (
        Sentence(
          "\(branch.name.escaped) no longer has the work on \(id.escaped), which landed as \(commit.short)",
          "\(branch.name.escaped)에 \(commit.short)(으)로 병합한 \(id.escaped)의 작업이 더는 없습니다"),
        Sentence(
          "orch replan \(id.escaped) --force does the work again",
          "orch replan \(id.escaped) --force로 작업을 다시 합니다")
      )
    case .notAtTip(let given, let branch, let tips):
      (
        Sentence(
          "\(branch.name.escaped) is not at \(given.escaped), but at \(tips.shortList)",
          "\(branch.name.escaped)의 커밋은 \(given.escaped)이(가) 아니라 \(tips.shortList)입니다"),
        Sentence(
          "look at the branch as it is now, and then accept that commit",
          "지금의 브랜치를 확인한 다음 그 커밋을 지정하십시오")
      )
    case .noState:
      (
        Sentence(
          "neither XDG_STATE_HOME nor HOME is an absolute path",
          "XDG_STATE_HOME과 HOME에 절대 경로의 폴더가 없습니다"),
        Sentence("set HOME, or worktrees.root", "HOME이나 worktrees.root를 정하십시오")
      )
    case .locked(let holder):
      (
        Sentence(
          "the repository is in use by process \(holder.escaped)",
          "프로세스 \(holder.escaped)이(가) 저장소를 사용하고 있습니다"),
        Sentence("try again", "다시 시도하십시오")
      )
    case .none(let id):
      (
        Sentence("\(id.escaped) has no worktree", "\(id.escaped)에는 작업 트리가 없습니다"),
        Sentence("ops worktrees lists the worktrees", "작업 트리 목록: ops worktrees")
      )
    case .notMerged(let id, let reason):
      (
        Sentence(
          "the work on \(id.escaped) was not merged: \(reason.sentence.english)",
          "\(id.escaped)의 작업을 병합하지 않았습니다: \(reason.sentence.korean)"),
        reason.hint(id)
      )
    case .otherRepository(let id, let place):
      (
        Sentence(
          "the worktree of \(id.escaped) belongs to the repository at \(place.escaped), and the "
            + "row names another: ops retry \(id.escaped) --fresh starts over",
          "\(id.escaped)의 작업 트리는 \(place.escaped) 저장소의 것이고, 행은 다른 저장소를 가리킵니다. 새로 시작하기: ops retry \(id.escaped) --fresh"
        ),
        Sentence(
          "the branch is kept; or name the old repository again with orch edit \(id.escaped) --repo",
          "브랜치는 남습니다. 아니면 orch edit \(id.escaped) --repo로 그 저장소를 다시 지정하십시오")
      )
    case .unnamedRepository(let id, let place):
      (
        Sentence(
          "the worktree of \(id.escaped) belongs to the repository at \(place.escaped), which orch.json does not name",
          "\(id.escaped)의 작업 트리는 orch.json에 없는 \(place.escaped) 저장소의 것입니다"),
        Sentence("add the repository to repositories in orch.json", "repositories에 더하십시오")
      )
    case .leftWork(let id, let files):
      (
        Sentence(
          "the work on \(id.escaped) changed after it was judged"
            + (files.isEmpty ? "" : ": \(Verdict.Reason.list(files).escaped)"),
          "\(id.escaped)의 작업이 판정 뒤에 바뀌었습니다"
            + (files.isEmpty ? "" : ": \(Verdict.Reason.list(files).escaped)")),
        Sentence(
          "orch diff \(id.escaped) shows all changes; orch approve \(id.escaped) --with-changes checks and lands them; with --discard it lands only the judged work, and keeps the rest below refs/orch/left",
          "전체 내용은 orch diff \(id.escaped)(으)로 봅니다. orch approve \(id.escaped) --with-changes는 검사한 뒤 함께 병합하고, --discard는 판정한 것만 병합하고 나머지는 refs/orch/left 아래에 남깁니다"
        )
      )
    case .setupFails(let end):
      (
        Sentence(
          "a clean checkout of the work can't be set up: \(end.escaped)",
          "작업을 새로 체크아웃해 준비하지 못했습니다: \(end.escaped)"),
        Sentence(
          "fix worktrees.setup or what it needs; then the report is judged",
          "worktrees.setup이나 그것에 필요한 것을 고치십시오. 그다음 보고서를 판정합니다")
      )
    case .inUse(let path, let process):
      (
        Sentence(
          "process \(process) works in \(path.escaped)",
          "프로세스 \(process)이(가) \(path.escaped)에서 작업하고 있습니다"),
        Sentence("end the process, or wait until it has ended", "프로세스를 끝내거나 끝날 때까지 기다리십시오")
      )
    case .uncommitted(let path, let files):
      (
        Sentence(
          "\(path.escaped) has work that no branch has: "
            + (files.isEmpty ? "HEAD is not on a branch" : Verdict.Reason.list(files).escaped),
          "\(path.escaped)에 커밋하지 않은 것이 있습니다: "
            + (files.isEmpty ? "HEAD가 브랜치에 없습니다" : Verdict.Reason.list(files).escaped)),
        Sentence("commit or remove them there", "거기서 커밋하거나 지우십시오")
      )
    }
  }
}
