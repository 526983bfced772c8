// swift-tools-version: 6.2
import PackageDescription

// Listed from the executables down: `orch` and `ops`, which are installed, and five for developers:
// `reference`, which writes the generated documents, `storeloop`, which Benchmarks/run measures,
// `judge`, which holds intake and gate against labelled cases, `oversee`, which tests kill, and `soak`,
// which works a queue for hours.
// docs/architecture.md tells of each room.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// A library target; it may depend only on targets listed below it.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: settings)
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
    .executable(name: "soak", targets: ["soak"]),
  ],
  targets: [
    .executableTarget(
      name: "orch", dependencies: ["OrchCLI", "QueueCLI"], swiftSettings: settings),
    .executableTarget(name: "ops", dependencies: ["OpsCLI", "QueueCLI"], swiftSettings: settings),
    .executableTarget(
      name: "reference", dependencies: ["ReferencePages"], swiftSettings: settings),
    .executableTarget(
      name: "storeloop", dependencies: ["QueueStorage", "QueueModel"], swiftSettings: settings),
    .executableTarget(
      name: "judge", dependencies: ["Intake", "ReviewerGate", "TestSupport", "Host", "JSON"],
      swiftSettings: settings),
    .executableTarget(name: "oversee", dependencies: ["Host"], swiftSettings: settings),
    .executableTarget(
      name: "soak", dependencies: ["Soaking", "Host"], swiftSettings: settings),

    room(
      "ReferencePages",
      ["OrchCLI", "OpsCLI", "QueueCLI", "CommandLineKit", "Screen", "Host", "TextWidth"]),
    room(
      "OrchCLI",
      [
        "QueueCLI", "Dispatching", "Torture", "TeamProtocol", "Guardrails", "ReviewerGate",
        "QueueStorage", "QueueDocument", "QueueModel", "Intake", "Reports", "CommandLineKit",
        "Host", "JSON", "TextWidth",
      ]),
    room(
      "OpsCLI",
      [
        "QueueCLI", "Dispatching", "TeamProtocol", "QueueStorage", "RunLog", "QueueDocument",
        "QueueModel", "CommandLineKit", "Screen", "Host", "JSON", "TextWidth",
      ]),
    room(
      "QueueCLI",
      [
        "Dispatching", "TeamProtocol", "Guardrails", "ReviewerGate", "QueueStorage", "RunLog",
        "QueueDocument", "QueueModel", "Redaction", "CommandLineKit", "SQLite", "Host", "JSON",
        "TextWidth",
      ]),

    room(
      "Dispatching", ["TeamProtocol", "QueueStorage", "QueueModel", "Redaction", "Host", "JSON"]),
    room(
      "TeamProtocol",
      ["QueueStorage", "ReviewerGate", "QueueModel", "Redaction", "Host", "JSON"]),
    room("QueueStorage", ["QueueDocument", "QueueModel", "SQLite", "Host", "JSON"]),
    room("RunLog", ["QueueModel", "Host", "JSON"]),

    room("Torture", ["QueueDocument", "QueueModel", "Host"]),
    room("Soaking", ["QueueModel", "CommandLineKit", "SQLite", "Host", "JSON"]),
    room("QueueDocument", ["QueueModel", "TextWidth"]),
    room("Guardrails", ["Reports", "QueueModel"]),
    room("QueueModel"),

    room("ReviewerGate", ["Reports", "Prose"]),
    room("Intake", ["Prose"]),
    room("Reports"),
    room("Redaction"),
    room("Prose"),

    room("CommandLineKit", ["TextWidth"]),
    room("Screen", ["TextWidth"]),
    room("Host", ["CSystem"]),
    room("SQLite", ["CSQLite"]),
    room("JSON"),
    room("TextWidth"),
    .target(name: "CSystem"),
    .systemLibrary(name: "CSQLite"),

    room("TestSupport", ["QueueStorage", "QueueModel", "Host", "CSystem"]),

    tests("JSONTests", ["JSON"]),
    tests("SQLiteTests", ["SQLite", "Host"]),
    tests("TextWidthTests", ["TextWidth"]),
    tests("HostTests", ["Host", "oversee"]),
    tests("ProseTests", ["Prose"]),
    tests("RedactionTests", ["Redaction"]),
    tests("ReportsTests", ["Reports"]),
    tests("GuardrailsTests", ["Guardrails", "QueueModel"]),
    tests("ReviewerGateTests", ["ReviewerGate", "Reports", "JSON"]),
    tests("IntakeTests", ["Intake", "JSON", "Host"]),
    tests("CommandLineKitTests", ["CommandLineKit", "TextWidth"]),
    tests("ScreenTests", ["Screen", "TextWidth", "Host"]),
    tests("QueueModelTests", ["QueueModel"]),
    tests("QueueDocumentTests", ["QueueDocument", "QueueModel"]),
    tests(
      "QueueStorageTests",
      ["QueueStorage", "QueueDocument", "QueueModel", "SQLite", "Host", "JSON"]),
    tests("TeamProtocolTests", ["TeamProtocol", "ReviewerGate", "QueueModel", "Host", "JSON"]),
    tests("DispatchingTests", ["Dispatching", "QueueModel", "Host", "JSON"]),
    tests("TortureTests", ["Torture", "QueueModel", "Host", "orch"]),
    tests("SoakingTests", ["Soaking", "QueueModel", "Host", "JSON"]),
    tests("RunLogTests", ["RunLog", "QueueModel", "Host", "JSON"]),
    tests(
      "QueueCLITests",
      [
        "QueueCLI", "OrchCLI", "OpsCLI", "Torture", "TeamProtocol", "QueueStorage",
        "QueueDocument", "QueueModel", "CommandLineKit", "Screen", "SQLite", "Host", "JSON",
      ]),
    tests(
      "ReferencePagesTests",
      ["ReferencePages", "OrchCLI", "OpsCLI", "QueueCLI", "CommandLineKit", "Screen", "Host"]),
    tests(
      "EndToEndTests",
      ["orch", "ops", "soak", "ReferencePages", "SQLite", "JSON", "Host", "CSystem"]),
  ],
  swiftLanguageModes: [.v6]
)
