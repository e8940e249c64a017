-- One heartbeat for one grant.
--
-- KEYS  1 lock, 2 grants, 3 ended
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms)
-- answers  'renewed', now, grant  |  'lost', now, cause, by, at, reason; all of them nil for who is not its holder

local now = clock()
local grants = load(KEYS[2])
local grant = proven(grants, ARGV[1], ARGV[3], ARGV[2])

if not grant then
  local former = redis.call('HGET', KEYS[3], ARGV[1])
  former = former and cmsgpack.unpack(former)
  if former and former.user == ARGV[3] and has_token(former, ARGV[2]) then
    return {'lost', now, former.cause, former.by, former.at, former.reason}
  end
  return {'lost', now, false, false, false, false}
end
if not revivable(grant, now) then
  return {'lost', now, 'EXPIRED', false, grant.expires, false}
end

grant.beat = grant.beat + 1
grant.renewed = now
grant.logged = false
if grant.renewal ~= 'FIXED' then
  grant.expires = math.min(now + grant.lease, grant.max)
end
keep(KEYS[1], KEYS[2], grants, now, tonumber(ARGV[4]))
return {'renewed', now, view(grant)}
