-- Ends a grant if this editing session holds it.
--
-- KEYS  1 lock, 2 grants, 3 ended; where all keys are in one place also 4 owner, 5 due
-- ARGV  1 lock id, 2 user, 3 session, 4 reason, 5 remember (ms)
-- answers  1 when it was ended, 0 when it is somebody else's or another session's, -1 when it is over

local now = clock()
local state = load(KEYS[2], now)
for place, grant in ipairs(state.grants) do
  if grant.id == ARGV[1] and revivable(grant, now) then
    if grant.user ~= ARGV[2] or grant.session ~= ARGV[3] then
      return {0}
    end
    table.remove(state.grants, place)
    tell(KEYS[3], grant, 'RELEASED', grant.name, now, ARGV[4], tonumber(ARGV[5]))
    keep(KEYS[1], KEYS[2], state, now, tonumber(ARGV[5]))
    if KEYS[4] then
      local entry = grant.id .. ' ' .. KEYS[1]
      redis.call('SREM', KEYS[4], entry)
      redis.call('ZREM', KEYS[5], entry)
    end
    return {1}
  end
end
return {-1}
