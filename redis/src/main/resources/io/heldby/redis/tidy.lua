-- Looks after one grant whose time may have come: removes it when it is over for good, and otherwise says when to look
-- again.
--
-- KEYS  1 lock, 2 grants, 3 ended
-- ARGV  1 lock id, 2 remember (ms)
-- answers  whether there was something to tidy (1 or 0), when to look again (µs, 0 for never), and whose it was

local now = clock()
local state = load(KEYS[2], now)
for place, grant in ipairs(state.grants) do
  if grant.id == ARGV[1] then
    if active(grant, now) then
      return {0, grant.expires, grant.user}
    end
    if not revivable(grant, now) then
      table.remove(state.grants, place)
      tell(KEYS[3], grant, 'EXPIRED', false, grant.expires, false, tonumber(ARGV[2]))
      keep(KEYS[1], KEYS[2], state, now, tonumber(ARGV[2]))
      return {1, 0, grant.user}
    end
    -- Its holder may come back at any time, and then it can expire once more.
    local again = math.min(grant.max, now + grant.lease)
    if grant.logged then
      return {0, again, grant.user}
    end
    grant.logged = true
    keep(KEYS[1], KEYS[2], state, now, tonumber(ARGV[2]))
    return {1, again, grant.user}
  end
end
local former = redis.call('HGET', KEYS[3], ARGV[1])
return {0, 0, former and cmsgpack.unpack(former).user}
