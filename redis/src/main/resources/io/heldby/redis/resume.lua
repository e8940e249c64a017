-- Switches the guard on again.
--
-- KEYS  1 suspensions of the tenant
-- ARGV  1 type ('' for all), 2 operator, 3 channel
-- answers  1 when it was off

local suspension = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
if not suspension or now >= cmsgpack.unpack(suspension).last then
  return {0}
end
redis.pcall('PUBLISH', ARGV[3], table.concat({'RESUMED', KEYS[1] .. ':' .. ARGV[1], '', '', string.format('%d', now),
  '', '', ARGV[2], ''}, '\t'))
return {1}
