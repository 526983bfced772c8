import Text

/// The settings with which an editor uses `orch lsp`, as `orch init --editor` prints them.
package enum EditorSettings: String, CaseIterable, Sendable {
  case neovim, emacs, helix, vim, kate

  /// What is in the file of `templates/editors`, too.
  package var text: String {
    switch self {
    case .neovim:
      #"""
      -- The queue in Neovim: put this in ~/.config/nvim/plugin/orch.lua.
      local client
      vim.o.autoread = true
      vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
        pattern = "QUEUE.md",
        callback = function(args)
          client = client or vim.lsp.start_client({
            name = "orch",
            cmd = { "orch", "lsp" },
            on_exit = function() client = nil end,
          })
          vim.lsp.buf_attach_client(args.buf, client)
          vim.bo[args.buf].omnifunc = "v:lua.vim.lsp.omnifunc"
          local function key(keys, run) vim.keymap.set("n", keys, run, { buffer = args.buf }) end
          key("K", vim.lsp.buf.hover)
          key("gd", vim.lsp.buf.definition)
          key("gr", vim.lsp.buf.references)
          key("<leader>a", vim.lsp.buf.code_action)
          key("]d", vim.diagnostic.goto_next)
        end,
      })
      -- What others wrote is read when you come back to the window or rest.
      vim.api.nvim_create_autocmd({ "FocusGained", "BufEnter", "CursorHold" }, {
        pattern = "QUEUE.md",
        command = "checktime",
      })

      """#
    case .emacs:
      #"""
      ;; The queue in Emacs with eglot: put this in your init file.
      (require 'eglot)
      (define-derived-mode orch-queue-mode text-mode "Queue"
        "A task queue that is a Markdown table."
        (setq-local truncate-lines t)
        (auto-revert-mode))
      (add-to-list 'auto-mode-alist '("QUEUE\\.md\\'" . orch-queue-mode))
      (add-to-list 'eglot-server-programs '(orch-queue-mode . ("orch" "lsp")))
      (add-hook 'orch-queue-mode-hook #'eglot-ensure)

      """#
    case .helix:
      #"""
      # The queue in Helix: add this to ~/.config/helix/languages.toml.
      [language-server.orch]
      command = "orch"
      args = ["lsp"]

      [[language]]
      name = "markdown"
      language-servers = ["orch", "marksman"]

      """#
    case .vim:
      #"""
      " The queue in Vim with ALE: put this in your vimrc, behind the line that loads ALE.
      call ale#linter#Define('markdown', {
      \ 'name': 'orch',
      \ 'lsp': 'stdio',
      \ 'executable': 'orch',
      \ 'command': '%e lsp',
      \ 'project_root': {buffer -> fnamemodify(bufname(buffer), ':p:h')},
      \})
      set autoread
      autocmd FocusGained,CursorHold QUEUE.md checktime

      """#
    case .kate:
      #"""
      {
        "servers": {
          "markdown": {
            "command": ["orch", "lsp"],
            "highlightingModeRegex": "^Markdown$"
          }
        }
      }

      """#
    }
  }
}

/// What `orch init --editor --json` prints.
struct PrintedSettings: Shaped {
  let editor: EditorSettings

  static var shapeName: StaticString { "editor settings" }
  static func shape(_ fields: inout Fields<PrintedSettings>) {
    fields.add("editor", \.editor.rawValue, "its name")
    fields.add("settings", \.editor.text, "the text of its settings")
  }
}
