import TestSupport
import Testing

/// The lines that the installer gives to a person, typed into real shells.
@Suite struct InstallHintTests {
  /// The hint that begins with this word, as the installer printed it.
  private static func hint(_ word: String, in outcome: Outcome) throws -> String {
    let lines = outcome.output.split(separator: "\n").filter { $0.hasPrefix("  \(word)") }
    return try String(#require(lines.first, "\(outcome)").dropFirst(2))
  }

  private static let place = "새 폴더/it's"

  @Test func `bash finds programs, manual pages and completions`() throws {
    let installation = try Installation(Self.place)
    let outcome = try installation.install()
    let found = try installation.scene.bash(
      """
      \(Self.hint("export PATH", in: outcome))
      \(Self.hint("source", in: outcome))
      orch --version; ops --version; man -w orch ops; complete -p orch ops | wc -l
      """)
    let pages = "\(installation.prefix)/share/man/man1"
    expect(found, is: .prints("orch 1.0.0\nops 1.0.0\n\(pages)/orch.1\n\(pages)/ops.1\n2\n"))
  }

  @Test func `zsh finds completions`() throws {
    let installation = try Installation(Self.place)
    let outcome = try installation.install()
    let script = try """
    \(Self.hint("fpath", in: outcome))
    autoload -Uz compinit; compinit -uD; print $_comps[orch] $_comps[ops]
    """
    try expect(
      installation.scene.run("zsh", ["-fc", script]), is: .prints("_orch _ops\n"))
  }

  @Test func `fish finds completions`() throws {
    let installation = try Installation(Self.place)
    let outcome = try installation.install()
    let script = try """
    \(Self.hint("set -p fish_complete_path", in: outcome))
    complete -C 'orch relea' | string split -f 1 \\t; complete -C 'ops repl' | string split -f 1 \\t
    """
    try expect(
      installation.scene.run(
        "fish", ["--no-config", "-c", script],
        environment: ["PATH": "\(installation.prefix)/bin:/usr/bin:/bin"]),
      is: .prints("release\nreplan\n"))
  }

  @Test func `a path of manual pages that is set by hand is added to`() throws {
    let installation = try Installation(Self.place)
    let outcome = try installation.install(environment: ["MANPATH": "/elsewhere"])
    let line = try Self.hint("export MANPATH", in: outcome)
    try expect(
      installation.scene.bash("MANPATH=/usr/share/man; \(line); man -w orch"),
      is: .prints("\(installation.prefix)/share/man/man1/orch.1\n"))
  }

  @Test func `nothing is said of what is found anyway`() throws {
    let installation = try Installation(".local")
    let path = "\(installation.prefix)/bin:/usr/bin:/bin"
    let outcome = try installation.install(environment: ["PATH": path])
    let list = Installation.listed
    expect(
      outcome,
      is: .prints(
        """
        Installed orch 1.0.0 below \(installation.prefix):
        \(list)\(Installation.trustLine)For completion in zsh, add to ~/.zshrc, before compinit:
          fpath=('\(installation.prefix)/share/zsh/site-functions' $fpath)

        """))
  }
}
