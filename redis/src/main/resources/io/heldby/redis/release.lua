-- Ends a grant for whoever proves it.
--
-- KEYS  1 lock, 2 state; where all keys are in one place also 3 lock id, 4 owner, 5 due
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms), 5 remember the lock id (ms)
-- answers  1 when it was ended, 0 when there was nothing to end

local packed = redis.call('GET', KEYS[2])
local state = load(packed, now)
local grant, place = proven(state.grants, ARGV[1], ARGV[3], ARGV[2])
if not grant or not revivable(grant, now) then
  return {0}
end

table.remove(state.grants, place)
tell(state, grant, 'RELEASED', grant[NAME], now, false)
keep(KEYS[1], KEYS[2], state, now, tonumber(ARGV[4]))
if KEYS[3] then
  local entry = ARGV[1] .. ' ' .. KEYS[1]
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
  redis.call('SREM', KEYS[4], entry)
  redis.call('ZREM', KEYS[5], entry)
end
return {1}
