-- Ends exactly this grant, whoever holds it.
--
-- KEYS  1 lock, 2 grants, 3 ended; where all keys are in one place also 4 due
-- ARGV  1 lock id, 2 operator, 3 reason, 4 remember (ms)
-- answers  1 when it was ended, 0 when it was over before

local now = clock()
local state = load(KEYS[2], now)
for place, grant in ipairs(state.grants) do
  if grant.id == ARGV[1] and revivable(grant, now) then
    table.remove(state.grants, place)
    tell(KEYS[3], grant, 'BROKEN', ARGV[2], now, ARGV[3], tonumber(ARGV[4]))
    keep(KEYS[1], KEYS[2], state, now, tonumber(ARGV[4]))
    if KEYS[4] then
      redis.call('ZREM', KEYS[4], grant.id .. ' ' .. KEYS[1])
    end
    return {1}
  end
end
return {0}
