-- Ends a grant for whoever proves it.
--
-- KEYS  1 lock, 2 grants, 3 ended; where all keys are in one place also 4 lock id, 5 owner, 6 due
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms), 5 remember what the holder did (ms)
-- answers  1 when it was ended, 0 when there was nothing to end

local now = clock()
local state = load(KEYS[2], now)
local grant, place = proven(state.grants, ARGV[1], ARGV[3], ARGV[2])
if not grant or not revivable(grant, now) then
  return {0}
end

table.remove(state.grants, place)
keep(KEYS[1], KEYS[2], state, now, tonumber(ARGV[4]))
tell(KEYS[3], grant, 'RELEASED', grant.name, now, false, tonumber(ARGV[5]))
if KEYS[4] then
  local entry = ARGV[1] .. ' ' .. KEYS[1]
  redis.call('PEXPIRE', KEYS[4], ARGV[5])
  redis.call('SREM', KEYS[5], entry)
  redis.call('ZREM', KEYS[6], entry)
end
return {1}
