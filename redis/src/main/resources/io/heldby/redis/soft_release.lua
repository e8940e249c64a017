-- Shortens a grant for whoever proves it, unless it has seen a newer beat or that of a further page, or is fixed.
--
-- KEYS  1 lock, 2 state, 3 former
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms), 5 seen beat, 6 grace (µs)
-- answers  1 when it was shortened, 0 when nothing was changed

local state = load(redis.call('GET', KEYS[2]), now)
local grant = proven(state.grants, ARGV[1], ARGV[3], ARGV[2])
local seen = tonumber(ARGV[5])
if not grant or not revivable(grant, now) or seen < grant[BEAT] or page(seen) ~= page(grant[BEAT])
    or grant[RENEWAL] == 'FIXED' then
  return {0}
end

grant[BEAT] = seen + 1
grant[EXPIRES] = math.min(grant[EXPIRES], now + ARGV[6])
keep(state, now, ARGV[4])
return {1}
