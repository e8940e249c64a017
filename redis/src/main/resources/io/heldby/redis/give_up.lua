-- A batch that was prepared for this key is not coming.
--
-- KEYS  1 lock, 2 state, 3 former
-- ARGV  1 lock id that the batch would have had, 2 remember (ms)
-- answers  1 when it was still expected

local state = load(redis.call('GET', KEYS[2]), now)
for place, batch in ipairs(state.coming) do
  if batch[ID] == ARGV[1] then
    table.remove(state.coming, place)
    keep(state, now, ARGV[2])
    return {1}
  end
end
return {0}
