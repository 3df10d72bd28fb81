import { claimsLua } from './claims-lua.ts';
import { patternLua } from './forget-pages.ts';
import { reservationsLua } from './reservations-lua.ts';
import { switchesLua } from './switches-lua.ts';

/**
 * The operations of a ledger, whose keys are all behind the same prefix and hash tag.
 *
 * Numbers of Lua are exact below 2^53, and `HINCRBY` counts in 64 bits; `cjson` rounds to 14 digits when it writes, so
 * that sums are answered as texts.
 */
export const ledgerScript: string = `
-- With what a client puts before its keys by itself.
local space = KEYS[1]
local operation, a = ARGV[1], cjson.decode(ARGV[2])
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local operations = {}
local function done(is) return { isDone = is and true or false } end
${patternLua}
${switchesLua}
${reservationsLua}
${claimsLua}
-- Of a kind of keys, what was touched before; an account that still holds something stays.
function operations.forget()
  local page = call('SCAN', a.cursor, 'MATCH', patternOf(space .. a.kind .. a.prefix), 'COUNT', 500)
  local count = 0
  for _, key in ipairs(page[2]) do
    local found = call('HMGET', key, 'touched', 'reserved', 'unsettled')
    local isFree = (tonumber(found[2]) or 0) == 0 and (tonumber(found[3]) or 0) == 0
    if found[1] and tonumber(found[1]) < a.before and isFree then
      if a.kind == 'call:' then remove(string.sub(key, #space + #a.kind + 1)) else call('DEL', key) end
      count = count + 1
    end
  end
  return { cursor = page[1], count = count }
end

sweep()
if operation ~= 'all' then return cjson.encode(operations[operation]()) end
local answers = {}
for index, one in ipairs(a) do
  a = one.argument
  local isDone, answer = pcall(operations[one.operation])
  answers[index] = isDone and answer or { error = type(answer) == 'table' and answer.err or tostring(answer) }
end
return cjson.encode(answers)
`;
