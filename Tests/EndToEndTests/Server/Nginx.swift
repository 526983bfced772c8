import Foundation
import TestSupport
import Testing

/// An nginx that shows a server at `/orch/`, as `templates/serve/nginx-path.conf` says, beside
/// another application of the same host.
final class Nginx {
  static let isThere = FileManager.default.isExecutableFile(atPath: program)
  private static let program = "/usr/sbin/nginx"

  /// `http://127.0.0.1:20123`.
  let address: String
  private let process: ChildProcess

  /// - Parameter strips: whether it leaves the path out of what it passes on.
  init(before server: ServerProcess, in scene: Scene, strips: Bool = false) throws {
    let block = try Project.text("templates/serve/nginx-path.conf")
      .replacing(
        "http://127.0.0.1:8420;", with: "http://127.0.0.1:\(server.port)\(strips ? "/" : "");")
    try scene.bash("mkdir nginx").check()
    try scene.write(block, to: "nginx/orch.conf")
    // The system gives no port of this range to others.
    for _ in 1...20 {
      let port = Int.random(in: 20_000..<30_000)
      try scene.write(Self.configuration(port), to: "nginx/nginx.conf")
      let process = try ChildProcess(
        starting: Self.program,
        ["-p", scene.path("nginx"), "-c", "nginx.conf", "-e", "stderr"],
        in: scene.folder, environment: TestEnvironment.base(home: scene.folder))
      let answers = "curl -sS -m 5 -o /dev/null http://127.0.0.1:\(port)/ 2> /dev/null"
      let isUp = try scene.bash(
        "until \(answers); do kill -0 \(process.id) 2> /dev/null || exit 1; sleep 0.02; done")
      if isUp.status == 0, scene.exists("nginx/pid") {
        (self.process, address) = (process, "http://127.0.0.1:\(port)")
        return
      }
      process.send(SIGKILL)
      let ending = process.wait()
      guard ending.errors.contains("bind()") else { throw NoStart(ending: ending) }
    }
    throw NoStart(ending: nil)
  }

  deinit {
    process.send(SIGTERM)
    _ = process.wait()
  }

  struct NoStart: Error { let ending: ChildProcess.Ending? }

  private static func configuration(_ port: Int) -> String {
    """
    daemon off;
    master_process off;
    pid pid;
    events {}
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server {
        listen 127.0.0.1:\(port);
        location / { return 200 "another application"; }
        include orch.conf;
      }
    }

    """
  }
}
