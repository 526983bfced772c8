import Foundation
import TestSupport
import Testing
import Text

// What a person changes from the editor, and what others change meanwhile.

extension EditorTests {
  func run(
    _ client: EditorClient, _ command: String, _ argument: JSONObject = [:]
  ) throws -> JSONObject {
    var argument = argument
    argument["uri"] = .string(client.address)
    return try client.answer(
      to: "workspace/executeCommand",
      ["command": .string("orch/\(command)"), "arguments": [.object(argument)]])
  }

  func error(_ answer: JSONObject) -> String {
    answer["error"]?.objectValue?["message"]?.stringValue ?? "none"
  }

  @Test func `a person takes and finishes a row, and the history names the editor`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let client = try EditorClient(of: scene)
    let place = client.place(behind: "| A")
    let actions = try client.ask("codeAction", ["range": ["start": place, "end": place]])
    let titles = (actions.arrayValue ?? []).compactMap { $0.objectValue?["title"]?.stringValue }
    #expect(titles == ["Take A", "Finish A", "Cancel the work A"])
    #expect(try run(client, "pick", ["id": "A"])["error"] == nil)
    #expect(try scene.text().contains("| A | IN_PROGRESS"))
    // The editor has not read the file again.
    #expect(try error(run(client, "done", ["id": "A"])).contains("bring it up to date first"))
    try client.apply(merged(client))
    #expect(try client.text == scene.text())
    #expect(try run(client, "done", ["id": "A"])["error"] == nil)
    let history = try scene.orch("history", "--id", "A").output
    #expect(
      history.split(separator: "\n").map { $0.split(separator: "\t")[3] } == [
        "ann@editor", "ann@editor",
      ])
    client.end()
  }

  @Test func `what is not saved is not decided about`() throws {
    let scene = try Scene(rows: row("A"))
    let client = try EditorClient(of: scene)
    try client.replace("work", by: "other work")
    #expect(try error(run(client, "done", ["id": "A"])).contains("save your text"))
    #expect(try scene.text().contains("PENDING"))
    client.end()
  }

  @Test func `an answer is chosen, or typed on the command line`() throws {
    let scene = try Scene(
      rows: row("A", "BLOCKED", notes: "question:which one? / awaits=answer / question=1"))
    let client = try EditorClient(of: scene)
    let lenses = try client.ask("codeLens").description
    #expect(lenses.contains("which one?") && lenses.contains("orch/answer"), "\(lenses)")
    #expect(try run(client, "answer", ["id": "A"])["error"] == nil)
    let asked = try client.message("window/showMessageRequest")
    #expect(asked["params"]?.description.contains("orch answer A TEXT") == true, "\(asked)")
    client.send([
      "jsonrpc": "2.0", "id": asked["id"] ?? nil, "result": ["title": "You decide"],
    ])
    // The next answer comes when the change is made.
    _ = try client.ask("documentSymbol")
    try scene.bash(
      "for n in $(seq 100); do grep -q 'You decide' QUEUE.md && exit; read -t 0.1 < /dev/zero; done"
    ).check()
    #expect(try scene.text().contains("You decide"))
    #expect(try run(client, "nothing", ["id": "A"])["error"] != nil)
    client.end()
  }

  /// The edits by which the server asks the editor to bring its text up to date.
  private func merged(_ client: EditorClient) throws -> [JSONValue] {
    #expect(try run(client, "merge")["error"] == nil)
    let request = try client.message("workspace/applyEdit")
    client.send(["jsonrpc": "2.0", "id": request["id"] ?? nil, "result": ["applied": true]])
    let changes = request["params"]?.objectValue?["edit"]?.objectValue?["documentChanges"]
    return changes?.arrayValue?.first?.objectValue?["edits"]?.arrayValue ?? []
  }

  @Test func `an old text is brought up to date cell by cell`() throws {
    let scene = try Scene(rows: row("A", task: "mend the login"), row("B", task: "write a page"))
    try scene.orch("edit", "B", "--priority", "P0").check()
    let client = try EditorClient(of: scene)
    #expect(try client.findings() == [])
    try client.replace("write a page", by: "write a long page")
    try scene.orch("pick", "A", "--owner-session", "worker-a").check()
    try scene.orch("edit", "B", "--criteria", "it reads well").check()
    try client.replace("a long page", by: "a longer page")
    let place = client.place(behind: "| B")
    let actions = try client.ask("codeAction", ["range": ["start": place, "end": place]])
    #expect(actions.description.contains("Bring buffer up to date"))
    try client.apply(merged(client))
    #expect(client.text.contains("| A | IN_PROGRESS | P1 | mend the login | it works | worker-a"))
    #expect(client.text.contains("| B | PENDING | P0 | write a longer page | it reads well"))
    // Saving it changes nothing more.
    try scene.write(client.text)
    try scene.orch("list").check()
    #expect(try scene.text() == client.text)
    client.end()
  }

  @Test func `saving merges, and a change by others is seen before`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.orch("edit", "B", "--priority", "P0").check()
    let client = try EditorClient(of: scene)
    #expect(try client.findings() == [])
    try scene.orch("pick", "A", "--owner-session", "worker-a").check()
    try client.replace("| B | PENDING", by: "| B | BLOCKED")
    try client.replace("| A | PENDING", by: "| A | BLOCKED")
    #expect(try client.findings() == ["changed-since-read 'A'"])
    let edits = try client.ask("willSaveWaitUntil", ["reason": 1]).arrayValue ?? []
    try client.apply(edits)
    #expect(client.text.contains("| A | IN_PROGRESS") && client.text.contains("| B | BLOCKED"))
    client.end()
  }

  // MARK: The protocol

  @Test func `nothing is answered before initialize, and the end is as the protocol says`() throws {
    let scene = try Scene(rows: row("A"))
    func talk(_ bodies: [String]) throws -> Outcome {
      let stream = bodies.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
      try scene.write(stream, to: "talk")
      return try scene.bash("$ORCH lsp --stdio < talk | tr '\\r' ' '; exit ${PIPESTATUS[0]}")
    }
    let early = try talk([
      #"{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}"#,
      #"{"jsonrpc":"2.0","method":"exit"}"#,
    ])
    #expect(early.output.contains("-32002") && early.status == 1)
    let initialize = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#
    let whole = try talk([
      initialize, initialize, #"{"jsonrpc":"2.0","id":2,"method":"$/nothing"}"#,
      #"{"jsonrpc":"2.0","id":3,"method":"workspace/symbol","params":{"query":"a"}}"#,
      #"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":3}}"#, "{",
      #"{"jsonrpc":"2.0","id":4,"method":"shutdown"}"#,
      #"{"jsonrpc":"2.0","id":5,"method":"shutdown"}"#, #"{"jsonrpc":"2.0","method":"exit"}"#,
    ])
    #expect(whole.status == 0, "\(whole)")
    let codes = ["-32600", "-32601", "-32800", "-32700"]
    #expect(codes.allSatisfy(whole.output.contains), "\(whole.output)")
    #expect(try talk([initialize]).status == 1)
  }

  @Test(arguments: ["neovim.lua", "emacs.el", "helix.toml", "vim.vim", "kate.json"])
  func `orch init prints the settings of an editor, and creates nothing`(_ file: String) throws {
    let scene = try Scene()
    let name = String(file.prefix { $0 != "." })
    let outcome = try scene.orch("init", "--editor", name)
    #expect(try outcome.output == Project.text("templates/editors/\(file)"))
    #expect(try scene.bash("ls -A").output == "")
  }

  // MARK: Real editors

  @Test func `Neovim with the documented settings sees and mends a slip, and takes a row`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.write(
      """
      local out = io.open("out", "w")
      local function say(text) out:write(text, "\\n") out:flush() end
      local function wait(what, holds)
        if not vim.wait(20000, holds, 20) then say("no " .. what) end
      end
      local function codes()
        return vim.tbl_map(function(d) return d.user_data.lsp.code end, vim.diagnostic.get(0))
      end
      wait("client", function() return #vim.lsp.buf_get_clients(0) > 0 end)
      local line = vim.fn.search("| A |", "w")
      vim.cmd("s/PENDING/PENDNG/")
      wait("finding", function() return #codes() == 1 end)
      say(codes()[1])
      local function actions()
        vim.fn.cursor(line, 8)
        local params = vim.lsp.util.make_range_params()
        params.context = { diagnostics = {} }
        local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 10000)
        for _, answer in pairs(answers) do return answer.result end
      end
      vim.lsp.util.apply_workspace_edit(actions()[1].edit, "utf-16")
      wait("mended table", function() return #codes() == 0 end)
      vim.fn.cursor(line, 10)
      local completion =
        vim.lsp.buf_request_sync(0, "textDocument/completion", vim.lsp.util.make_position_params(), 10000)
      for _, answer in pairs(completion) do say(answer.result.items[2].label) end
      vim.cmd("silent write")
      for _, action in ipairs(actions()) do
        if action.title == "Take A" then
          vim.lsp.buf_request_sync(0, "workspace/executeCommand", action.command, 10000)
        end
      end
      vim.cmd("checktime")
      wait("claim", function() return vim.fn.getline(line):find("IN_PROGRESS") ~= nil end)
      say(vim.fn.getline(line):sub(1, 18))
      -- An old text: others change the file, and so does the person.
      vim.fn.system("$ORCH pick B --owner-session w")
      vim.fn.search("| B |", "w")
      vim.cmd("s/work/write/")
      for _, action in ipairs(actions()) do
        if action.title == "Bring buffer up to date" then
          vim.lsp.buf_request_sync(0, "workspace/executeCommand", action.command, 10000)
        end
      end
      wait("merge", function() return vim.fn.getline(line + 1):find("IN_PROGRESS") ~= nil end)
      say(vim.fn.getline(line + 1):sub(1, 30))
      vim.cmd("qa!")

      """, to: "play.lua")
    let bin = scene.path("bin")
    try scene.bash("mkdir \(bin) && ln -s $ORCH \(bin)/orch").check()
    let settings = "\(Project.folder)/templates/editors/neovim.lua"
    try scene.bash(
      "PATH=\(bin):$PATH timeout 100 nvim --headless -u \(settings) QUEUE.md -c 'luafile play.lua'",
      environment: ["XDG_STATE_HOME": scene.path("state"), "USER": "ann"]
    ).check()
    let said = try scene.text("out")
    #expect(
      said == """
        unknown-status
        DONE
        | A | IN_PROGRESS 
        | B | IN_PROGRESS | P1 | write

        """)
  }

  @Test func `Emacs with eglot and the documented settings sees a slip`() throws {
    let scene = try Scene(file: queueText([row("A")]).replacing("PENDING", with: "PENDNG"))
    try scene.write(
      """
      (setq eglot-sync-connect 20)
      (find-file "QUEUE.md")
      (unless (eglot-current-server) (apply #'eglot (eglot--guess-contact)))
      (let ((n 0))
        (while (and (< n 200) (null (flymake-diagnostics)))
          (flymake-start)
          (accept-process-output nil 0.1)
          (setq n (1+ n))))
      (dolist (finding (flymake-diagnostics))
        (princ (format "%s\\n" (flymake-diagnostic-text finding))))

      """, to: "play.el")
    let bin = scene.path("bin")
    try scene.bash("mkdir \(bin) && ln -s $ORCH \(bin)/orch").check()
    let settings = "\(Project.folder)/templates/editors/emacs.el"
    let outcome = try scene.bash(
      "PATH=\(bin):$PATH timeout 100 emacs -q --batch --eval '(package-initialize)' "
        + "-l \(settings) -l play.el 2>/dev/null")
    #expect(
      outcome.output.contains(
        "orch [unknown-status]: unknown status 'PENDNG': use PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED"
      ), "\(outcome)")
  }
}
