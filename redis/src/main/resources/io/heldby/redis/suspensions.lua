-- What is suspended now.
--
-- KEYS  1 suspensions of the tenant
-- answers  a list of type ('' for all), operator, reason, since, until

local all = redis.call('HGETALL', KEYS[1])
local found = {}
for i = 1, #all, 2 do
  local suspension = cmsgpack.unpack(all[i + 1])
  if now < suspension.last then
    table.insert(found, {all[i], suspension.operator, suspension.reason, suspension.since, suspension.last})
  end
end
return found
