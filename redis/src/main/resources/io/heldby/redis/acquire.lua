-- Grants a key, or says who has it; a refusal writes nothing. As io.heldby.lock.AcquireDecision says.
--
-- KEYS  1 lock, 2 grants, 3 fence, 4 ended; where all keys are in one place also 5 lock id, 6 owner, 7 due
-- ARGV  1 lock id, 2 token hash, 3 user, 4 session, 5 name, 6 kind of actor, 7 mode, 8 reason ('' for none, else with
--       a colon in front), 9 lease, 10 renewal, 11 expiry, 12 first lease, 13 maximum hold (all µs), 14 continue here,
--       15 remember (ms)
-- answers  'granted', now, grant  |  'reentered', now, grant  |  'held', now, by the asking user, holders

local MAX_TOKENS = 8
local OWNER_KEPT = 31 * 86400000 -- Longer than the longest hold.

local now = clock()
local remember = tonumber(ARGV[15])
local grants = load(KEYS[2])

-- Greater than the last one, and than any that was lost with an emptied server.
local function next_fence(keep_for)
  local last = redis.call('GET', KEYS[3])
  if last and tonumber(last) >= now then
    redis.call('INCR', KEYS[3]) -- An error after the greatest number there is, before anything else is written.
    redis.call('PEXPIRE', KEYS[3], keep_for)
    return redis.call('GET', KEYS[3])
  end
  local fence = string.format('%.0f', now)
  redis.call('SET', KEYS[3], fence, 'PX', keep_for)
  return fence
end

local function reenter(grant)
  grant.beat = grant.beat + 1
  grant.renewed = now
  grant.logged = false
  if not has_token(grant, ARGV[2]) then
    table.insert(grant.tokens, ARGV[2])
    if #grant.tokens > MAX_TOKENS then
      table.remove(grant.tokens, 1)
    end
  end
  if grant.renewal ~= 'FIXED' then
    grant.expires = math.max(grant.expires, math.min(now + ARGV[12], grant.max))
  end
  return grant
end

-- A fixed lease does not come back by asking again; nobody is handed a lease that is over already.
local function comes_back(grant)
  return revivable(grant, now)
    and (active(grant, now) or (grant.renewal ~= 'FIXED' and now < math.min(now + ARGV[12], grant.max)))
end

local current = grants[1]
if current then
  local same_user = current.user == ARGV[3]
  if same_user and current.session == ARGV[4] and comes_back(current) then
    reenter(current)
    keep(KEYS[1], KEYS[2], grants, now, remember)
    return {'reentered', now, view(current)}
  end
  if active(current, now) and not (same_user and ARGV[14] == '1') then
    return {'held', now, same_user and 1 or 0, {view(current)}}
  end
end

local hold = math.ceil(ARGV[13] / 1000)
local fence = next_fence(hold + remember)
if current then
  if revivable(current, now) then
    tell(KEYS[4], current, 'TAKEN_OVER', ARGV[5], now, false, remember)
  else
    tell(KEYS[4], current, 'EXPIRED', false, current.expires, false, remember)
  end
end
local max = now + ARGV[13]
local grant = {
  id = ARGV[1], mode = ARGV[7], user = ARGV[3], session = ARGV[4], name = ARGV[5], kind = ARGV[6],
  reason = ARGV[8] ~= '' and string.sub(ARGV[8], 2), tokens = {ARGV[2]}, fence = fence,
  acquired = now, renewed = now, expires = math.min(now + ARGV[12], max), max = max, beat = 1,
  lease = tonumber(ARGV[9]), renewal = ARGV[10], expiry = ARGV[11], logged = false
}
keep(KEYS[1], KEYS[2], {grant}, now, remember)
if KEYS[5] then
  local entry = ARGV[1] .. ' ' .. KEYS[1]
  redis.call('SET', KEYS[5], KEYS[1], 'PX', hold + remember)
  redis.call('SADD', KEYS[6], entry)
  redis.call('PEXPIRE', KEYS[6], OWNER_KEPT)
  redis.call('ZADD', KEYS[7], grant.expires, entry)
end
return {'granted', now, view(grant)}
