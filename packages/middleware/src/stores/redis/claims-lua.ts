/** The keys of a ledger. Key: `claim:<key>`, hash: state, hash, token, note, lapses (of what is sent), touched. */
export const claimsLua: string = `
local function claimOf(key) return space .. 'claim:' .. key end

-- What stands under a key by now; what is running or done is gone by its own.
local function readClaim(key)
  local found = call('HMGET', claimOf(key), 'state', 'hash', 'token', 'note', 'lapses')
  if not found[1] then return nil end
  local claim = { state = found[1], hash = found[2], token = found[3], note = found[4] or nil }
  if claim.state == 'sent' and tonumber(found[5]) <= now then claim.state = 'unknown' end
  return claim
end

local function ownClaim()
  local claim = readClaim(a.key)
  return claim and claim.token == a.token and claim or nil
end

local function writeClaim(state, hash, note, forMs)
  local key = claimOf(a.key)
  call('DEL', key)
  call('HSET', key, 'state', state, 'hash', hash, 'token', a.nextToken or a.token, 'lapses', now + forMs, 'touched', now)
  if note then call('HSET', key, 'note', note) end
  if state ~= 'sent' then call('PEXPIRE', key, math.ceil(forMs)) end
end

local function shown(claim) return { state = claim.state, hash = claim.hash, note = claim.note } end

function operations.claim()
  local claim = readClaim(a.key)
  if claim and not (claim.token == a.token and claim.state == 'running') then
    return { isOurs = false, record = shown(claim) }
  end
  writeClaim('running', a.hash, nil, a.leaseMs)
  return { isOurs = true }
end

function operations.advance()
  local claim = ownClaim()
  if not claim or (claim.state == 'done' and a.state == 'sent') then return done(false) end
  writeClaim(a.state, claim.hash, a.note, a.forMs)
  return done(true)
end

function operations.renew_claim()
  local claim = ownClaim()
  if not claim or not (claim.state == 'running' or claim.state == 'sent') then return done(false) end
  writeClaim(claim.state, claim.hash, claim.note, a.leaseMs)
  return done(true)
end

function operations.drop()
  local claim = ownClaim()
  if claim and claim.state ~= 'done' then call('DEL', claimOf(a.key)) end
  return done(true)
end

function operations.look_up()
  local claim = readClaim(a.key)
  return { record = claim and shown(claim) or nil }
end
`;
