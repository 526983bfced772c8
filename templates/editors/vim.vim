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
