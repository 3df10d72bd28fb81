import { closedMs } from '../shares.ts';

/**
 * The money of a ledger. Keys:
 *
 * - `account:<name>`, hash: spent, reserved, unsettled, touched
 * - `call:<id>`, hash: state (reserved, sent, unsettled, settled, void), lost, amounts (JSON), senders
 *   (JSON, tokens of the calls that were sent), note, touched
 * - `due`, sorted set: ids that are reserved or sent, by when they expire
 * - `lost`, sorted set: ids that are unsettled, by since when
 */
export const reservationsLua: string = `
local due, lost = space .. 'due', space .. 'lost'
local function accountOf(name) return space .. 'account:' .. name end
local function callOf(id) return space .. 'call:' .. id end

local function add(account, sum, amount)
  call('HINCRBY', accountOf(account), sum, amount)
  call('HSET', accountOf(account), 'touched', now)
end

local function stateOf(id) return call('HGET', callOf(id), 'state') end

local function amountsOf(id) return cjson.decode(call('HGET', callOf(id), 'amounts')) end

local function sendersOf(id) return cjson.decode(call('HGET', callOf(id), 'senders') or '{}') end

local sumOf = { reserved = 'reserved', sent = 'reserved', unsettled = 'unsettled' }

local function remove(id)
  local sum = sumOf[stateOf(id)]
  if sum then
    for _, part in ipairs(amountsOf(id)) do add(part.account, sum, -part.amount) end
  end
  call('DEL', callOf(id))
  call('ZREM', due, id)
  call('ZREM', lost, id)
end

local function close(id, state)
  remove(id)
  call('HSET', callOf(id), 'state', state, 'touched', now)
  call('PEXPIRE', callOf(id), ${closedMs})
end

local function expire(id, since)
  if stateOf(id) == 'sent' and call('HGET', callOf(id), 'lost') == 'unsettled' then
    for _, part in ipairs(amountsOf(id)) do
      add(part.account, 'reserved', -part.amount)
      add(part.account, 'unsettled', part.amount)
    end
    call('HSET', callOf(id), 'state', 'unsettled')
    call('ZREM', due, id)
    call('ZADD', lost, since, id)
  else
    remove(id)
  end
end

local function sweep()
  local ids = call('ZRANGEBYSCORE', due, '-inf', now, 'WITHSCORES', 'LIMIT', 0, 1000)
  for index = 1, #ids, 2 do expire(ids[index], ids[index + 1]) end
end

local function holdFor(id, state, ttlMs)
  call('HSET', callOf(id), 'state', state, 'touched', now)
  call('ZADD', due, now + ttlMs, id)
end

local function standingOf(account)
  local sums = call('HMGET', accountOf(account), 'spent', 'reserved', 'unsettled')
  return { spent = sums[1] or '0', reserved = sums[2] or '0', unsettled = sums[3] or '0' }
end

function operations.reserve()
  local thrown = thrownOf(a.switches)
  if thrown then return { isReserved = false, thrown = thrown } end
  local state = stateOf(a.id)
  if state == 'void' then return { isReserved = false } end
  if state then return { isReserved = true } end
  for _, part in ipairs(a.amounts) do
    local sums = standingOf(part.account)
    local sum = tonumber(sums.spent) + tonumber(sums.reserved) + tonumber(sums.unsettled)
    if sum + part.amount > part.limit then
      return { isReserved = false, account = part.account, standing = sums }
    end
  end
  local held = {}
  for _, part in ipairs(a.amounts) do
    add(part.account, 'reserved', part.amount)
    table.insert(held, { account = part.account, amount = string.format('%.0f', part.amount) })
  end
  call('HSET', callOf(a.id), 'amounts', cjson.encode(held), 'lost', a.lost)
  holdFor(a.id, 'reserved', a.ttlMs)
  return { isReserved = true }
end

function operations.mark_sent()
  local state = stateOf(a.id)
  if sumOf[state] then
    local senders = sendersOf(a.id)
    senders[a.token] = true
    call('HSET', callOf(a.id), 'senders', cjson.encode(senders))
    if a.note then call('HSET', callOf(a.id), 'note', a.note) end
  end
  if sumOf[state] == 'reserved' then holdFor(a.id, 'sent', a.ttlMs) end
  if state == 'unsettled' then
    call('HSET', callOf(a.id), 'touched', now)
    call('ZADD', lost, now, a.id)
  end
  return done(state and state ~= 'void')
end

function operations.renew()
  local state = stateOf(a.id)
  if sumOf[state] ~= 'reserved' then return done(false) end
  holdFor(a.id, state, a.ttlMs)
  return done(true)
end

function operations.settle()
  if stateOf(a.id) == 'settled' then return done(false) end
  close(a.id, 'settled')
  for _, part in ipairs(a.amounts) do add(part.account, 'spent', part.amount) end
  return done(true)
end

function operations.release()
  if not sumOf[stateOf(a.id)] then return done(true) end
  local senders = sendersOf(a.id)
  senders[a.token] = nil
  if next(senders) then
    call('HSET', callOf(a.id), 'senders', cjson.encode(senders))
  else
    remove(a.id)
  end
  return done(true)
end

operations['void'] = function()
  if stateOf(a.id) ~= 'settled' then close(a.id, 'void') end
  return done(true)
end

function operations.free()
  local since = call('ZSCORE', lost, a.id)
  -- Times are rounded when they are told.
  local is = since and not (a.since and tonumber(since) >= a.since + 1)
  if is then remove(a.id) end
  return done(is)
end

function operations.standing() return standingOf(a.account) end

function operations.unsettled()
  local sums = {}
  local ids = call('ZRANGE', lost, 0, -1, 'WITHSCORES')
  for index = 1, #ids, 2 do
    for _, part in ipairs(amountsOf(ids[index])) do
      if part.account == a.account then
        table.insert(sums, { id = ids[index], amount = part.amount, since = tonumber(ids[index + 1]) })
      end
    end
  end
  return { sums = #sums > 0 and sums or nil }
end

function operations.lost()
  local sums = {}
  local ids = call('ZRANGEBYSCORE', lost, a.since, '+inf', 'WITHSCORES')
  for index = 1, #ids, 2 do
    local id = ids[index]
    if string.sub(id, 1, #a.prefix) == a.prefix and #amountsOf(id) > 0 then
      local note = call('HGET', callOf(id), 'note') or nil
      table.insert(sums, { id = id, since = tonumber(ids[index + 1]), amounts = amountsOf(id), note = note })
    end
  end
  return { sums = #sums > 0 and sums or nil }
end
`;
