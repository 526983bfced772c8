// swift-tools-version: 6.2
import PackageDescription

// Listed from the executables down: `orch` and `ops`, which are installed, and in Tools those for
// developers: `reference`, which writes the generated documents, `storeloop` and `claimloop`, which
// Benchmarks/run and Benchmarks/database measure, `judge`, which holds intake and gate against
// labelled cases, `oversee`, which tests kill, `record`, which writes down what random commands do,
// `soak`, which works a queue for hours, and `claim`, which shows the engine in another program.
// docs/architecture.md describes each target.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// Of what is installed. A start costs page faults and what the runtime looks up: so functions that
/// no command runs are left out one by one, types are found by a call instead of by their name, and
/// the library for regular expressions is not linked. Tests run what is installed, so internal
/// names stay.
let installed =
  ["-enable-testing"]
  + [
    "-disable-incremental-llvm-codegen", "-function-sections",
    "-disable-concrete-type-metadata-mangled-name-accessors",
    "-disable-implicit-string-processing-module-import", "-disable-llvm-verify",
  ].flatMap { ["-Xfrontend", $0] }
let optimized: SwiftSetting = .unsafeFlags(installed, .when(configuration: .release))

/// Of what a command runs once or so: small code starts faster, and is compiled faster.
let optimizedForSize: SwiftSetting = .unsafeFlags(
  installed + ["-Osize"], .when(configuration: .release))

/// Of tests and tools: the optimizer costs more time than it saves, and so does, here and above, the
/// compiler's check of what it hands to LLVM: 7 % of the time of tests. What incremental code
/// generation leaves in an object file has the folder of the build. To make the module of a test in a
/// job of its own, as without optimization is usual, reads all of its files twice: 14 % of a build.
let unoptimized: SwiftSetting = .unsafeFlags(
  [
    "-enable-testing", "-Onone", "-no-emit-module-separately-wmo", "-Xfrontend",
    "-disable-incremental-llvm-codegen", "-Xfrontend", "-disable-llvm-verify",
  ], .when(configuration: .release))

/// Fully static, and what most commands run lies side by side (order.txt, which
/// automation/order.sh writes; a name that is gone is passed over). CSystem has what is wrapped.
let linkedStatically: LinkerSetting = .unsafeFlags(
  ["-static-executable", "-use-ld=lld"]
    + ([
      "--wrap=swift_copyAuxiliaryExecutablePath", "--no-warn-symbol-ordering",
      "--symbol-ordering-file=\(Context.packageDirectory)/automation/order.txt",
    ] + (Context.environment["ORCH_KEEP_SYMBOLS"] == nil ? ["-s"] : []))
    .flatMap { ["-Xlinker", $0] }, .when(configuration: .release))

/// Whether what needs libpq is built, too: `orch-postgres`, and its tests.
let hasPostgreSQL = Context.environment["ORCH_POSTGRES"] == "1"

/// A library; it may depend only on targets listed below it.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], in folder: String = "Sources",
  compiled: SwiftSetting = optimized
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "\(folder)/\(name)",
    swiftSettings: settings + [compiled])
}

/// A program that is installed.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  executable(name, dependencies, in: "Sources", isStatic: true)
}

/// A program for developers.
func tool(_ name: String, _ dependencies: [Target.Dependency], isStatic: Bool = false) -> Target {
  executable(name, dependencies, in: "Tools", isStatic: isStatic)
}

func executable(
  _ name: String, _ dependencies: [Target.Dependency], in folder: String, isStatic: Bool
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "\(folder)/\(name)",
    swiftSettings: settings + [isStatic ? optimized : unoptimized],
    linkerSettings: isStatic ? [linkedStatically] : [])
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"],
    swiftSettings: settings + [unoptimized], linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
}

let package = Package(
  name: "orch",
  products: [
    .executable(name: "orch", targets: ["orch"]),
    .executable(name: "ops", targets: ["ops"]),
    .executable(name: "reference", targets: ["reference"]),
    .executable(name: "storeloop", targets: ["storeloop"]),
    .executable(name: "judge", targets: ["judge"]),
    .executable(name: "oversee", targets: ["oversee"]),
    .executable(name: "record", targets: ["record"]),
    .executable(name: "soak", targets: ["soak"]),
    .executable(name: "claim", targets: ["claim"]),
    .library(
      name: "Engine",
      targets: [
        "Engine", "Representation", "Shaping", "Facts", "Settings", "Wording", "QueueModel",
        "QueueStore", "Dispatching", "TeamProtocol", "Mirroring", "RunLog", "Host", "JSON",
      ]),
    .library(name: "QueueStores", targets: ["MarkdownStore", "SQLiteStore", "QueueStore"]),
  ],
  targets: [
    program("orch", ["OrchCLI", "Console"]),
    program("ops", ["OpsCLI", "Console"]),
    tool("reference", ["ReferencePages"]),
    tool("storeloop", ["SQLiteStore", "QueueStore", "QueueModel"], isStatic: true),
    tool("judge", ["Intake", "ReviewerGate", "QueueModel", "TestSupport", "Host", "JSON"]),
    tool("oversee", ["Host"]),
    tool("record", ["TestSupport"]),
    tool("soak", ["Soaking"]),
    tool("claim", ["Engine", "Facts", "QueueModel"]),

    library(
      "ReferencePages",
      [
        "OrchCLI", "OpsCLI", "Console", "Gateway", "HTTPServer", "Shaping", "Facts", "Settings",
        "Wording", "CommandLineKit", "Dispatching", "MarkdownStore", "StoreTestSupport",
        "QueueDocument", "QueueModel", "Plans",
        "Screen",
        "Host", "JSON", "TextWidth",
      ], in: "Tools", compiled: unoptimized),
    library(
      "OrchCLI",
      [
        "Console", "Gateway", "HTTPServer", "Representation", "Shaping", "Engine", "Facts",
        "Settings", "Wording", "Dispatching", "Workload", "TeamProtocol", "Mirroring",
        "ModelContext",
        "MarkdownStore", "QueueStore", "Guardrails", "ReviewerGate", "TableMerge",
        "QueueDocument", "QueueModel", "Plans", "Interchange", "Intake", "CommandLineKit",
        "Redaction",
        "Forge",
        "Git", "Host",
        "JSON", "TextWidth",
      ], compiled: optimizedForSize),
    library(
      "OpsCLI",
      [
        "Console", "Representation", "Shaping", "Engine", "Facts", "Settings", "Wording",
        "Dispatching",
        "TeamProtocol", "ReviewerGate",
        "Mirroring",
        "MarkdownStore", "SQLiteStore", "QueueStore", "RunLog", "QueueDocument", "QueueModel",
        "CommandLineKit",
        "Screen", "Redaction", "Forge", "Git", "Host", "JSON", "TextWidth",
      ], compiled: optimizedForSize),
    library(
      "Console",
      [
        "Representation", "Shaping", "Engine", "Facts", "Settings", "Dispatching", "TeamProtocol",
        "ReviewerGate", "Mirroring", "Wording", "MarkdownStore", "SQLiteStore", "QueueStore",
        "RunLog",
        "QueueDocument", "QueueModel", "Plans",
        "CommandLineKit", "Redaction", "Forge", "Git", "Host", "JSON", "TextWidth",
      ], compiled: optimizedForSize),

    library(
      "Representation",
      [
        "Shaping",
        "Engine", "Facts", "Dispatching", "TeamProtocol", "ReviewerGate", "Mirroring", "QueueStore",
        "RunLog", "QueueModel", "Plans", "Redaction", "Wording", "Git", "Host", "JSON",
      ], compiled: optimizedForSize),
    library(
      "Engine",
      [
        "Facts", "Settings", "Wording", "Dispatching", "TeamProtocol", "Guardrails",
        "ReviewerGate", "Mirroring", "MarkdownStore", "SQLiteStore", "QueueStore", "Plans",
        "Interchange",
        "RunLog", "QueueModel", "Redaction", "Forge", "Git", "Host", "JSON", "TextWidth",
      ], compiled: optimizedForSize),
    library(
      "Facts",
      [
        "Settings", "Dispatching", "TeamProtocol", "ReviewerGate", "QueueStore", "Plans",
        "Interchange", "QueueDocument", "QueueModel", "Redaction", "Wording", "Forge", "Git",
        "Host",
        "TextWidth",
      ], compiled: optimizedForSize),
    library(
      "Settings",
      [
        "Dispatching", "TeamProtocol", "Guardrails", "ReviewerGate", "Plans", "QueueModel",
        "Wording", "Forge", "Host",
        "JSON",
      ], compiled: optimizedForSize),
    library(
      "Dispatching",
      ["TeamProtocol", "ReviewerGate", "QueueModel", "Redaction", "Git", "Host", "JSON"],
      compiled: optimizedForSize),
    library(
      "TeamProtocol", ["ReviewerGate", "QueueModel", "Redaction", "Shaping", "Host", "JSON"],
      compiled: optimizedForSize),
    library(
      "Mirroring",
      [
        "MarkdownStore", "SQLiteStore", "StoredRows", "QueueStore", "QueueDocument", "QueueModel",
        "SQLite", "Host", "JSON",
      ], compiled: optimizedForSize),
    library(
      "MarkdownStore",
      ["QueueStore", "TableMerge", "QueueDocument", "QueueModel", "Git", "Host", "JSON"]),
    library("SQLiteStore", ["StoredRows", "QueueStore", "QueueModel", "SQLite", "Host", "JSON"]),
    // What all databases have in common: rows, events, their check.
    library("StoredRows", ["QueueStore", "QueueModel", "JSON"]),
    // Apart from TestSupport, so that most tests are compiled while the stores are.
    library("StoreTestSupport", ["QueueStore", "QueueModel"], compiled: unoptimized),
    library("QueueStore", ["QueueDocument", "QueueModel", "Host", "JSON"]),
    library("RunLog", ["QueueModel", "Host", "JSON"]),

    library(
      "Soaking",
      ["Workload", "QueueModel", "CommandLineKit", "Wording", "SQLite", "Host", "JSON"],
      in: "Tools", compiled: unoptimized),
    // What it starts are commands, and they are optimized.
    library(
      "Workload", ["Facts", "QueueDocument", "QueueModel", "Wording", "Host"],
      compiled: unoptimized),
    library("TestSupport", ["Host", "JSON", "CSystem"], compiled: unoptimized),
    library("Plans", ["ReviewerGate", "QueueModel", "JSON"], compiled: optimizedForSize),
    library(
      "Interchange", ["ReviewerGate", "QueueDocument", "QueueModel", "JSON"],
      compiled: optimizedForSize),
    library("TableMerge", ["QueueDocument", "QueueModel", "Host"]),
    library("QueueDocument", ["QueueModel", "TextWidth"]),
    library("ReviewerGate", ["QueueModel", "Prose", "JSON"]),
    library("Guardrails", ["QueueModel", "Prose"]),
    library("QueueModel", ["Prose"]),

    library("Intake", ["Prose"]),
    library("Redaction"),
    library("Prose"),
    library("Wording", ["Host"], compiled: optimizedForSize),

    library(
      "Gateway",
      [
        "HTTPServer", "CBoard", "Representation", "Engine", "Facts", "Settings", "Dispatching",
        "TeamProtocol", "QueueStore", "Plans", "QueueModel", "Wording", "Shaping", "Git", "Host",
        "JSON",
      ], compiled: optimizedForSize),
    library("HTTPServer", ["CEvent", "Host"], compiled: optimizedForSize),

    library("Git", ["Host"], compiled: optimizedForSize),
    library("Forge", ["Host", "JSON"], compiled: optimizedForSize),
    library("ModelContext", ["Host", "JSON"], compiled: optimizedForSize),
    library("CommandLineKit", ["Wording", "TextWidth"]),
    library("Screen", ["TextWidth"]),
    library("Host", ["CSystem"]),
    library("SQLite", ["CSQLite"]),
    library("Shaping", ["JSON"]),
    library("JSON"),
    library("TextWidth"),
    .target(name: "CSystem"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CEvent"),
    // The page that a browser gets, as bytes.
    .target(name: "CBoard", exclude: ["Page"], cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),

    tests("JSONTests", ["JSON"]),
    tests("ShapingTests", ["Shaping", "JSON"]),
    tests("SQLiteTests", ["SQLite", "Host"]),
    tests("TextWidthTests", ["TextWidth"]),
    tests("HostTests", ["Host"]),
    tests("GitTests", ["Git", "Host"]),
    tests("ForgeTests", ["Forge", "Host", "JSON"]),
    tests("ModelContextTests", ["ModelContext", "Host", "JSON"]),
    tests("ProseTests", ["Prose"]),
    tests("RedactionTests", ["Redaction"]),
    tests("GuardrailsTests", ["Guardrails", "QueueModel"]),
    tests("ReviewerGateTests", ["ReviewerGate", "QueueModel", "JSON"]),
    tests("PlansTests", ["Plans", "Facts", "ReviewerGate", "QueueModel", "Wording", "JSON"]),
    tests("InterchangeTests", ["Interchange", "QueueModel", "JSON"]),
    tests("IntakeTests", ["Intake", "JSON", "Host"]),
    tests("CommandLineKitTests", ["CommandLineKit", "Wording", "TextWidth"]),
    tests("ScreenTests", ["Screen", "TextWidth", "Host"]),
    tests(
      "QueueModelTests", ["Console", "Facts", "Wording", "StoreTestSupport", "QueueModel"]),
    tests("QueueDocumentTests", ["Facts", "TableMerge", "QueueDocument", "QueueModel", "Wording"]),
    tests("TableMergeTests", ["TableMerge", "QueueDocument", "QueueModel", "Host"]),
    tests(
      "QueueStorageTests",
      [
        "Console", "Facts", "Wording", "Mirroring", "MarkdownStore", "SQLiteStore",
        "QueueStore",
        "StoreTestSupport", "Workload", "TableMerge", "QueueDocument", "QueueModel", "SQLite",
        "Host", "JSON",
      ]),
    tests(
      "TeamProtocolTests",
      ["TeamProtocol", "Shaping", "ReviewerGate", "QueueModel", "Redaction", "Host", "JSON"]),
    tests("DispatchingTests", ["Dispatching", "TeamProtocol", "QueueModel", "Host", "JSON"]),
    tests(
      "EngineTests",
      [
        "Engine", "Facts", "Settings", "Wording", "StoreTestSupport", "Dispatching",
        "TeamProtocol", "Plans", "Interchange",
        "QueueStore", "QueueModel", "ReviewerGate",
        "Git", "Host", "JSON",
      ]),
    tests(
      "GatewayTests",
      ["Gateway", "HTTPServer", "Engine", "Facts", "QueueModel", "Wording", "Host", "JSON"]),
    tests("WorkloadTests", ["Workload", "QueueModel", "Host"]),
    tests("SoakingTests", ["Soaking", "Workload", "QueueModel", "Host", "JSON"]),
    tests("RunLogTests", ["RunLog", "QueueModel", "Host", "JSON"]),
    tests(
      "ConsoleTests",
      [
        "Console", "OrchCLI", "OpsCLI", "Representation", "Shaping", "Engine", "Facts", "Settings",
        "Wording",
        "Dispatching", "Workload",
        "TeamProtocol", "ReviewerGate", "MarkdownStore", "QueueStore", "StoreTestSupport",
        "QueueDocument",
        "QueueModel", "Interchange", "Forge",
        "CommandLineKit", "SQLiteStore", "SQLite", "Host", "JSON",
      ]),
    tests(
      "OpsCLITests",
      [
        "OpsCLI", "Console", "Representation", "Shaping", "Engine", "Facts", "Settings", "Wording",
        "Dispatching",
        "Mirroring", "MarkdownStore",
        "StoreTestSupport", "QueueModel", "CommandLineKit", "Screen", "Host",
        "TextWidth",
      ]),
    tests(
      "ReferencePagesTests",
      [
        "ReferencePages", "OrchCLI", "OpsCLI", "Console", "Shaping", "Facts", "Settings", "Wording",
        "CommandLineKit", "QueueModel", "Screen", "Host", "JSON",
      ]),
    tests("FaultTests", ["OrchCLI", "OpsCLI", "Console", "CommandLineKit", "Host"]),
    tests(
      "EndToEndTests",
      ["SQLite", "JSON", "Host", "CSystem"]),
  ],
  swiftLanguageModes: [.v6]
)

if hasPostgreSQL {
  package.products.append(.executable(name: "orch-postgres", targets: ["orch-postgres"]))
  package.targets += [
    .executableTarget(
      name: "orch-postgres",
      dependencies: ["OrchCLI", "OpsCLI", "Console", "PostgreSQLStore", "Host"],
      swiftSettings: settings + [optimized],
      // libpq's own libraries have no static ones.
      linkerSettings: [
        .unsafeFlags(
          ["-static-stdlib", "-use-ld=lld", "-Xlinker", "-s"], .when(configuration: .release))
      ]),
    tool("claimloop", ["PostgreSQLStore", "SQLiteStore", "QueueStore", "QueueModel", "Host"]),
    library(
      "PostgreSQLStore",
      ["PostgreSQL", "StoredRows", "QueueStore", "QueueModel", "Host", "JSON"]),
    library("PostgreSQL", ["CPostgres", "Host"]),
    .systemLibrary(name: "CPostgres"),
    tests(
      "PostgreSQLStoreTests",
      [
        "PostgreSQLStore", "PostgreSQL", "Facts", "StoreTestSupport", "QueueStore", "QueueModel",
        "Wording", "Host",
      ]),
  ]
}
