-- One heartbeat for one grant.
--
-- KEYS  1 lock, 2 state, 3 former
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms), 5 seen beat, empty where the caller does not count
-- answers  'renewed', now, grant  |  'lost', now, {cause, by, at, reason}  |  'busy', now: the lease is over, and a batch
--       is about to be granted the key or not

local state = load(redis.call('GET', KEYS[2]), now)
local grant = proven(state.grants, ARGV[1], ARGV[3], ARGV[2])
if not grant then
  return {'lost', now, told(state, ARGV[1], ARGV[3], ARGV[2])}
end
if not revivable(grant, now) then
  return {'lost', now, {'EXPIRED', false, grant[EXPIRES], false}}
end
if not active(grant, now) and #state.coming > 0 then
  return {'busy', now}
end

heartbeat(grant, now, tonumber(ARGV[5]))
keep(state, now, ARGV[4])
return {'renewed', now, view(grant)}
