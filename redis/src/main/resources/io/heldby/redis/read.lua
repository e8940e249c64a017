-- The grants of a key that are not over for good; their holders may still renew.
--
-- KEYS  1 state
-- answers  now, grants

local found = {}
for _, grant in ipairs(load(redis.call('GET', KEYS[1]), now).grants) do
  if revivable(grant, now) then
    table.insert(found, view(grant))
  end
end
return {now, found}
