import Foundation
import TestSupport
import Testing

/// A repository whose `.git` was written to do harm.
@Suite struct HostileRepositoryTests {
  /// All that may name a program; each makes the file `PWNED`.
  private static let trap = #"""
    git init -q && git add QUEUE.md && git -c user.name=m -c user.email=m@x commit -q -m start
    printf '#!/bin/sh\ntouch %s/PWNED\n' "$PWD" > trap.sh && chmod +x trap.sh
    mkdir hooks
    for name in post-index-change pre-commit post-checkout fsmonitor-watchman reference-transaction
    do cp trap.sh hooks/$name; cp trap.sh .git/hooks/$name; done
    git update-index --fsmonitor
    for key in core.fsmonitor core.pager core.editor core.askPass core.sshCommand diff.external
    do git config $key "$PWD/trap.sh"; done
    for key in credential.helper gpg.program pager.config pager.rev-parse pager.check-attr
    do git config $key "$PWD/trap.sh"; done
    for key in filter.x.clean filter.x.smudge filter.x.process merge.orch.x uploadpack.packObjectsHook
    do git config $key "$PWD/trap.sh"; done
    git config core.hooksPath "$PWD/hooks"
    for name in rev-parse config check-attr; do git config alias.$name "!$PWD/trap.sh"; done
    echo '* filter=x' > .git/info/attributes
    git config extensions.partialClone origin; git config remote.origin.promisor true
    git config remote.origin.url "ext::$PWD/trap.sh"; git config protocol.ext.allow always
    rm -f PWNED
    """#

  @Test func `nothing of its config starts`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.bash(Self.trap).check()
    for words in [["doctor"], ["init", "--git"], ["init", "--git"], ["doctor"]] {
      let program = words[0] == "doctor" ? scene.opsPath : scene.orchPath
      let outcome = try scene.run(program, words)
      #expect(outcome.output.contains("git"), "\(outcome)")
      #expect(!scene.exists("PWNED"), "\(words)")
    }
    #expect(try scene.text(".gitattributes").contains("QUEUE.md merge=orch"))
  }

  @Test func `a work tree elsewhere is refused`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder("victim")
    try scene.bash("git init -q; git config core.worktree \"$PWD/victim\"").check()
    let outcome = try scene.orch("init", "--git")
    #expect(outcome.status == 77 && outcome.errors.contains(".git"), "\(outcome)")
    try scene.makeFolder("victim/deep")
    try scene.write(queueText(row("A")), to: "victim/deep/QUEUE.md")
    try scene.bash("cd victim/deep; git init -q; git config core.worktree ../..").check()
    let above = try scene.run(scene.orchPath, ["init", "--git"], in: "victim/deep")
    #expect(above.status == 77 && above.errors.contains(".git"), "\(above)")
    #expect(!scene.exists("victim/.gitattributes") && !scene.exists("victim/deep/.gitattributes"))
    #expect(try scene.doctor().status != -1)
  }

  @Test(arguments: [
    "git init -q; ln -sf ../victim.config .git/config", "echo 'gitdir: victim/.git' > .git",
    "git init -q; echo ../victim/.git > .git/commondir",
  ])
  func `no other repository's config is written, and its branch is not printed`(_ script: String)
    throws
  {
    let scene = try Scene(rows: row("A"))
    try scene.bash(
      """
      git init -q -b a-secret victim; printf '[user]\n\tname = v\n' > victim.config
      cat victim.config victim/.git/config > before
      \(script)
      """
    ).check()
    let outcome = try scene.orch("init", "--git")
    #expect(outcome.status == 77, "\(outcome)")
    try scene.bash("cat victim.config victim/.git/config | cmp - before").check()
    try expect(scene.orch("pick").status, is: 0)
    #expect(!(try scene.text(".orch/journal.jsonl").contains("a-secret")))
  }

  @Test func `a work tree of its own writes the config of its repository`() throws {
    let scene = try Scene()
    try scene.bash(
      """
      git init -q main && cd main && git -c user.name=m -c user.email=m@x commit -q --allow-empty -m start
      git worktree add -q ../side && cd ../side && $ORCH init -q --git && $ORCH add --priority P1 \
        --task t --success-criteria c
      grep -q merge-driver ../main/.git/config && grep -q refs/heads/side .orch/journal.jsonl
      """
    ).check()
  }

  @Test func `a pipe for a HEAD keeps nothing waiting`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.bash("git init -q; rm .git/HEAD; mkfifo .git/HEAD").check()
    let outcome = try scene.orch("init", "--git")
    #expect(outcome.errors.contains(".git/HEAD"), "\(outcome)")
  }
}
