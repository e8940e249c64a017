-- Switches the guard off for a type, or for all, for a while.
--
-- KEYS  1 suspensions of the tenant
-- ARGV  1 type ('' for all), 2 operator, 3 reason, 4 time (µs), 5 channel
-- answers  now, until

local last = now + ARGV[4]
redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack({operator = ARGV[2], reason = ARGV[3], since = now, last = last}))
redis.pcall('PUBLISH', ARGV[5], table.concat({'SUSPENDED', KEYS[1] .. ':' .. ARGV[1], '', '', string.format('%d', now),
  '', '', ARGV[2], ARGV[3]}, '\t'))
return {now, last}
