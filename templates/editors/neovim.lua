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
