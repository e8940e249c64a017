-- Looks after one grant whose time may have come: removes it when it is over for good, and otherwise says when to look
-- again.
--
-- KEYS  1 lock, 2 state, 3 former
-- ARGV  1 lock id, 2 remember (ms), 3 channel
-- answers  whether there was something to tidy (1 or 0), when to look again (µs, 0 for never), and whose it was, if known

local state = load(redis.call('GET', KEYS[2]), now)
for place, grant in ipairs(state.grants) do
  if grant[ID] == ARGV[1] then
    if active(grant, now) then
      return {0, grant[EXPIRES], grant[USER]}
    end
    if not revivable(grant, now) then
      table.remove(state.grants, place)
      tell(state, grant, 'EXPIRED', false, grant[EXPIRES], false)
      keep(state, now, ARGV[2])
      return {1, 0, grant[USER]}
    end
    -- Its holder may come back at any time, and then it can expire once more.
    local again = math.min(grant[MAX], now + grant[LEASE])
    if grant[LOGGED] then
      return {0, again, grant[USER]}
    end
    grant[LOGGED] = true
    note(state, 'LAPSED', grant, false, grant[EXPIRES], false)
    keep(state, now, ARGV[2])
    return {1, again, grant[USER]}
  end
end
local over = former(state, ARGV[1])
return {0, 0, over and over[USER] or false}
