import Door
import Host
import Runner

/// An agent of the user's launchd. Not tried on a Mac: `orch` is built and tested on Linux.
struct LaunchdScheduler: Scheduler {
  let call: ScheduledCall
  let programs: SchedulerPrograms
  let work: ScheduledWork
  private let folder: String

  init(_ call: ScheduledCall, _ work: ScheduledWork, of context: CommandContext) throws {
    self.call = call
    self.work = work
    programs = SchedulerPrograms(context)
    guard let home = context.environment["HOME"], home.hasPrefix("/") else {
      throw Problem.schedule(.noHome)
    }
    folder = Path.join(home, "Library/LaunchAgents")
  }

  private var label: String { "orch.\(work.command).\(call.name)" }
  private var path: String { Path.join(folder, "\(label).plist") }
  private var domain: String { "gui/\(CurrentProcess.effectiveUser)" }

  private static func xml(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      default: bytes.append(byte)
      }
    }
    return "<string>\(String(decoding: bytes, as: UTF8.self))</string>"
  }

  private var list: [String] {
    let arguments = call.arguments(
      work.command, work == .ticks ? ["--quiet"] : work.options)
    let timing =
      work == .ticks
      ? ["  <key>StartInterval</key>", "  <integer>\(call.minutes * 60)</integer>"]
      : ["  <key>KeepAlive</key>", "  <true/>"]
    return [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "#
        + #""http://www.apple.com/DTDs/PropertyList-1.0.dtd">"#,
      "<!-- Written by orch schedule. -->", #"<plist version="1.0">"#, "<dict>",
      "  <key>Label</key>", "  \(Self.xml(label))", "  <key>ProgramArguments</key>", "  <array>",
    ] + ([call.orch] + arguments).map { "    \(Self.xml($0))" } + [
      "  </array>", "  <key>EnvironmentVariables</key>", "  <dict>", "    <key>PATH</key>",
      "    \(Self.xml(call.path))", "    <key>LANG</key>", "    \(Self.xml(call.language))",
      "  </dict>",
    ] + timing + [
      "  <key>RunAtLoad</key>", "  <true/>",
      "  <!-- The supervisors that a tick started go on when it ends; launchd would kill them. -->",
      "  <key>AbandonProcessGroup</key>", "  <true/>", "  <key>ProcessType</key>",
      "  <string>Background</string>", "</dict>", "</plist>",
    ]
  }

  func plan() -> [String] {
    list + ["<!-- \(path); launchctl bootstrap \(domain) -->"]
  }

  func installed() throws -> String? { try FileStatus.ifExists(path) == nil ? nil : path }

  func install() throws {
    guard programs.has("launchctl") else {
      throw Problem.schedule(.noProgram(.notFound("launchctl")))
    }
    try Directory.createWithParents(folder)
    try NewFile.replace(
      path, text: list.map { $0 + "\n" }.joined(), permissions: 0o644)
    // This fails if the agent is not loaded.
    _ = try programs.run("launchctl", ["bootout", "\(domain)/\(label)"])
    try programs.succeed("launchctl", ["bootstrap", domain, path])
  }

  func remove() throws {
    guard try installed() != nil else { return }
    _ = try programs.run("launchctl", ["bootout", "\(domain)/\(label)"])
    try Directory.removeIfThere(path)
  }
}
