-- Neovim with the settings of docs/editors.md: a finding is shown, explained, mended, ignored and saved.
--
--     PATH=target/debug:$PATH nvim --clean --headless -l tests/editor/neovim.lua FOLDER [SETTINGS]
--
-- FOLDER is a copy of fixtures/broken, and is changed; SETTINGS says which of the Lua blocks of the page
-- to use: the first one (vim.lsp.config, the default) or the second one (vim.lsp.start). Prints what
-- happens; the exit code is 1 where something does not.

local folder = assert(arg[1], "which folder?")
local settings = tonumber(arg[2] or 1)
local file = folder .. "/policies/rstvuk7tgN9zEGSV95k7/rules.json"
local page = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(vim.fs.normalize(arg[0])))) .. "/docs/editors.md"

local function say(text)
  io.stdout:write(text, "\n")
end

local function fail(text)
  say("FAILED: " .. text)
  for _, client in ipairs(vim.lsp.get_clients()) do
    client:stop(true)
  end
  os.exit(1)
end

--- Waits until something holds.
local function await(what, holds)
  if not vim.wait(20000, holds, 20) then
    fail("waited in vain until " .. what)
  end
end

--- The finding of a lint in the text that is shown.
local function finding(lint)
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == lint then
      return one
    end
  end
end

local function is_gone(lint)
  return function()
    return finding(lint) == nil
  end
end

local function go_to(one)
  vim.api.nvim_win_set_cursor(0, { one.lnum + 1, one.col })
end

--- Runs an action that the server offers at the cursor.
local function act(title)
  say(("> vim.lsp.buf.code_action: %s"):format(title))
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title == title
    end,
  })
end

local function begin()
  if vim.fn.has("nvim-0.11") == 0 then
    fail("this script takes Neovim 0.11 or later")
  end
  local text = table.concat(vim.fn.readfile(page), "\n")
  local blocks = {}
  for block in text:gmatch("```lua\n(.-)\n```") do
    table.insert(blocks, block)
  end
  vim.cmd("filetype on")
  -- No root but the folder: a repository around it is none of the test's.
  vim.fn.mkdir(folder .. "/.git")
  assert(loadstring(blocks[settings]))()
  local version = vim.version()
  say(("Neovim %d.%d.%d"):format(version.major, version.minor, version.patch))
end

local function open()
  say("> :edit " .. vim.fs.basename(file))
  vim.cmd.edit(vim.fn.fnameescape(file))
  await("the server is there", function()
    return #vim.lsp.get_clients({ bufnr = 0, name = "catchall" }) == 1
  end)
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  await("something is found", function()
    return #vim.diagnostic.get(0) > 0
  end)
  say(("positions in %s, in %s"):format(client.offset_encoding, vim.fs.basename(client.config.root_dir)))
  for _, one in ipairs(vim.diagnostic.get(0)) do
    say(("%d:%d %s: %s"):format(one.lnum + 1, one.col + 1, one.code, one.message:match("^[^\n]*")))
  end
  return client
end

local function hover(client)
  local one = finding("bad-format")
  go_to(one)
  say("> vim.lsp.buf.hover")
  if not client:supports_method("textDocument/hover") then
    return say("this server has no hovers")
  end
  vim.lsp.buf.hover()
  local window
  await("a hover is shown", function()
    window = vim.b[vim.api.nvim_get_current_buf()].lsp_floating_preview
    return window and vim.api.nvim_win_is_valid(window)
  end)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)) do
    say("  " .. line)
  end
  vim.api.nvim_win_close(window, true)
end

local function mend()
  local one = finding("bad-format")
  go_to(one)
  act('Write "PT0S"')
  await("the finding is gone", is_gone("bad-format"))
  say(("%d: %s"):format(one.lnum + 1, vim.trim(vim.fn.getline(one.lnum + 1))))
  say("> :write")
  vim.cmd("silent write")
  if not table.concat(vim.fn.readfile(file), "\n"):find('"PT0S"', 1, true) then
    fail("the file is not mended")
  end
end

--- Ignores what a lint finds, in the nth entry of catchall.toml.
local function ignore(lint, nth)
  local one = finding(lint)
  if not one then
    fail(lint .. " is not found")
  end
  go_to(one)
  local shown = vim.api.nvim_get_current_buf()
  act(("Ignore %s here, with a reason"):format(lint))
  local path = folder .. "/catchall.toml"
  await("catchall.toml has an entry", function()
    local buffer = vim.fn.bufnr(path)
    local text = buffer > 0 and table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) or ""
    return select(2, text:gsub("reason", "")) == nth
  end)
  vim.cmd("silent wall")
  local lines = vim.fn.readfile(path)
  for _, line in ipairs(lines) do
    say("  " .. line)
  end
  if lines[1] == "" or lines[#lines] == "" then
    fail("catchall.toml begins or ends with an empty line")
  end
  -- Neovim asks again about a text where that text changes.
  vim.api.nvim_set_current_buf(shown)
  vim.cmd("normal! ggO")
  await("the finding is gone", is_gone(lint))
end

local is_done, error = xpcall(function()
  begin()
  local client = open()
  hover(client)
  mend()
  ignore("inactivity-never-reached", 1)
  ignore("possession-property-on-knowledge", 2)
  client:stop()
end, debug.traceback)
if not is_done then
  fail(error)
end
os.exit(0)
