import { bulkPollMs, headMs, interactiveInARow, lineMs } from '../shares.ts';

/**
 * The operations of slots, as `memorySlots` has them. Keys, all behind the same prefix and hash tag:
 *
 * - `times`, sorted set: slots by when they begin, also those that have yet to; a member ends with its line
 * - `heads`, sorted set: interactive lines by until when they have their turn before bulk lines
 * - `lines`, sorted set: lines by until when they count as asking
 * - `state`, hash: pausedUntil, inARow (interactive slots since the last bulk slot), taken (makes members differ)
 */
export const slotsScript: string = `
local times, heads, lines, state = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local operation, a = ARGV[1], cjson.decode(ARGV[2])
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function read(field) return tonumber(call('HGET', state, field) or 0) end

local function keep(forMs)
  for _, key in ipairs(KEYS) do
    if call('PTTL', key) < forMs then call('PEXPIRE', key, math.ceil(forMs)) end
  end
end

local operations = {}

function operations.take()
  call('ZREMRANGEBYSCORE', heads, '-inf', now)
  call('ZREMRANGEBYSCORE', lines, '-inf', now)
  if a.isBulk and read('inARow') < ${interactiveInARow} then
    local last = call('ZRANGE', heads, -1, -1, 'WITHSCORES')
    if last[2] then
      call('ZADD', lines, now + ${lineMs}, a.line)
      keep(${lineMs})
      local waitMs = math.min(${bulkPollMs}, math.ceil(last[2] - now))
      return { isTaken = false, waitMs = waitMs, lines = call('ZCARD', lines) }
    end
  end
  local longestMs, startsAt = 0, math.max(now, read('pausedUntil'))
  for _, window in ipairs(a.windows) do
    longestMs = math.max(longestMs, window.lengthMs)
    local place = call('ZRANGE', times, -window.most, -window.most, 'WITHSCORES')
    if place[2] then startsAt = math.max(startsAt, place[2] + window.lengthMs) end
  end
  call('ZREMRANGEBYSCORE', times, '-inf', now - longestMs)
  local last = call('ZRANGE', times, -1, -1, 'WITHSCORES')
  if last[2] then startsAt = math.max(startsAt, tonumber(last[2])) end
  startsAt = math.ceil(startsAt)
  local taken = string.format('%.0f', call('HINCRBY', state, 'taken', 1))
  call('ZADD', times, startsAt, string.format('%.0f', startsAt) .. ':' .. taken .. ':' .. a.line)
  if a.isBulk then
    call('HSET', state, 'inARow', 0)
  else
    call('HINCRBY', state, 'inARow', 1)
    call('ZADD', heads, startsAt + ${headMs}, a.line)
  end
  call('ZADD', lines, startsAt + ${lineMs}, a.line)
  keep(startsAt - now + longestMs + ${lineMs})
  return { isTaken = true, waitMs = startsAt - now, lines = call('ZCARD', lines) }
end

function operations.leave()
  call('ZREM', heads, a.line)
  for _, slot in ipairs(call('ZRANGEBYSCORE', times, '(' .. now, '+inf')) do
    if string.match(slot, '^%d+:%d+:(.*)$') == a.line then call('ZREM', times, slot) end
  end
  return {}
end

function operations.pause()
  local pausedUntil = math.max(read('pausedUntil'), now + math.ceil(a.milliseconds))
  call('HSET', state, 'pausedUntil', pausedUntil)
  keep(pausedUntil - now + ${lineMs})
  return {}
end

return cjson.encode(operations[operation]())
`;
