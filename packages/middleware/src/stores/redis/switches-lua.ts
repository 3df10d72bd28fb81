/** The switches of a ledger, which stop calls. Key: `stops`, hash: reasons, by the names of those that are thrown. */
export const switchesLua: string = `
local function thrownOf(names)
  for _, name in ipairs(names or {}) do
    local reason = call('HGET', space .. 'stops', name)
    if reason then return { name = name, reason = reason } end
  end
end

function operations.stop()
  call('HSET', space .. 'stops', a.name, a.reason)
  return done(true)
end

function operations.resume() return done(call('HDEL', space .. 'stops', a.name) == 1) end

function operations.stopped()
  local switches = {}
  local all = call('HGETALL', space .. 'stops')
  for index = 1, #all, 2 do
    if string.sub(all[index], 1, #a.prefix) == a.prefix then
      table.insert(switches, { name = all[index], reason = all[index + 1] })
    end
  end
  return { switches = #switches > 0 and switches or nil }
end
`;
