// swift-tools-version: 6.2
import PackageDescription

// Listed from the executables down: `orch` and `ops`, which are installed, and in Tools those for
// developers: `reference`, which writes the generated documents, `storeloop` and `claimloop`, which
// Benchmarks/run and Benchmarks/database measure, `judge`, which holds intake and gate against
// labelled cases, `oversee`, which tests kill, `record`, which writes down what random commands do,
// `soak`, which works a queue for hours, `fuzz`, which libFuzzer gives inputs, and `claim`, which
// shows the engine in another program.
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

/// Of what no command runs often enough to gain by the optimizer what it costs.
let seldom: SwiftSetting = .unsafeFlags(
  installed + ["-Onone", "-no-emit-module-separately-wmo"], .when(configuration: .release))

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

/// Whether `fuzz` is built, which links only with libFuzzer: automation/fuzz.sh.
let hasFuzzer = Context.environment["ORCH_FUZZ"] == "1"

/// A library; it may depend only on targets listed below it.
func library(
  _ name: String, in folder: String, _ dependencies: [Target.Dependency] = [],
  compiled: SwiftSetting = optimized
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "\(folder)/\(name)",
    exclude: folder == features || name == "Door" ? ["README.md"] : [],
    swiftSettings: settings + [compiled])
}

/// A library of C, or what names one of the system.
func system(_ name: String) -> Target {
  .systemLibrary(name: name, path: "Sources/Base/\(name)")
}

/// A program that is installed.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  executable(name, dependencies, in: "Sources/Programs", isStatic: true)
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

/// The tests of a library.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"],
    swiftSettings: settings + [unoptimized], linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
}

let (base, queue, features, programs) =
  ("Sources/Base", "Sources/Queue", "Sources/Features", "Sources/Programs")

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
        "Monitoring", "Work", "Interchange", "Schedule", "Requests", "Telemetry", "Events", "Plans",
        "Review", "Worktrees", "Attempts", "Door", "Workers", "Stores", "QueueStore", "Model",
        "Text", "Host",
      ]),
  ],
  targets: [
    program("orch", ["Programs", "Runner"]),
    program("ops", ["Programs", "Runner"]),

    // Programs: what people and programs see of a queue. First the lists of commands.
    library("Programs", in: programs, ["Operator", "Commands", "Runner", "Text"]),
    library(
      "Operator", in: programs,
      [
        "Runner", "Monitoring", "Work", "Interchange", "Schedule", "Telemetry", "Events", "Plans",
        "Worktrees", "Attempts", "Door", "Workers", "Gate", "Stores", "QueueStore", "Model", "Git",
        "Text", "Host",
      ], compiled: seldom),
    library(
      "Commands", in: programs,
      [
        "Server", "LanguageServer", "Runner", "Workload", "Monitoring", "Work", "Interchange",
        "Schedule", "Requests", "Events", "Plans", "Review", "Worktrees", "Attempts", "Intake",
        "Door",
        "Workers",
        "Gate", "Stores", "QueueStore", "Table", "Model", "Git", "HTTP", "Text", "Host",
      ], compiled: optimizedForSize),
    library(
      "Server", in: programs,
      [
        "CBoard", "Monitoring", "Work", "Requests", "Events", "Plans", "Review", "Worktrees",
        "Attempts", "Door", "Workers", "Gate", "QueueStore", "Model", "Git", "HTTP", "Text", "Host",
      ], compiled: seldom),
    // Its answers are as fast as a person types.
    library(
      "LanguageServer", in: programs,
      [
        "Monitoring", "Work", "Worktrees", "Attempts", "Door", "Workers", "Stores", "QueueStore",
        "Table", "Model", "Text", "Host",
      ]),
    // The page that a browser gets, as bytes.
    .target(
      name: "CBoard", path: "\(programs)/CBoard", exclude: ["Page"],
      cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
    library(
      "Runner", in: programs,
      [
        "Monitoring", "Work", "Interchange", "Schedule", "Telemetry", "Events", "Plans",
        "Worktrees", "Attempts", "Door", "Workers", "Gate", "Stores", "QueueStore", "Model", "Text",
        "Host",
      ], compiled: optimizedForSize),
    // What it starts are commands, and they are optimized.
    library(
      "Workload", in: programs, ["Door", "Table", "Model", "Text", "Host"], compiled: seldom),

    // Features: each has its rules, sentences, JSON and verbs in one folder.
    library(
      "Monitoring", in: features,
      [
        "Work", "Interchange", "Schedule", "Requests", "Telemetry", "Events", "Plans",
        "Worktrees", "Attempts",
        "Door", "Workers", "Stores", "QueueStore", "Model", "Text", "Host",
      ], compiled: optimizedForSize),
    library(
      "Work", in: features,
      [
        "Schedule", "Requests", "Telemetry", "Events", "Plans", "Review", "Worktrees", "Attempts",
        "Door", "Workers", "Gate", "Stores", "QueueStore", "Model", "Git", "Text", "Host",
      ], compiled: optimizedForSize),
    library(
      "Interchange", in: features,
      [
        "Plans", "Door", "Gate", "Stores", "QueueStore", "Table", "Model", "SQLite", "Text", "Host",
      ], compiled: seldom),
    library(
      "Schedule", in: features,
      [
        "Plans", "Door", "Workers", "QueueStore", "Model", "Text", "Host",
      ], compiled: seldom),
    library(
      "Requests", in: features,
      [
        "Worktrees", "Door", "Workers", "QueueStore", "Model", "Git", "Text", "Host",
      ], compiled: optimizedForSize),
    library(
      "Telemetry", in: features,
      ["Attempts", "Door", "Workers", "Gate", "QueueStore", "Model", "Text", "Host"],
      compiled: seldom),
    library(
      "Events", in: features,
      [
        "Plans", "Attempts", "Door", "Workers", "QueueStore", "Model", "Text", "Host",
      ], compiled: optimizedForSize),
    library(
      "Plans", in: features,
      [
        "Worktrees", "Attempts", "Door", "Workers", "Gate", "QueueStore", "Model", "Text",
        "Host",
      ], compiled: seldom),
    library(
      "Review", in: features,
      [
        "Worktrees", "Attempts", "Door", "Workers", "Gate", "Model", "Git", "Text", "Host",
      ], compiled: seldom),
    library(
      "Worktrees", in: features,
      [
        "Attempts", "Door", "Workers", "Gate", "QueueStore", "Model", "Git", "Text", "Host",
      ], compiled: optimizedForSize),
    library(
      "Attempts", in: features,
      [
        "Door", "Workers", "Stores", "QueueStore", "Model", "Text", "Host",
      ], compiled: optimizedForSize),
    library("Intake", in: features, ["Text"], compiled: seldom),

    // The queue, from the front door down to its rows.
    library(
      "Door", in: queue,
      [
        "Workers", "Gate", "Stores", "QueueStore", "Table", "Model", "Git", "Text", "Host",
      ], compiled: optimizedForSize),
    library(
      "Workers", in: queue, ["Gate", "Model", "Git", "Zip", "Text", "Host"],
      compiled: optimizedForSize),
    library("Gate", in: queue, ["Model", "Text"]),
    library(
      "Stores", in: queue, ["QueueStore", "Table", "Model", "Git", "SQLite", "Text", "Host"]),
    library("QueueStore", in: queue, ["Table", "Model", "Text", "Host"]),
    library("Table", in: queue, ["Model", "Text", "Host"]),
    library("Model", in: queue, ["Text"]),

    // Base: no word of a queue.
    library("Git", in: base, ["Text", "Host"], compiled: seldom),
    library("HTTP", in: base, ["CEvent", "Host"], compiled: optimizedForSize),
    library("SQLite", in: base, ["CSQLite"]),
    library("Zip", in: base, ["CZlib", "Host"], compiled: seldom),
    library("Text", in: base, ["Host"]),
    library("Host", in: base, ["CSystem"]),
    .target(name: "CSystem", path: "\(base)/CSystem"),
    system("CSQLite"),
    system("CEvent"),
    system("CZlib"),

    // For developers.
    tool("reference", ["ReferencePages"]),
    tool("soak", ["Soaking"]),
    tool("storeloop", ["Stores", "QueueStore", "Model"], isStatic: true),
    tool("claim", ["Door", "Model"]),
    tool("judge", ["Intake", "Gate", "Model", "Text", "TestSupport", "Host"]),
    tool("record", ["TestSupport"]),
    tool("oversee", ["Host"]),
    library(
      "ReferencePages", in: "Tools",
      [
        "Programs", "Operator", "Commands", "Server", "Runner", "Plans", "Worktrees", "Door",
        "Workers", "Stores", "StoreTestSupport", "Table", "Model", "HTTP", "Text", "Host",
      ], compiled: unoptimized),
    library(
      "Soaking", in: "Tools", ["Workload", "Model", "SQLite", "Text", "Host"],
      compiled: unoptimized),
    // Apart from TestSupport, so that most tests are compiled while the stores are.
    library(
      "StoreTestSupport", in: "Tests/Support", ["QueueStore", "Model"], compiled: unoptimized),
    library(
      "TestSupport", in: "Tests/Support", ["Text", "Host", "CSystem"], compiled: unoptimized),

    tests("HostTests", ["Host"]),
    tests("TextTests", ["Text", "Host"]),
    tests("SQLiteTests", ["SQLite", "Host"]),
    tests("ZipTests", ["Zip", "Host"]),
    tests("GitTests", ["Git", "Text", "Host"]),
    tests("ModelTests", ["Runner", "Door", "StoreTestSupport", "Model", "Text"]),
    tests("TableTests", ["Door", "Table", "Model", "Text", "Host"]),
    tests(
      "StoresTests",
      [
        "Runner", "Workload", "Door", "Stores", "QueueStore", "StoreTestSupport", "Table",
        "Model", "SQLite", "Text", "Host",
      ]),
    tests("GateTests", ["Gate", "Model", "Text"]),
    tests("WorkersTests", ["Workers", "Gate", "Model", "Zip", "Text", "Host"]),
    tests("DoorTests", ["Door", "Model", "Text", "Host"]),
    tests("IntakeTests", ["Intake", "Text", "Host"]),
    tests("PlansTests", ["Plans", "Gate", "Model", "Text"]),
    tests("InterchangeTests", ["Interchange", "Model", "SQLite", "Text", "Host"]),
    tests(
      "FeaturesTests",
      [
        "Monitoring", "Work", "Interchange", "Schedule", "Requests", "Telemetry", "Events", "Plans",
        "Review", "Worktrees", "Attempts", "Door", "Workers", "Gate", "Stores", "QueueStore",
        "StoreTestSupport", "Model", "Git", "Text", "Host",
      ]),
    tests("WorkloadTests", ["Workload", "Model", "Host"]),
    tests("SoakingTests", ["Soaking", "Workload", "Model", "Text", "Host"]),
    tests("LanguageServerTests", ["LanguageServer", "Door", "Table", "Model", "Text", "Host"]),
    tests("ServerTests", ["Server", "Door", "Model", "HTTP", "Text", "Host"]),
    tests(
      "CommandsTests",
      [
        "Programs", "Operator", "Commands", "Runner", "Workload", "Monitoring", "Interchange",
        "Schedule", "Events", "Plans", "Worktrees", "Attempts", "Door", "Workers", "Gate",
        "Stores", "QueueStore", "StoreTestSupport", "Table", "Model", "Git", "SQLite", "Text",
        "Host",
      ]),
    tests(
      "OperatorTests",
      [
        "Operator", "Runner", "Monitoring", "Worktrees", "Attempts", "Door", "Workers", "Stores",
        "StoreTestSupport", "Model", "Text", "Host",
      ]),
    tests(
      "ReferencePagesTests",
      [
        "ReferencePages", "Programs", "Operator", "Commands", "Server", "LanguageServer", "Runner",
        "Plans", "Door", "Stores", "Model", "Text", "Host",
      ]),
    tests("FaultTests", ["Programs", "Operator", "Commands", "Runner", "Text", "Host"]),
    tests("EndToEndTests", ["SQLite", "Text", "Host", "CSystem"]),
  ],
  swiftLanguageModes: [.v6]
)

if hasPostgreSQL {
  package.products.append(.executable(name: "orch-postgres", targets: ["orch-postgres"]))
  package.targets += [
    .executableTarget(
      name: "orch-postgres",
      dependencies: ["Programs", "Runner", "PostgreSQLStore", "Host"],
      path: "\(programs)/orch-postgres", swiftSettings: settings + [optimized],
      // libpq's own libraries have no static ones.
      linkerSettings: [
        .unsafeFlags(
          ["-static-stdlib", "-use-ld=lld", "-Xlinker", "-s"], .when(configuration: .release))
      ]),
    tool("claimloop", ["PostgreSQLStore", "Stores", "QueueStore", "Model", "Host"]),
    library(
      "PostgreSQLStore", in: queue, ["PostgreSQL", "QueueStore", "Model", "Text", "Host"]),
    library("PostgreSQL", in: base, ["CPostgres", "Host"]),
    system("CPostgres"),
    tests(
      "PostgreSQLStoreTests",
      [
        "Door", "PostgreSQLStore", "QueueStore", "StoreTestSupport", "Model", "PostgreSQL", "Text",
        "Host",
      ]),
  ]
}

if hasFuzzer {
  package.products.append(.executable(name: "fuzz", targets: ["fuzz"]))
  package.targets.append(
    tool(
      "fuzz",
      [
        "Server", "LanguageServer", "Door", "Gate", "QueueStore", "Table", "Model", "HTTP", "Text",
        "Host", "TestSupport",
      ]))
}
