-- The grants of a key that are not over for good; their holders may still renew.
--
-- KEYS  1 grants
-- answers  now, grants

local now = clock()
local found = {}
for _, grant in ipairs(load(KEYS[1], now).grants) do
  if revivable(grant, now) then
    found[#found + 1] = view(grant)
  end
end
return {now, found}
