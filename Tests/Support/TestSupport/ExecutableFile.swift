import Foundation

/// Writes a script that can be run at once.
///
/// Another process writes the script. If this process wrote it, a program that a test on another
/// thread starts could inherit the descriptor for a moment, and a file that is open for writing
/// can't be run.
public func writeExecutable(_ text: String, to path: String) throws {
  let draft = path + ".draft"
  try Data(text.utf8).write(to: URL(filePath: draft))
  let ending = try run("install", ["-m", "755", draft, path], in: "/")
  guard ending.status == 0 else { throw ExecutableFileError(ending: ending) }
  try FileManager.default.removeItem(atPath: draft)
}

/// A script that could not be written.
struct ExecutableFileError: Error { let ending: ChildProcess.Ending }
