import Testing

@testable import Text

@Suite struct HelpTests {
  @Test func `the program's help lists its commands and the shared options`() {
    #expect(
      Sample.program.help() == """
        sample - show how a program is read

        Usage: sample <command> [options]

        Commands:
          copy   Copy a file
          count  Count the files

        Options of every command:
          --folder DIR  where to work (SAMPLE_DIR, SAMPLE_HOME; . as it is)
          --loud        tell more (-l)
          --help        show this help (-h)
          --version     print the version

        sample <command> --help shows the options of a command.
        """)
  }

  @Test func `a command's help shows all its options`() {
    #expect(
      help("copy") == """
        sample copy - Copy a file

        Usage: sample copy --from PATH [--to PATH…] [--mode fast|safe|exact] [--part PART] \
        [--count N] [--force] [options]

        What is there already is kept.

        Options:
          --from PATH             what to copy
          --to PATH               where to
          --mode fast|safe|exact  how careful to be
          --part PART             which part
          --count N               how often (1) (-n)
          --force                 replace what is there (-f)

        Options of every command:
          --folder DIR  where to work (SAMPLE_DIR, SAMPLE_HOME; . as it is)
          --loud        tell more (-l)
          --help        show this help (-h)
          --version     print the version

        Examples:
          sample copy a --to b
              one copy
          sample copy --from a --to b --to c
              several
        """)
  }

  @Test func `a command without discussion and options has a shorter help`() {
    #expect(
      help("count") == """
        sample count - Count the files

        Usage: sample count [options]

        Options of every command:
          --folder DIR  where to work (SAMPLE_DIR, SAMPLE_HOME; . as it is)
          --loud        tell more (-l)
          --help        show this help (-h)
          --version     print the version

        Examples:
          sample count
              how many there are
        """)
  }

  private func help(_ command: String) -> String? {
    guard case .help(let text) = try? Sample.program.parse(["help", command]) else { return nil }
    return text
  }
}
