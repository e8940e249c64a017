-- Ends exactly this grant, whoever holds it.
--
-- KEYS  1 lock, 2 state, 3 former
-- ARGV  1 lock id, 2 operator, 3 reason, 4 remember (ms), 5 channel
-- answers  1 when it was ended, 0 when it was over before

local state = load(redis.call('GET', KEYS[2]), now)
for place, grant in ipairs(state.grants) do
  if grant[ID] == ARGV[1] and revivable(grant, now) then
    table.remove(state.grants, place)
    tell(state, grant, 'BROKEN', ARGV[2], now, ARGV[3])
    keep(state, now, ARGV[4])
    return {1}
  end
end
return {0}
