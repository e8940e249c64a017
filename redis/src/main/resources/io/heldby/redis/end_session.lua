-- Ends a grant if this editing session holds it.
--
-- KEYS  1 lock, 2 state, 3 former; where all keys are in one place also 4 owner, 5 due
-- ARGV  1 lock id, 2 user, 3 session, 4 reason, 5 remember (ms), 6 channel
-- answers  1 when it was ended, 0 when it is another session's, -1 when it is over

local state = load(redis.call('GET', KEYS[2]), now)
for place, grant in ipairs(state.grants) do
  if grant[ID] == ARGV[1] and revivable(grant, now) then
    if grant[USER] ~= ARGV[2] or grant[SESSION] ~= ARGV[3] then
      return {0}
    end
    table.remove(state.grants, place)
    tell(state, grant, 'RELEASED', grant[NAME], now, ARGV[4])
    keep(state, now, ARGV[5])
    if KEYS[4] then
      local entry = ARGV[1] .. ' ' .. KEYS[1]
      redis.call('SREM', KEYS[4], entry)
      redis.call('ZREM', KEYS[5], entry)
    end
    return {1}
  end
end
return {-1}
