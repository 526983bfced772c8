import CommandLineKit
import Host
import QueueModel
import TeamProtocol

// What is wrong with a command line.

extension English {
  static func words(of mistake: CommandError.Usage) -> Words {
    switch mistake {
    case .database(let command, let use):
      ("\(command) works on a queue file, not on a database", hint(of: use))
    case .noSession(let use):
      (
        "missing option --owner-session S",
        use == .newOwner
          ? "name the session that gets the row" : "name the session whose lease it is"
      )
    case .notUTF8(let error):
      (error.description, "nothing was changed; iconv -t utf-8 converts a text")
    case .chat(let problem): words(of: problem)
    case .uiCheck(.url(let url)):
      (
        "'\(url)' is no address of a page",
        "use http://, https:// or file://, without spaces and hidden characters"
      )
    case .uiCheck(.session(let name)):
      (
        "'\(name)' is no name of a browser session",
        "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first"
      )
    case .severalShowParts:
      ("--attempts, --report and --task can't be combined", "choose one of them")
    case .claimWithoutPart:
      ("--claim needs another option", "add --attempts, --report or --task")
    case .twoMetricFormats:
      ("--prometheus and --json are two forms of one output", "leave one of them out")
    case .twoRequests: ("--request and --from both say what is to be done", "leave one of them out")
    case .twoStaleTimes: ("--stale-minutes and --stale-hours say the same", "leave one of them out")
    case .spoolWithForce: ("--force does not go with --spool", "leave one of them out")
    case .drainWithReport: ("--drain takes no report of its own", "leave one of them out")
    case .noWorkerName:
      ("no worker is named", "ops worker list shows them")
    case .emptyBrief: ("the brief is empty", "leave --brief out for none")
    case .emptyRequest: ("the request is empty", "say what is to be done")
    case .noRequest:
      ("there is no request", "give it with --request, or in a file with --from")
    case .secondsOfRelease:
      ("--seconds does not go with release", "leave it out: the lease ends now")
    case .fieldsWithoutJSON: ("--fields chooses members of JSON", "add --json")
    case .termsWithoutPage: ("--ui-contains without --ui-url", "name the page")
    case .checksInDryRun:
      (
        "--run-checks does not go with --dry-run",
        "proofs are looked for in the project of a queue; leave one of them out"
      )
    case .taskWithoutSource:
      (
        "one of --id and --from is needed",
        "--id prints a row's message, --from adds a team's tasks"
      )
    case .trustAsJSON: ("--json can't ask for confirmation", "add --yes")
    case .noRows:
      ("missing option --id ID", "name rows, or choose them with --status, --match or --all")
    case .namedAndChosenRows:
      ("rows are named by id, or chosen with --status, --match and --all", "leave one out")
    case .noNotesOfSession:
      ("missing option --notes N", "a session says what became of its row")
    case .mergeOfOneRow:
      ("--merge takes back the merge of a whole save, not of one row", "leave the id out")
    case .removeWithShow:
      ("--remove does not go with show", "name the kind that is removed, or none for all")
    case .everyWithoutTicks:
      ("--every is only for cron, systemd and launchd", "leave it out, or name one of these")
    case .nothingToEdit:
      ("there is nothing to change", "name a field, such as --priority P0, or say --editor")
    case .editorWithFields:
      ("--editor can't be combined with options that set fields", "leave one of them out")
    case .noNewID: ("--line names a row that gets another id", "name that with --id NEW")
    case .twoIDs:
      ("--line is the line of one row", "name that row's id, and its new one")
    case .checkWithIDs: ("--check changes nothing, and --ids does", "leave one of them out")
    case .briefWithRows: ("--brief takes one row", "name one row")
    case .appendOfFields:
      ("--append adds to notes and labels only", "change the other fields without it")
    case .labelWithoutScreen:
      ("--label narrows the screen, which needs a terminal", "say orch list --label LABEL")
    case .twoZoneOptions:
      ("--tz and --tz-offset both set the time zone", "leave one of them out")
    case .editorWithRows: ("--editor shows one row", "name one row, or fields")
    case .fieldsOfRename:
      ("--line can change only the id", "leave the other fields out")
    case .noEditor:
      ("there is no terminal for an editor", "set VISUAL or EDITOR, or name the fields as options")
    }
  }

  private static func hint(of use: CommandError.FileUse) -> String {
    switch use {
    case .queueFile: "leave --db out, or name the file with --queue alone"
    case .merging: "leave --db out: git merges files"
    case .scratchQueue: "leave --db out: it makes a queue file of its own"
    }
  }

  /// A line for each command of a chat.
  static let chatHelp = [
    "!status: the counts of the rows, and what is in progress",
    "!retry ID: a FAILED or BLOCKED row is tried again",
    "!cancel ID [reason]: an unfinished row becomes BLOCKED, and its worker is ended; in place of "
      + "the ID also the session or label that is at work on it",
    "!replan ID [reason]: a row in progress becomes BLOCKED, another one PENDING",
    "!answer ID TEXT: answers the question of the row's worker",
    "!help: these lines",
  ]

  private static func words(of problem: ChatLine.Problem) -> Words {
    let known = ChatLine.names.joined(separator: ", ")
    return switch problem {
    case .noCommand:
      ("the line is no command", "it begins with one of \(known); !help says more")
    case .unknown(let word):
      (
        "unknown chat command '\(word.escaped)'",
        (Spelling.nearest(to: word, in: ChatLine.names).map { "did you mean \($0)?" }
          ?? "there are \(known);") + " !help says more"
      )
    case .missingID(let word): ("\(word) names no row", "write the row's id behind it")
    case .missingAnswer: ("!answer says nothing", "write the answer behind the id")
    case .surplus(let command, let words):
      ("\(command) does not take '\(words.escaped)'", "leave it out")
    }
  }
}
